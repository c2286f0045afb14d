// What a search with a filter reads: the entries of the rows it asks for, whatever else there is.

import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import type { IndexDefinition, JsonValue, Transaction } from "../../kernel/database-types.ts";
import {
  fieldsOf,
  insertRows,
  schemaOf,
  temporaryFolder,
  testDatabase,
} from "../../testing/test-database.ts";
import { APP, search } from "../../testing/test-queries.ts";
import { randomBytesFrom } from "../../testing/test-random.ts";
import { openDatabase, type EngineDatabase } from "../database.ts";
import { openStore, StoreView } from "../storage/store.ts";

const INDEXES: IndexDefinition[] = [
  {
    kind: "search",
    name: "search_title",
    searchField: "title",
    filterFields: ["status", "team", "deletedAt"],
    staged: false,
  },
  {
    kind: "vector",
    name: "by_embedding",
    vectorField: "embedding",
    dimensions: 2,
    filterFields: ["team", "status"],
    staged: false,
  },
];
const TABLES = { tasks: { more: INDEXES } };

let db: EngineDatabase;
beforeEach(async () => {
  db = await testDatabase({ tables: TABLES });
});

function row(n: number, team: string, title: string, more: Record<string, JsonValue> = {}) {
  return { n, team, title, status: "open", embedding: [1, n], ...more };
}

function others(count: number, title = "a task about paint"): JsonValue[] {
  return Array.from({ length: count }, (_, n) => row(n, `other${n % 3}`, title));
}

const find = (text: string, equal: Record<string, JsonValue>) =>
  fieldsOf(db, search("tasks.search_title", "title", text, equal), "n");
const nearest = (expressions: JsonValue) =>
  db.vectorSearch(APP, { indexName: "tasks.by_embedding", vector: [1, 0], expressions }).results;
const is = (name: string, value: JsonValue): JsonValue => ({
  $eq: [{ $field: name }, { $literal: value }],
});

/** Runs something and counts the blocks of postings and the vectors it reads. */
function entriesRead(run: () => unknown): number {
  let count = 0;
  const { binaryRange, posting, vector } = StoreView.prototype;
  const spies = [
    vi.spyOn(StoreView.prototype, "binaryRange").mockImplementation(function* (
      this: StoreView,
      ...range
    ) {
      for (const entry of binaryRange.apply(this, range)) {
        count += 1;
        yield entry;
      }
    }),
    vi.spyOn(StoreView.prototype, "posting").mockImplementation(function (this: StoreView, key) {
      count += 1;
      return posting.call(this, key);
    }),
    vi.spyOn(StoreView.prototype, "vector").mockImplementation(function (this: StoreView, key) {
      count += 1;
      return vector.call(this, key);
    }),
  ];
  try {
    run();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return count;
}

describe.each<[string, () => unknown[]]>([
  ["a text search", () => find("about paint", { team: "mine" })],
  ["one with several filters", () => find("about paint", { team: "mine", status: "open" })],
  ["one with a filter that is not set", () => find("paint", { team: "mine", deletedAt: UNSET })],
  ["a vector search", () => nearest([is("team", "mine")])],
  ["one of several values", () => nearest([{ $or: [is("team", "mine"), is("team", "none")] }])],
])("%s", (_, run) => {
  test("reads as much beside 3,000 rows of others as beside none", () => {
    insertRows(db, "tasks", [row(1, "mine", "about paint"), row(2, "mine", "about glue")]);
    const found = run();
    expect(found.length).toBeGreaterThan(0);
    const alone = entriesRead(run);
    expect(alone).toBeGreaterThan(0);
    insertRows(db, "tasks", others(3000));
    expect(run()).toEqual(found);
    expect(entriesRead(run)).toBe(alone);
  });
});

test("of words that very many rows have the latest rows are read, and all of those with a rare word", () => {
  const first = (text: string) =>
    fieldsOf(
      db,
      {
        ...search("tasks.search_title", "title", text, { team: "mine" }),
        operators: [{ limit: 3 }],
      },
      "n",
    );
  const reads: number[] = [];
  for (let from = 0; from < 20_000; from += 5000) {
    const rows = Array.from({ length: 5000 }, (_, n) =>
      row(from + n, "mine", from + n === 17 ? "rare paint paint" : "a task about paint"),
    );
    insertRows(db, "tasks", rows);
    reads.push(entriesRead(() => first("task about paint")));
  }
  expect(first("task about paint")).toEqual([19_999, 19_998, 19_997]);
  expect(first("paint rare")).toEqual([17, 19_999, 19_998]);
  expect(first("rare paint")[0]).toBe(17);
  const [few, half, , all] = reads as [number, number, number, number];
  expect(half).toBeGreaterThan(few * 1.3);
  expect(all).toBeLessThan(half * 1.2);
});

test("a search within a large team is narrowed by its rarest filter", () => {
  insertRows(db, "tasks", others(3000));
  insertRows(db, "tasks", [row(7, "other0", "about paint", { status: "blocked" })]);
  const run = () => find("about paint", { team: "other0", status: "blocked" });
  expect(run()).toEqual([7]);
  expect(entriesRead(run)).toBeLessThan(10);
});

test("the order within a team does not depend on the texts of others", () => {
  insertRows(db, "tasks", [
    row(1, "mine", "red paint on the wall"),
    row(2, "mine", "blue paint"),
    row(3, "mine", "red red glue"),
    row(4, "mine", "green glue on the wall of red paint"),
  ]);
  const before = find("red paint ", { team: "mine" });
  expect(before).toHaveLength(4);
  insertRows(db, "tasks", others(300, "red red red"));
  expect(find("red paint ", { team: "mine" })).toEqual(before);
});

test("a search of one team does not read what another one writes", () => {
  insertRows(db, "tasks", [row(1, "mine", "about paint")]);
  const { reads, ts } = db.read((tx) => {
    const query = search("tasks.search_title", "title", "paint", { team: "mine" });
    return tx.query(APP, query).next();
  });
  insertRows(db, "tasks", others(1));
  expect(db.isCurrent(reads, ts)).toBe(true);
  insertRows(db, "tasks", [row(2, "mine", "more paint")]);
  expect(db.isCurrent(reads, ts)).toBe(false);
});

test("a row is found by what it has now", () => {
  const { value: id } = db.transact((tx) => tx.insert(APP, "tasks", row(1, "mine", "paint")));
  const counts = () =>
    ["mine", "yours"].flatMap((team) => [
      find("paint", { team }).length,
      find("paint", { team, status: "open" }).length,
      nearest([is("team", team)]).length,
    ]);
  expect(counts()).toEqual([1, 1, 1, 0, 0, 0]);
  db.transact((tx) => tx.patch(APP, id, { team: "yours" }));
  expect(counts()).toEqual([0, 0, 0, 1, 1, 1]);
  db.transact((tx) => tx.patch(APP, id, { status: "done" }));
  expect(counts()).toEqual([0, 0, 0, 1, 0, 1]);
  db.transact((tx) => tx.remove(APP, id));
  expect(counts()).toEqual([0, 0, 0, 0, 0, 0]);
});

test("rows of one creation time are distinguished, and nothing of them is left", async () => {
  const directory = await temporaryFolder();
  const own = await testDatabase({ tables: TABLES, directory });
  const makeIds = (tx: Transaction) => [1, 2, 3].map((n) => tx.insert(APP, "tasks", { n }));
  const { value: ids } = own.transact(makeIds);
  const write = (title: (n: number) => string | null) =>
    own.transact((tx) => {
      const writes = ids.map((id, n) => {
        const text = title(n);
        const document = {
          ...row(n, "mine", text ?? ""),
          _id: id,
          _creationTime: 1_700_000_000_000,
        };
        const after = text === null ? null : JSON.stringify(document);
        return { component: "", table: "tasks", id, before: null, after };
      });
      tx.preload(writes);
    });
  const found = (text: string) =>
    fieldsOf(own, search("tasks.search_title", "title", text, { team: "mine" }), "n").sort();
  write((n) => `paint ${n}`);
  expect([found("paint"), found("1 ")]).toEqual([[0, 1, 2], [1]]);
  own.transact((tx) => tx.remove(APP, ids[0]!));
  own.transact((tx) => tx.patch(APP, ids[1]!, { title: "glue" }));
  expect([found("paint"), found("glue")]).toEqual([[2], [1]]);
  write((n) => `paper ${n}`);
  expect([found("paper"), found("paint"), found("glue")]).toEqual([[0, 1, 2], [], []]);
  write(() => null);
  const store = openStore(directory, true);
  onTestFinished(() => store.environment.close());
  expect([...store.postings.getKeys()]).toEqual([]);
});

test("nothing is left in the store of rows that are gone", async () => {
  const directory = await temporaryFolder();
  const own = await testDatabase({ tables: TABLES, directory });
  const count = (database: EngineDatabase) => {
    const store = openStore(database.directory, true);
    onTestFinished(() => store.environment.close());
    return [store.postings, store.vectors].map((each) => [...each.getKeys()].length);
  };
  const { value: ids } = own.transact((tx) =>
    others(5).map((document) => tx.insert(APP, "tasks", document)),
  );
  const [postings, vectors] = count(own);
  expect(postings).toBeGreaterThan(0);
  expect(vectors).toBeGreaterThan(0);
  own.transact((tx) => ids.forEach((id) => tx.patch(APP, id, { title: "x", team: "y" })));
  own.transact((tx) => ids.forEach((id) => tx.remove(APP, id)));
  expect(count(own)).toEqual([0, 0]);
});

test("entries of another layout are rebuilt when the data is opened", async () => {
  const options = {
    directory: await temporaryFolder(),
    clock: { now: () => Date.now() },
    random: randomBytesFrom(Math.random),
  };
  const first = openDatabase(options);
  first.applySchemas([{ component: "", schema: schemaOf(TABLES) }]);
  insertRows(first, "tasks", [row(1, "mine", "about paint")]);
  await first.close();
  const store = openStore(options.directory, false);
  for (const each of [store.postings, store.vectors]) {
    for (const key of [...each.getKeys()]) {
      const value = each.get(key)!;
      each.removeSync(key);
      each.putSync(Buffer.concat([key.subarray(0, 4), Buffer.from("stale"), key]), value);
    }
  }
  store.meta.removeSync("searchLayout");
  await store.environment.close();
  db = openDatabase(options);
  onTestFinished(() => db.close());
  expect(find("paint", { team: "mine" })).toEqual([1]);
  expect(nearest([is("team", "mine")])).toHaveLength(1);
  insertRows(db, "tasks", [row(2, "mine", "more paint")]);
  expect(find("paint", { team: "mine" })).toHaveLength(2);
});

const UNSET: JsonValue = { $undefined: null };
