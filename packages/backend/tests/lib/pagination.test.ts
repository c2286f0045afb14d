import { PAGE_BYTES_MAX, PAGE_SIZE_MAX } from "@repo/validators/pagination";
import { expect, test } from "vitest";
import { clamp } from "../../convex/lib/pagination.ts";

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

test("no bound is the client's to choose, and no end cursor bypasses them", () => {
  const sent = { numItems: 5, cursor: "c", endCursor: "e", id: 7 };
  const bounds = { maximumRowsRead: PAGE_SIZE_MAX * 2, maximumBytesRead: PAGE_BYTES_MAX };
  const greedy = { maximumRowsRead: 1e9, maximumBytesRead: 1e12 };
  expect(clamp({ ...sent, ...greedy })).toEqual({ numItems: 5, cursor: "c", ...bounds });
});
