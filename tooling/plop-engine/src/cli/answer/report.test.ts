import { expect, test } from "vitest";
import { failureText, problemLines } from "./report.ts";

test("of what a failed check printed, the end is shown, where test runners say what failed", () => {
  const lines = Array.from({ length: 200 }, (_, at) => `✓ test ${at}`);
  const output = [...lines, "AssertionError: expected 1 to be 2"].join("\n");
  const checks = [{ name: "tests of packages/backend", ok: false, ms: 1, output }];
  const text = failureText({ ok: false, command: "entity", exit: 5, run: null, checks });
  expect(text).toContain("AssertionError: expected 1 to be 2\n");
  expect(text).toContain("… 141 lines before (--json)\n✓ test 141\n");
  expect(text).not.toContain("✓ test 140\n");
});

test("a place in a file comes before the code, and an argument does not", () => {
  const problem = { code: "KEY", message: "It is unknown.", fix: "name" };
  expect(problemLines({ ...problem, arg: "app.design.ts:3:5" })).toEqual([
    "app.design.ts:3:5 KEY: It is unknown.",
    "    → name",
  ]);
  expect(problemLines({ ...problem, arg: "--nam" })[0]).toBe("KEY: It is unknown.");
});
