import { expect, test } from "vitest";
import { CODE_SIGNS, codeLimits, typedCode } from "../../src/accounts/authCodes.ts";

test.each([
  ["K7QF2M9X", "K7QF2M9X"],
  [" k7qf-2m9x ", "K7QF2M9X"],
  ["K7QF 2M9X", "K7QF2M9X"],
  ["oil72m9x", "01172M9X"],
])("%j is read as %s", (typed, code) => {
  expect(typedCode.parse(typed)).toBe(code);
});

test.each(["", "K7QF2M9", "K7QF2M9XX", "K7QF2M9_", "K7QFÄM9X", "x".repeat(1000)])(
  "%j is no code",
  (typed) => {
    expect(typedCode.safeParse(typed).success).toBe(false);
  },
);

test("the signs are 32, none for two of them, and none that reading changes", () => {
  expect(new Set(CODE_SIGNS).size).toBe(32);
  for (const sign of CODE_SIGNS) {
    const code = sign.repeat(codeLimits.length);
    expect(typedCode.parse(code.toLowerCase())).toBe(code);
  }
});
