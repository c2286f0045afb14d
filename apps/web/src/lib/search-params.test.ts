import { expect, test } from "vitest";

import { keyOf, oneOf, shortText, searchParams, wholeNumber } from "./search-params.ts";

const read = searchParams({ view: oneOf(["list", "board"]), q: shortText, from: wholeNumber });

test("what fits is kept", () => {
  expect(read({ view: "list", q: "ferns", from: 12 })).toEqual({
    view: "list",
    q: "ferns",
    from: 12,
  });
});

test("a search for digits, which the router reads as a number, stays what was typed", () => {
  expect(read({ q: 2026 }).q).toBe("2026");
});

test.each([
  { view: "table" },
  { view: ["list"] },
  { q: { a: 1 } },
  { q: "x".repeat(201) },
  { from: -1 },
  { from: 1.5 },
  { from: "12" },
  { from: Infinity },
])("%o does not fit and is left out", (search) => {
  expect(Object.values(read(search)).filter((value) => value !== undefined)).toEqual([]);
});

test("what no page reads is left out", () => {
  expect(Object.keys(read({ other: 1 }))).not.toContain("other");
});

test("a key of a table of words is one, and nothing that every object has", () => {
  const status = keyOf({ open: "Open", done: "Done" });
  expect(status("done")).toBe("done");
  expect(status("constructor")).toBeUndefined();
  expect(status(1)).toBeUndefined();
});
