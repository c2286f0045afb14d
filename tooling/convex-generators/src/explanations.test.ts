import { ownExplanations } from "@groundwork/plop-engine/cli/answer/explanations";
import { codesIn } from "@groundwork/plop-engine/testing/codes";
import { expect, test } from "vitest";
import { explanations } from "./explanations.ts";

/** Words in capitals that are no codes of the generators: errors of the app, constants and a file. */
const OTHERS = [
  ...["UNAUTHENTICATED", "FORBIDDEN", "NOT_FOUND", "INVALID", "CONFLICT", "RATE_LIMITED"],
  // What the codes of some questions start with.
  ...["ACCESS_", "WEB_"],
  // Methods of HTTP.
  ...["POST", "PATCH", "DELETE", "OPTIONS"],
  // Variables that configure a model.
  ...["AI_API_KEY", "AI_CHAT_MODEL"],
  ...["PAGE_SIZE_MAX", "APP_NAME", "REMOVAL_BATCH", "LICENSE", "JSON"],
];

const used = new Set(codesIn(import.meta.dirname));

test("every code that the generators use is explained", () => {
  const known = { ...ownExplanations, ...explanations };
  // Variables of examples are no codes.
  const isVariable = (code: string) => /_(URL|SECRET)$/.test(code);
  const codes = [...used].filter((code) => !OTHERS.includes(code) && !isVariable(code));
  expect(codes.filter((code) => known[code] === undefined)).toEqual([]);
});

test("no other code is", () => {
  expect(Object.keys(explanations).filter((code) => !used.has(code))).toEqual([]);
});

test("an explanation is one to three sentences", () => {
  for (const [code, text] of Object.entries(explanations)) {
    expect(text, code).toMatch(/^\S.*\.$/s);
    expect(text.length, code).toBeLessThan(220);
  }
});
