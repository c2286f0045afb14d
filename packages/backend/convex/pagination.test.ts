import { PAGE_SIZE_MAX } from "@repo/validators/pagination";
import { expect, test } from "vitest";
import { clamp } from "./pagination";

test.each([
  [-1, 1],
  [0, 1],
  [1, 1],
  [2.9, 2],
  [PAGE_SIZE_MAX - 1, PAGE_SIZE_MAX - 1],
  [PAGE_SIZE_MAX, PAGE_SIZE_MAX],
  [PAGE_SIZE_MAX + 1, PAGE_SIZE_MAX],
  [Number.MAX_VALUE, PAGE_SIZE_MAX],
  [Infinity, PAGE_SIZE_MAX],
  [NaN, 1],
])("asking for %d rows gives a page of %d", (asked, given) => {
  expect(clamp({ numItems: asked, cursor: null }).numItems).toBe(given);
});

test("the rest of what the client sent is kept", () => {
  const sent = { numItems: 5, cursor: "c", endCursor: "e", id: 7 };
  expect(clamp(sent)).toMatchObject(sent);
});

test("a client cannot raise the number of rows that are read for a page", () => {
  const sent = { numItems: 5, cursor: null, maximumRowsRead: 1e9 };
  expect(clamp(sent).maximumRowsRead).toBeLessThanOrEqual(PAGE_SIZE_MAX * 2);
});
