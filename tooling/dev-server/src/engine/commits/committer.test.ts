import { describe, expect, onTestFinished, test } from "vitest";
import type {
  Commit,
  CommitOutcome,
  IndexDefinition,
  JsonValue,
  Transaction,
} from "../../kernel/database-types.ts";
import { fieldsOf, testDatabase, type TestTables } from "../../testing/test-database.ts";
import { APP, collect, range, scan, search, SYSTEM } from "../../testing/test-queries.ts";
import type { EngineDatabase } from "../database.ts";
import { openReader, type EngineReader } from "../transactions/reader.ts";
import { int64Json, type JsonObject } from "../values/value.ts";

const TABLES = { notes: { indexes: { by_n: ["n"], by_owner: ["owner", "n"] } } };

async function withReader(tables: TestTables = TABLES) {
  const db = await testDatabase({ tables });
  const readers: EngineReader[] = [];
  onTestFinished(() => {
    for (const reader of readers) reader.close();
  });
  /** A transaction as a worker has it, at the newest commit. */
  const begin = () => {
    const reader = openReader(db.directory);
    readers.push(reader);
    return reader.begin({
      now: Date.now(),
      random: (n) => crypto.getRandomValues(new Uint8Array(n)),
    });
  };
  return { db, begin };
}

const submit = (db: EngineDatabase, tx: Transaction): Promise<CommitOutcome> =>
  db.commit(tx.submission());
const conflict = { committed: false, conflictingTable: "notes" };

describe("conflicts", () => {
  test("write skew: two transactions read both rows and each changes one", async () => {
    const { db, begin } = await withReader();
    const { value: ids } = db.transact((tx) => [1, 1].map((n) => tx.insert(APP, "notes", { n })));
    const [first, second] = [begin(), begin()];
    for (const [i, tx] of [first, second].entries()) {
      const total = ids.map((id) => (JSON.parse(tx.get(APP, id)!) as { n: number }).n);
      expect(total).toEqual([1, 1]);
      tx.patch(APP, ids[i]!, { n: 0 });
    }
    const outcomes = await Promise.all([submit(db, first), submit(db, second)]);
    expect(outcomes[0]).toMatchObject({ committed: true });
    expect(outcomes[1]).toEqual(conflict);
    expect(fieldsOf(db, scan("notes"), "n")).toEqual([0, 1]);
  });

  test("phantom: a row appears in a range that was empty", async () => {
    const { db, begin } = await withReader();
    const [first, second] = [begin(), begin()];
    for (const tx of [first, second]) {
      expect(collect(tx, range("notes.by_n", [["Eq", "n", 5]]))).toEqual([]);
      tx.insert(APP, "notes", { n: 5 });
    }
    const outcomes = await Promise.all([submit(db, first), submit(db, second)]);
    expect(outcomes.map(({ committed }) => committed)).toEqual([true, false]);
  });

  test("a row beside an empty range that was read is no conflict", async () => {
    const { db, begin } = await withReader();
    const tx = begin();
    expect(collect(tx, range("notes.by_n", [["Eq", "n", 5]], "asc", [{ limit: 1 }]))).toEqual([]);
    tx.insert(APP, "notes", { n: 100 });
    db.transact((other) => other.insert(APP, "notes", { n: 6 }));
    expect(await submit(db, tx)).toMatchObject({ committed: true });
  });

  test.each([
    { order: "asc" as const, beyond: 50, within: 1.5 },
    { order: "desc" as const, beyond: 1.5, within: 50 },
  ])("take(2) $order reads no further than the second row", async ({ order, beyond, within }) => {
    const { db, begin } = await withReader();
    db.transact((tx) => {
      for (const n of [1, 2, 3, 40]) tx.insert(APP, "notes", { n });
    });
    for (const [n, committed] of [
      [beyond, true],
      [within, false],
    ] as const) {
      const tx = begin();
      const taken = collect(tx, range("notes.by_n", [], order, [{ limit: 2 }]));
      expect(taken).toHaveLength(2);
      tx.insert(APP, "other", { n });
      db.transact((writer) => writer.insert(APP, "notes", { n }));
      expect((await submit(db, tx)).committed, `insert of ${n}`).toBe(committed);
    }
  });

  test("rows that a filter left out were read too", async () => {
    const { db, begin } = await withReader();
    const { value: id } = db.transact((tx) => tx.insert(APP, "notes", { n: 1, owner: "a" }));
    const tx = begin();
    const filter: JsonValue = { $eq: [{ $field: "owner" }, { $literal: "b" }] };
    expect(collect(tx, scan("notes", [{ filter }]))).toEqual([]);
    tx.insert(APP, "other", {});
    db.transact((writer) => writer.patch(APP, id, { owner: "b" }));
    expect(await submit(db, tx)).toEqual(conflict);
  });

  test("a document that was read and changed, though it stays in its place in the index", async () => {
    const { db, begin } = await withReader();
    const { value: id } = db.transact((tx) => tx.insert(APP, "notes", { n: 1, text: "old" }));
    const tx = begin();
    collect(tx, range("notes.by_n", [["Eq", "n", 1]]));
    tx.insert(APP, "other", {});
    db.transact((writer) => writer.patch(APP, id, { text: "new" }));
    expect(await submit(db, tx)).toEqual(conflict);
  });

  test("a table that did not exist when it was read", async () => {
    const { db, begin } = await withReader();
    const tx = begin();
    expect(collect(tx, scan("later"))).toEqual([]);
    tx.insert(APP, "notes", {});
    db.transact((writer) => writer.insert(APP, "later", {}));
    expect(await submit(db, tx)).toMatchObject({ committed: false });
  });

  test("two transactions that each make a table", async () => {
    const { db, begin } = await withReader();
    const [first, second, third] = [begin(), begin(), begin()];
    first.insert(APP, "x", {});
    second.insert(APP, "y", {});
    third.insert(APP, "x", {});
    const outcomes = await Promise.all([first, second, third].map((tx) => submit(db, tx)));
    expect(outcomes.map(({ committed }) => committed)).toEqual([true, false, false]);
  });

  test("a schema put in force after a write was checked against the old one", async () => {
    const { db, begin } = await withReader();
    const tx = begin();
    tx.insert(APP, "notes", { n: "text" });
    db.applySchemas([{ component: "", schema: null }]);
    expect(await submit(db, tx)).toMatchObject({ committed: false });
  });

  test("blind inserts into one table never conflict", async () => {
    const { db, begin } = await withReader();
    const transactions = Array.from({ length: 8 }, begin);
    for (const [n, tx] of transactions.entries()) tx.insert(APP, "notes", { n });
    const outcomes = await Promise.all(transactions.map((tx) => submit(db, tx)));
    expect(outcomes.every(({ committed }) => committed)).toBe(true);
    expect(fieldsOf(db, range("notes.by_n"), "n")).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test("stale reads are no reads", async () => {
    const { db, begin } = await withReader();
    const tx = begin();
    collect(tx.stale(), scan("notes"));
    tx.insert(APP, "notes", { n: 1 });
    db.transact((writer) => writer.insert(APP, "notes", { n: 2 }));
    expect(await submit(db, tx)).toMatchObject({ committed: true });
  });

  test("a text search is touched by its terms only", async () => {
    const index: IndexDefinition = {
      kind: "search",
      name: "s",
      searchField: "body",
      filterFields: [],
      staged: false,
    };
    const { db } = await withReader({ notes: { more: [index] } });
    const read = db.read((tx) => collect(tx, search("notes.s", "body", "hello wor")));
    db.transact((tx) => tx.insert(APP, "notes", { body: "something else: hell" }));
    expect(db.isCurrent(read.reads, read.ts)).toBe(true);
    db.transact((tx) => tx.insert(APP, "notes", { body: "my worries" }));
    expect(db.isCurrent(read.reads, read.ts)).toBe(false);
  });
});

describe("a commit", () => {
  test("takes what runs within it along, and both fail when that throws", async () => {
    const { db, begin } = await withReader();
    const tx = begin();
    tx.insert(APP, "notes", { n: 1, at: { $commitTs: null } });
    const seen: unknown[] = [];
    const outcome = await db.commit(tx.submission(), (within, ts) => {
      const [note] = collect(within, scan("notes"));
      seen.push(note?.["at"]);
      within.insert(SYSTEM, "_session_requests", { sessionId: "s", ts: int64Json(ts) });
    });
    expect(outcome.committed).toBe(true);
    expect(seen).toEqual([int64Json((outcome as { ts: bigint }).ts)]);
    expect(db.read((r) => collect(r, scan("_session_requests"), SYSTEM).length).value).toBe(1);

    const second = begin();
    second.insert(APP, "notes", { n: 2 });
    second.insert(APP, "fresh", {});
    const failing = db.commit(second.submission(), () => {
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(fieldsOf(db, scan("notes"), "n")).toEqual([1]);
    expect(db.tableNumber("", "fresh")).toBeNull();
  });

  test("of many waiting submissions: one that fails leaves the others alone", async () => {
    const { db, begin } = await withReader();
    const outcomes = await Promise.allSettled(
      [0, 1, 2].map((n) => {
        const tx = begin();
        tx.insert(APP, "notes", { n });
        return db.commit(tx.submission(), () => {
          if (n === 1) throw new Error("no");
        });
      }),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(fieldsOf(db, range("notes.by_n"), "n")).toEqual([0, 2]);
  });

  test("reaches listeners once, in order, with its documents and keys", async () => {
    const { db, begin } = await withReader();
    const heard: Commit[] = [];
    let chained = false;
    db.onCommit((commit) => {
      heard.push(commit);
      if (chained) return;
      chained = true;
      db.transact((tx) => tx.insert(APP, "notes", { n: 99 }));
    });
    const tx = begin();
    tx.insert(APP, "notes", { n: 1 });
    await submit(db, tx);
    const ns = heard.map(({ writes }) => (JSON.parse(writes[0]!.after!) as JsonObject)["n"]);
    expect(ns).toEqual([1, 99]);
    expect(heard[1]!.ts).toBeGreaterThan(heard[0]!.ts);
    expect(heard[0]!.keys).toHaveLength(4);
  });

  test("with nothing written has the snapshot's timestamp, and reaches no listener", async () => {
    const { db, begin } = await withReader();
    let calls = 0;
    db.onCommit(() => (calls += 1));
    const tx = begin();
    collect(tx, scan("notes"));
    expect(await submit(db, tx)).toEqual({ committed: true, ts: tx.snapshotTs });
    db.transact((quiet) => collect(quiet, scan("notes")));
    expect(calls).toBe(0);
  });

  test("is seen by a reader that begins after it", async () => {
    const { db, begin } = await withReader();
    const reader = openReader(db.directory);
    onTestFinished(() => reader.close());
    for (let n = 0; n < 20; n++) {
      const tx = begin();
      tx.insert(APP, "notes", { n });
      const outcome = await submit(db, tx);
      const next = reader.begin({ now: Date.now(), random: (length) => new Uint8Array(length) });
      expect(next.snapshotTs).toBe((outcome as { ts: bigint }).ts);
      expect(collect(next, scan("notes"))).toHaveLength(n + 1);
    }
  });

  test("inside another is refused", async () => {
    const { db } = await withReader();
    expect(() => db.transact(() => db.transact(() => 1))).toThrow("inside another one");
    expect(db.transact((tx) => tx.insert(APP, "notes", {})).value).toBeTypeOf("string");
  });
});

test("timestamps rise over a restart, and data and catalog are still there", async () => {
  let now = 1_700_000_000_000;
  const first = await testDatabase({ tables: TABLES, now: () => now });
  const { ts } = first.transact((tx) => tx.insert(APP, "notes", { n: 1 }));
  await first.close();
  now -= 1000;
  const second = await testDatabase({ directory: first.directory, now: () => now });
  expect(second.latestTs()).toBe(ts);
  expect(second.transact((tx) => tx.insert(APP, "notes", { n: 2 })).ts).toBeGreaterThan(ts);
  expect(fieldsOf(second, range("notes.by_n"), "n")).toEqual([1, 2]);
});

test("what was read before the process started counts as changed once there is a commit", async () => {
  const first = await testDatabase({ tables: TABLES });
  const read = first.read((tx) => collect(tx, range("notes.by_n", [["Eq", "n", 1]])));
  first.transact((tx) => tx.insert(APP, "notes", { n: 1 }));
  await first.close();
  const second = await testDatabase({ directory: first.directory });
  expect(second.isCurrent(read.reads, read.ts)).toBe(false);
});
