import { expect, it } from "vitest";
import { describeThrown } from "./thrown.ts";

const HARNESS =
  "    at invokeQuery (../../node_modules/convex/src/server/impl/registration_impl.ts:350:24)";
const OUTER = "    at async outer (../convex/tasks.ts:3:5)";
const INNER = "    at inner (../convex/tasks.ts:1:1)";

function messageOf(frames: string[]): string {
  const error = new Error("boom");
  error.stack = ["Error: boom", ...frames].join("\n");
  return describeThrown(error, () => null).message;
}

it("leaves out what surrounds the user's frames, not what lies between them", () => {
  expect(messageOf([HARNESS, INNER, HARNESS, OUTER, HARNESS, HARNESS])).toBe(
    ["Uncaught Error: boom", INNER, HARNESS, OUTER, ""].join("\n"),
  );
});

it("shows no frames when none is the user's", () => {
  expect(messageOf([HARNESS])).toBe("Uncaught Error: boom");
});

it("maps the frames of stacks that V8 wrote, also those of functions without a name", () => {
  const error = new Error("boom");
  error.stack = "Error: boom\n    at async file:///m.js:1:2\n    at f (file:///m.js:3:4)";
  const { message } = describeThrown(error, (file, line) => `${file.slice(8)}:${line}`);
  expect(message).toBe(
    "Uncaught Error: boom\n    at async <anonymous> (m.js:1)\n    at f (m.js:3)\n",
  );
});
