import { expect, test } from "vitest";
import { parseRange } from "./storage-range.ts";

test.each([
  ["bytes=0-0", 10, { start: 0, end: 0 }],
  ["bytes=2-4", 10, { start: 2, end: 4 }],
  ["bytes=2-", 10, { start: 2, end: 9 }],
  ["bytes=2-99", 10, { start: 2, end: 9 }],
  ["bytes=-3", 10, { start: 7, end: 9 }],
  ["bytes=-99", 10, { start: 0, end: 9 }],
  ["bytes=10-", 10, "unsatisfiable"],
  ["bytes=-0", 10, "unsatisfiable"],
  ["bytes=-", 10, "unsatisfiable"],
  ["bytes=5-2", 10, "unsatisfiable"],
  ["bytes=0-1,3-4", 10, "unsatisfiable"],
  ["bytes=a-b", 10, "unsatisfiable"],
  ["bytes=0-0", 0, null],
  ["bytes=-1", 0, null],
  ["lines=0-1", 10, null],
  [undefined, 10, null],
])("%s of %d bytes", (header, size, expected) => {
  expect(parseRange(header, size)).toEqual(expected);
});
