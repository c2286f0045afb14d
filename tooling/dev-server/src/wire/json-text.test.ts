import { expect, test } from "vitest";
import { hasTooManyValues } from "./json-text.ts";

test.each([
  ["[1,1,1]", 3, false],
  ["[1,1,1,1]", 3, true],
  ["[[],[]]", 3, true],
  ['[{"a":1}]', 2, false],
  ['[{"a":{}}]', 2, true],
  ['["a,b,c,[,{"]', 1, false],
  [String.raw`["\",\\",1]`, 2, false],
  [String.raw`["\",\\",1,1]`, 2, true],
  ["{{{{ not JSON", 3, true],
])("%s holds more than %d values: %s", (text, max, expected) => {
  expect(hasTooManyValues(text, max)).toBe(expected);
});
