import { describe, expect, test } from "vitest";
import { noteInput, noteLimits, publicNote } from "./notes.ts";

const input = { title: "Milk", body: "Two litres" };
const accepts = (changes: object) => noteInput.safeParse({ ...input, ...changes }).success;

describe("a title", () => {
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
    expect(noteInput.parse({ ...input, title: "\t Milk \n" }).title).toBe("Milk");
    expect(noteInput.parse({ ...input, title: "\u3000Milk\u00a0" }).title).toBe("Milk");
    expect(accepts({ title: ` ${"x".repeat(max)} ` })).toBe(true);
    expect(accepts({ title: " ".repeat(min) })).toBe(false);
  });

  test("in any script is kept as it is, and counted in code points", () => {
    for (const title of ["牛乳", "حليب", "e\u0301", "👩‍👩‍👧"]) {
      expect(noteInput.parse({ ...input, title }).title).toBe(title);
    }
    expect(accepts({ title: "👋".repeat(max) })).toBe(true);
    expect(accepts({ title: "👋".repeat(max) + "!" })).toBe(false);
  });

  test.each([undefined, null, 1, {}, ["Milk"]])("that is %j is refused", (title) => {
    expect(accepts({ title })).toBe(false);
  });
});

describe("a body", () => {
  const { min, max } = noteLimits.body;

  test.each([
    [min, true],
    [max, true],
    [max + 1, false],
  ])("of %d characters: %s", (length, accepted) => {
    expect(accepts({ body: "x".repeat(length) })).toBe(accepted);
  });

  test("keeps the space around it", () => {
    expect(noteInput.parse({ ...input, body: "  indented\n" }).body).toBe("  indented\n");
  });

  test.each([undefined, null, 1])("that is %j is refused", (body) => {
    expect(accepts({ body })).toBe(false);
  });
});

test("the owner can be neither set nor seen", () => {
  expect(noteInput.parse({ ...input, ownerId: "somebody" })).toEqual(input);
  expect(Object.keys(publicNote.shape)).not.toContain("ownerId");
});
