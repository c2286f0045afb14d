import { beforeEach, describe, expect, test } from "vitest";
import type { IndexDefinition, JsonValue } from "../../kernel/database-types.ts";
import { fieldsOf, testDatabase } from "../../testing/test-database.ts";
import { APP, collect, search } from "../../testing/test-queries.ts";
import type { EngineDatabase } from "../database.ts";
import { tokenize } from "./postings.ts";

const INDEX: IndexDefinition = {
  kind: "search",
  name: "search_body",
  searchField: "body",
  filterFields: ["owner", "meta.kind"],
  staged: false,
};

let db: EngineDatabase;

beforeEach(async () => {
  db = await testDatabase({ tables: { notes: { more: [INDEX] } } });
});

const insert = (...documents: JsonValue[]) =>
  db.transact((tx) => documents.map((document) => tx.insert(APP, "notes", document))).value;
const query = (text: string, equal: Record<string, JsonValue> = {}) =>
  search("notes.search_body", "body", text, equal);
const found = (text: string, equal?: Record<string, JsonValue>) =>
  fieldsOf(db, query(text, equal), "n");

test("terms are runs of letters and digits in lower case, of at most 32 bytes", () => {
  expect(tokenize("Don't PANIC, it's 42! Größe")).toEqual([
    "don",
    "t",
    "panic",
    "it",
    "s",
    "42",
    "größe",
  ]);
  expect(tokenize("a".repeat(33) + " " + "b".repeat(32))).toEqual(["b".repeat(32)]);
});

describe("a search", () => {
  test("finds documents with any of its terms, the last one also as a prefix", () => {
    insert(
      { n: 1, body: "red apple" },
      { n: 2, body: "green pear" },
      { n: 3, body: "applesauce" },
      { n: 4, body: "plum" },
    );
    expect(found("apple").sort()).toEqual([1, 3]);
    expect(found("apple pear").sort()).toEqual([1, 2]);
    expect(found("pear app").sort()).toEqual([1, 2, 3]);
    expect(found("xyz")).toEqual([]);
    expect(found("  !! ")).toEqual([]);
  });

  test("puts rarer, denser and more matches first, the newest first among equals", () => {
    insert(
      { n: 1, body: "cat dog" },
      { n: 2, body: "cat" },
      { n: 3, body: "cat and many other words that have nothing to do with it" },
      { n: 4, body: "cat" },
      { n: 5, body: "bird" },
    );
    expect(found("dog cat ")).toEqual([1, 4, 2, 3]);
  });

  test("is narrowed by its filters, where a missing field is a value too", () => {
    insert(
      { n: 1, body: "word", owner: "a", meta: { kind: 1 } },
      { n: 2, body: "word", owner: "b" },
      { n: 3, body: "word" },
    );
    expect(found("word", { owner: "a" })).toEqual([1]);
    expect(found("word", { owner: { $undefined: null } })).toEqual([3]);
    expect(found("word", { "meta.kind": 1 })).toEqual([1]);
    expect(found("word", { owner: "b", "meta.kind": 1 })).toEqual([]);
  });

  test("follows changes and removals", () => {
    const [first, second] = insert({ n: 1, body: "alpha" }, { n: 2, body: "alpha" });
    db.transact((tx) => {
      tx.patch(APP, first!, { body: "beta" });
      tx.remove(APP, second!);
    });
    expect(found("alpha")).toEqual([]);
    expect(found("beta")).toEqual([1]);
    db.transact((tx) => tx.patch(APP, first!, { body: { $undefined: null } }));
    expect(found("beta")).toEqual([]);
  });

  test("sees the transaction's own writes", () => {
    const [id] = insert({ n: 1, body: "alpha" }, { n: 2, body: "alpha" });
    const { value } = db.transact((tx) => {
      tx.patch(APP, id!, { body: "other" });
      tx.insert(APP, "notes", { n: 3, body: "alphabet" });
      return collect(tx, query("alpha")).map(({ n }) => n);
    });
    expect(value.sort()).toEqual([2, 3]);
  });

  test("pages through its results", () => {
    insert(...Array.from({ length: 7 }, (_, n) => ({ n, body: "word" })));
    const seen: unknown[] = [];
    let cursor: string | null = null;
    for (let isDone = false; !isDone;) {
      const { value } = db.read((tx) =>
        tx.paginate(APP, query("word"), {
          cursor,
          endCursor: null,
          pageSize: 3,
          maximumRowsRead: null,
        }),
      );
      seen.push(...value.page.map((text) => (JSON.parse(text) as { n: number }).n));
      cursor = value.continueCursor;
      isDone = value.isDone;
    }
    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0]);
  });

  test("gives no more than 1024 documents", () => {
    insert(...Array.from({ length: 1030 }, (_, n) => ({ n, body: "word" })));
    const take = (limit: number) => fieldsOf(db, { ...query("word"), operators: [{ limit }] }, "n");
    expect(take(1024)).toHaveLength(1024);
    expect(() => take(1025)).toThrow("too many documents");
  });
});

describe("what is refused", () => {
  test.each([
    ["a field that is not a filter field", query("x", { n: 1 }), "IncorrectFilterField"],
    ["another search field", search("notes.search_body", "title", "x"), "IncorrectSearchField"],
    ["an unknown index", search("notes.nope", "body", "x"), "IndexNotFoundError"],
    [
      "no search expression",
      { source: { type: "Search", indexName: "notes.search_body", filters: [] }, operators: [] },
      "InvalidSearchQuery",
    ],
  ] as const)("%s", (_, wrong, code) => {
    expect(() => fieldsOf(db, wrong as Parameters<typeof fieldsOf>[1], "n")).toThrow(
      expect.objectContaining({ code }),
    );
  });

  test("more than eight filters", () => {
    const filters = Array.from({ length: 9 }, () => ({
      type: "Eq" as const,
      fieldPath: "owner",
      value: 1,
    }));
    const wrong = query("x");
    if (wrong.source.type === "Search") wrong.source.filters.push(...filters);
    expect(() => fieldsOf(db, wrong, "n")).toThrow(
      expect.objectContaining({ code: "TooManyFilterConditionsInSearchQueryError" }),
    );
  });
});
