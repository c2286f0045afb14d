import { join } from "node:path";
import { expect, test } from "vitest";
import { codesIn } from "../../testing/codes.ts";
import { ownExplanations } from "./explanations.ts";

/** Words in capitals that are no codes. */
const OTHERS = ["HEAD"];

const used = [...codesIn(join(import.meta.dirname, "../.."))].filter(
  (code) => !OTHERS.includes(code),
);

test("every code that the engine uses is explained, and no other", () => {
  expect(Object.keys(ownExplanations).sort()).toEqual(used.sort());
});

test("an explanation is one to three sentences", () => {
  for (const [code, text] of Object.entries(ownExplanations)) {
    expect(text, code).toMatch(/^\S.*\.$/s);
    expect(text.length, code).toBeLessThan(220);
  }
});
