import { describe, expect, test } from "vitest";
import { noteChanges, noteInput, noteLimits, publicNote } from "../src/notes.ts";

const input = { title: "Title 1", body: "Body 1" };
const accepts = (changes: object) => noteInput.safeParse({ ...input, ...changes }).success;

test("what is right is taken as it is", () => {
  expect(noteInput.parse(input)).toEqual(input);
});

test("these fields can be set, changed and seen, and no others", () => {
  expect(Object.keys(noteInput.shape).sort()).toEqual(["body", "title"]);
  expect(Object.keys(noteChanges.shape).sort()).toEqual(["body", "title"]);
  expect(Object.keys(publicNote.shape).sort()).toEqual(["_creationTime", "_id", "body", "title"]);
});

describe("title", () => {
  const { min, max } = noteLimits.title;

  test.each([
    [min - 1, false],
    [min, true],
    [max, true],
    [max + 1, false],
  ])("of %d characters: %s", (length, accepted) => {
    expect(accepts({ title: "x".repeat(length) })).toBe(accepted);
  });

  test("is counted without the space around it", () => {
    const spaced = { ...input, title: "\t Title 1 \n" };
    expect(noteInput.parse(spaced).title).toBe("Title 1");
    expect(accepts({ title: ` ${"x".repeat(max)} ` })).toBe(true);
    expect(accepts({ title: " ".repeat(min) })).toBe(false);
  });

  test("is counted in characters, in any script", () => {
    expect(accepts({ title: "👋".repeat(max) })).toBe(true);
    expect(accepts({ title: "👋".repeat(max) + "!" })).toBe(false);
  });
});

describe("body", () => {
  const { max } = noteLimits.body;

  test.each([
    [0, true],
    [max, true],
    [max + 1, false],
  ])("of %d characters: %s", (length, accepted) => {
    expect(accepts({ body: "x".repeat(length) })).toBe(accepted);
  });

  test("keeps the space around it", () => {
    const spaced = { ...input, body: "  Body\n" };
    expect(noteInput.parse(spaced)).toEqual(spaced);
  });
});

test.each([
  ["title", null],
  ["title", 1],
  ["body", null],
  ["body", 1],
])("%s that is %j is refused", (field, value) => {
  expect(accepts({ [field]: value })).toBe(false);
});

test("a change is of the fields that it names", () => {
  expect(noteChanges.parse({})).toEqual({});
});
