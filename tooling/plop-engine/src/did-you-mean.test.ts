import { expect, test } from "vitest";
import { didYouMean, nearest } from "./did-you-mean.ts";

test.each([
  ["strng", ["string", "text"], "string"],
  ["user", ["users", "notes"], "users"],
  ["tood", ["todo", "done"], "todo"],
  ["STRING", ["string"], "string"],
  ["int", ["bool", "date"], null],
  ["x", ["a", "b"], "a"],
  ["", ["string"], null],
  ["string", [], null],
])("%j among %j is %j", (word, words, expected) => {
  expect(nearest(word, words)).toBe(expected);
});

test("of two that are near, the nearer is taken, whatever their order", () => {
  expect(nearest("nots", ["notes", "dots"])).toBe("notes");
  expect(nearest("notess", ["dotes", "notes"])).toBe("notes");
});

test("a text of great length costs no time", () => {
  expect(nearest("x".repeat(100_000), ["x".repeat(99_999), "y"])).toBeNull();
});

test("the sentence is left out when nothing is near", () => {
  expect(didYouMean("strng", ["string"])?.sentence).toBe(' Did you mean "string"?');
  expect(didYouMean("frobnicate", ["string"])).toBeNull();
});
