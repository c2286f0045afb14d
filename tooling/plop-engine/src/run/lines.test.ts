import { expect, test } from "vitest";
import { differences, lineIn } from "./lines.ts";

test("what differs has the lines of the other text", () => {
  expect(differences("a\nb\nc\n", "a\nx\ny\nc\n")).toEqual([{ line: 2, lines: ["x", "y"] }]);
  expect(differences("a\nb\nc\n", "a\nc\n")).toEqual([{ line: 2, lines: [] }]);
  expect(differences("a\n", "a\n")).toEqual([]);
});

test("a line is found in a text that has more, fewer or other lines", () => {
  const whole = "a\nb\nc\nd\ne\n";
  const part = "a\nd\ne\n";
  expect([1, 2, 3].map((line) => lineIn(whole, part, line))).toEqual([1, 4, 5]);
  expect([1, 4, 5].map((line) => lineIn(part, whole, line))).toEqual([1, 2, 3]);
  expect(lineIn("a\nB\nc\n", "a\nb\nc\n", 2)).toBe(2);
  expect(lineIn(part, whole, 3)).toBe(1);
});
