// Transactions that overlap must end as if they had run one after the other, in the order of their commits.

import { expect, onTestFinished, test } from "vitest";
import type { CommitTs, Transaction } from "../kernel/database-types.ts";
import { fieldsOf, testDatabase } from "../testing/test-database.ts";
import { APP, collect, range } from "../testing/test-queries.ts";
import { pick, seeded } from "../testing/test-random.ts";
import type { EngineDatabase } from "./database.ts";
import { openReader } from "./transactions/reader.ts";
import type { JsonObject } from "./values/value.ts";

/** The seed makes every place in the index different, so that no order depends on ids. */
const TABLES = { rows: { indexes: { by_n: ["n", "seed"] } } };
const ALL = range("rows.by_n");

/** Reads a few rows, and writes what it read, so that a wrong read shows in the data. */
function program(seed: number): (tx: Transaction) => void {
  return (tx) => {
    const random = seeded(seed);
    const from = Math.floor(random() * 20);
    const limit = 1 + Math.floor(random() * 3);
    const order = pick(random, ["asc", "desc"] as const);
    const read = collect(tx, range("rows.by_n", [["Gte", "n", from]], order, [{ limit }]));
    const sum = read.reduce((total, row) => total + (row["n"] as number), 0);
    const first = read[0]?.["_id"] as string | undefined;
    const choice = random();
    if (first === undefined || choice < 0.4) tx.insert(APP, "rows", { n: sum % 30, seed });
    else if (choice < 0.7) tx.patch(APP, first, { n: (sum + seed) % 30, seed });
    else tx.remove(APP, first);
  };
}

const contents = (db: EngineDatabase): unknown[] =>
  db.read((tx) => collect(tx, ALL)).value.map(({ n, seed }: JsonObject) => [n, seed]);

test.each([1, 2, 3])("overlapping transactions are serializable (seed %i)", async (seed) => {
  const random = seeded(seed);
  const db = await testDatabase({ tables: TABLES });
  const readers = Array.from({ length: 5 }, () => openReader(db.directory));
  onTestFinished(() => {
    for (const reader of readers) reader.close();
  });
  const committed: { ts: CommitTs; seed: number }[] = [];
  let refused = 0;
  let nextSeed = 0;
  for (let round = 0; round < 60; round++) {
    const submissions = readers.map((reader) => {
      const own = (nextSeed += 1 + Math.floor(random() * 1000));
      const bytes = (n: number) => crypto.getRandomValues(new Uint8Array(n));
      const tx = reader.begin({ now: Date.now(), random: bytes });
      program(own)(tx);
      return { seed: own, submission: tx.submission() };
    });
    const outcomes = await Promise.all(submissions.map(({ submission }) => db.commit(submission)));
    outcomes.forEach((outcome, i) => {
      if (outcome.committed) committed.push({ ts: outcome.ts, seed: submissions[i]!.seed });
      else refused += 1;
    });
  }
  expect(refused).toBeGreaterThan(0);

  const serial = await testDatabase({ tables: TABLES });
  committed.sort((a, b) => (a.ts < b.ts ? -1 : 1));
  for (const { seed: own } of committed) serial.transact((tx) => program(own)(tx));
  expect(contents(db)).toEqual(contents(serial));
  expect(fieldsOf(db, ALL, "n").length).toBeGreaterThan(0);
});
