import { expect, test } from "vitest";
import { insertRows, testDatabase } from "../testing/test-database.ts";
import { collect, range } from "../testing/test-queries.ts";

/** Median ms of one run. */
function median(run: () => void): number {
  const times = Array.from({ length: 200 }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[100]!;
}

test("take(20) on an index costs about the same at 1,000 and at 20,000 documents", async () => {
  const db = await testDatabase({ tables: { notes: { indexes: { by_n: ["n"] } } } });
  const take = () =>
    db.read((tx) => collect(tx, range("notes.by_n", [["Gte", "n", 500]], "desc", [{ limit: 20 }])));
  const grow = (from: number, to: number) => {
    const rows = Array.from({ length: to - from }, (_, i) => ({
      n: from + i,
      text: "some words here",
    }));
    insertRows(db, "notes", rows);
  };
  grow(0, 1000);
  const small = median(take);
  grow(1000, 20_000);
  const large = median(take);
  expect(take().value.map(({ n }) => n)).toEqual(Array.from({ length: 20 }, (_, i) => 19_999 - i));
  expect(large).toBeLessThan(small * 5);
});
