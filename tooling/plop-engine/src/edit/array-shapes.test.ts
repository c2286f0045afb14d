// The array of error codes, in the shapes that an array may have.
import { describe, expect, test } from "vitest";
import type { Fragment } from "../plan.ts";
import { addFragments, removeFragments } from "./fragments.ts";

const code: Fragment = { kind: "errorCode", key: "LATE", text: '"LATE"' };
const module = (array: string) => `export const errorCodes = ${array} as const;\n`;

describe("a code goes to the end of", () => {
  test.each([
    ["one line", '["A", "B"]', '["A", "B", "LATE"]'],
    ["nothing", "[]", '["LATE"]'],
    ["several lines", '[\n  "A",\n  "B", // Two.\n]', '[\n  "A",\n  "B", // Two.\n  "LATE",\n]'],
    ["several lines without a last comma", '[\n  "A",\n  "B"\n]', '[\n  "A",\n  "B",\n  "LATE"\n]'],
    ["a spread", '[...others, "A"]', '[...others, "A", "LATE"]'],
    ["holes", '[, "A"]', '[, "A", "LATE"]'],
    ["remarks alone", "[\n  // None.\n]", '[\n  // None.\n  "LATE",\n]'],
  ])("%s", (_name, before, after) => {
    const { text } = addFragments("errors.ts", module(before), [code]);
    expect(text).toBe(module(after));
    expect(removeFragments("errors.ts", text, [code]).text).toBe(module(before));
  });
});

test("the line is broken where it gets too long, and joined again", () => {
  const codes = ["A", "B", "C"].map((letter) => `"${letter.repeat(16)}"`);
  const flat = module(`[${codes.join(", ")}]`);
  const broken = module(`[\n${[...codes, '"LATE"'].map((code) => `  ${code},\n`).join("")}]`);
  const { text } = addFragments("errors.ts", flat, [code]);
  expect(text).toBe(broken);
  expect(removeFragments("errors.ts", text, [code]).text).toBe(flat);
});

test("a code already exists in any quotes, and with a remark of the compiler", () => {
  for (const array of ["['LATE']", '["LATE" as const]', '[("LATE")]']) {
    expect(addFragments("errors.ts", module(array), [code]).present).toEqual([code]);
  }
});

test("a code that a person has changed is another one, and stays", () => {
  const text = module('["LATER"]');
  expect(removeFragments("errors.ts", text, [code])).toEqual({ text, kept: [], changed: [] });
});
