import { describe, expect, test } from "vitest";
import type { IndexDefinition, ValidatorJson } from "../../kernel/database-types.ts";
import { fieldsOf, schemaOf, testDatabase } from "../../testing/test-database.ts";
import { APP, collect, range, search } from "../../testing/test-queries.ts";

const text: ValidatorJson = { type: "string" };
const noteType: ValidatorJson = {
  type: "object",
  value: {
    title: { fieldType: text, optional: false },
    author: { fieldType: { type: "id", tableName: "users" }, optional: true },
  },
};
const apply = (
  db: Awaited<ReturnType<typeof testDatabase>>,
  tables: Parameters<typeof schemaOf>[0],
) => db.applySchemas([{ component: "", schema: schemaOf(tables) }]);

describe("writes", () => {
  test("that do not match the schema are refused, with table and reason", async () => {
    const db = await testDatabase({ tables: { notes: { type: noteType } } });
    const { value: id } = db.transact((tx) => tx.insert(APP, "notes", { title: "a" }));
    const message =
      'Failed to insert or update a document in table "notes" because it does not match the schema: ';
    const missing =
      "Object is missing the required field `title`. Consider wrapping the field validator in `v.optional(...)` if this is expected.";
    const block =
      '\n\nObject: {}\nValidator: v.object({author: v.optional(v.id("users")), title: v.string()})';
    expect(() => db.transact((tx) => tx.insert(APP, "notes", {}))).toThrow(
      message + missing + block,
    );
    expect(() => db.transact((tx) => tx.patch(APP, id, { title: 1 }))).toThrow(
      `${message}Value does not match validator.\nPath: .title\nValue: 1.0\nValidator: v.string()`,
    );
    expect(() => db.transact((tx) => tx.replace(APP, id, { title: "b", x: 1 }))).toThrow(
      "extra field `x`",
    );
  });

  test("are free in tables that are not listed, and when validation is off", async () => {
    const db = await testDatabase({ tables: { notes: { type: noteType } } });
    db.transact((tx) => tx.insert(APP, "others", { anything: 1 }));
    db.applySchemas([{ component: "", schema: schemaOf({ notes: { type: noteType } }, false) }]);
    expect(() => db.transact((tx) => tx.insert(APP, "notes", { x: 1 }))).not.toThrow();
  });

  test("with the id of another component's table are refused", async () => {
    const db = await testDatabase({ tables: { notes: { type: noteType }, users: {} } });
    const { value: foreign } = db.transact((tx) => {
      for (let i = 0; i < 5; i++) tx.insert({ component: "c1" }, `t${i}`, {});
      return tx.insert({ component: "c1" }, "users", {});
    });
    expect(() =>
      db.transact((tx) => tx.insert(APP, "notes", { title: "a", author: foreign })),
    ).toThrow("does not match");
  });
});

describe("diffSchema", () => {
  const index = (name: string, fields: string[], staged = false): IndexDefinition => ({
    kind: "database",
    name,
    fields,
    staged,
  });

  test("tells what is added, removed, enabled and disabled", async () => {
    const db = await testDatabase();
    apply(db, {
      notes: {
        more: [
          index("same", ["a"]),
          index("changed", ["a"]),
          index("on", ["a"], true),
          index("off", ["a"]),
        ],
      },
      gone: { more: [index("by_x", ["x"])] },
    });
    const next = schemaOf({
      notes: {
        more: [
          index("same", ["a"]),
          index("changed", ["b"]),
          index("on", ["a"]),
          index("off", ["a"], true),
        ],
      },
      fresh: { more: [index("by_y", ["y"])] },
    });
    const changes = db.diffSchema("", next);
    const names = (list: { table: string; index: IndexDefinition }[]) =>
      list.map(({ table, index: { name } }) => `${table}.${name}`);
    expect(names(changes.added)).toEqual(["notes.changed", "fresh.by_y"]);
    expect(names(changes.removed)).toEqual(["notes.changed", "gone.by_x"]);
    expect(names(changes.enabled)).toEqual(["notes.on"]);
    expect(names(changes.disabled)).toEqual(["notes.off"]);
    db.applySchemas([{ component: "", schema: next }]);
    expect(db.diffSchema("", next)).toEqual({ added: [], removed: [], enabled: [], disabled: [] });
    expect(names(db.diffSchema("", null).removed)).toHaveLength(5);
  });
});

describe("checkSchema", () => {
  test("names the first document that does not match, and changes nothing", async () => {
    const db = await testDatabase();
    const { value: ids } = db.transact((tx) => [
      tx.insert(APP, "notes", { title: "a" }),
      tx.insert(APP, "notes", { title: 1 }),
    ]);
    const next = schemaOf({ notes: { type: noteType } });
    expect(db.checkSchema("", next)).toEqual({
      ok: false,
      table: "notes",
      id: ids[1],
      error: "Value does not match validator.\nPath: .title\nValue: 1.0\nValidator: v.string()",
    });
    expect(db.schema("")).toBeNull();
    db.transact((tx) => tx.patch(APP, ids[1]!, { title: "b" }));
    expect(db.checkSchema("", next)).toEqual({ ok: true });
    expect(db.checkSchema("other", next)).toEqual({ ok: true });
  });
});

describe("applySchemas", () => {
  const searchIndex: IndexDefinition = {
    kind: "search",
    name: "s",
    searchField: "title",
    filterFields: [],
    staged: false,
  };
  const vectorIndex: IndexDefinition = {
    kind: "vector",
    name: "v",
    vectorField: "e",
    dimensions: 2,
    filterFields: [],
    staged: false,
  };

  test("fills new indexes of every kind from the documents there are", async () => {
    const db = await testDatabase();
    db.transact((tx) => {
      for (let n = 0; n < 600; n++)
        tx.insert(APP, "notes", { n: 599 - n, title: `t${n % 3} x`, e: [1, n] });
    });
    apply(db, { notes: { indexes: { by_n: ["n"] }, more: [searchIndex, vectorIndex] } });
    expect(fieldsOf(db, range("notes.by_n"), "n")).toEqual(
      Array.from({ length: 600 }, (_, n) => n),
    );
    expect(fieldsOf(db, search("notes.s", "title", "t1"), "n")).toHaveLength(200);
    expect(db.vectorSearch(APP, { indexName: "notes.v", vector: [1, 0] }).results).toHaveLength(10);
  });

  test("keeps what did not change, and drops what is gone", async () => {
    const db = await testDatabase();
    apply(db, { notes: { indexes: { by_n: ["n"], by_m: ["m"] }, more: [searchIndex] } });
    db.transact((tx) => tx.insert(APP, "notes", { n: 1, title: "word" }));
    const number = db.tableNumber("", "notes");
    apply(db, { notes: { indexes: { by_n: ["n"] } } });
    expect(fieldsOf(db, range("notes.by_n"), "n")).toEqual([1]);
    expect(() => fieldsOf(db, range("notes.by_m"), "n")).toThrow("Index notes.by_m not found.");
    apply(db, { notes: { indexes: { by_m: ["m"] }, more: [searchIndex] } });
    expect(fieldsOf(db, range("notes.by_m"), "n")).toEqual([1]);
    expect(fieldsOf(db, search("notes.s", "title", "word"), "n")).toEqual([1]);
    expect(db.tableNumber("", "notes")).toBe(number);
  });

  test("keeps a table that is no longer in the schema, with its documents", async () => {
    const db = await testDatabase({ tables: { notes: { type: noteType } } });
    db.transact((tx) => tx.insert(APP, "notes", { title: "a" }));
    apply(db, {});
    expect(fieldsOf(db, range("notes.by_creation_time"), "title")).toEqual(["a"]);
    db.transact((tx) => tx.insert(APP, "notes", { free: true }));
  });

  test("makes its tables at once, also those without documents", async () => {
    const db = await testDatabase({ tables: { a: {}, b: {} } });
    expect(db.read((tx) => tx.tables(APP)).value).toEqual(["a", "b"]);
    expect([db.tableNumber("", "a"), db.tableNumber("", "b")]).toEqual([10_001, 10_002]);
  });

  test("builds staged indexes, which answer once they are enabled", async () => {
    const db = await testDatabase();
    const staged: IndexDefinition = { kind: "database", name: "by_n", fields: ["n"], staged: true };
    apply(db, { notes: { more: [staged] } });
    db.transact((tx) => tx.insert(APP, "notes", { n: 1 }));
    apply(db, { notes: { more: [{ ...staged, staged: false }] } });
    expect(db.read((tx) => collect(tx, range("notes.by_n", [["Eq", "n", 1]])).length).value).toBe(
      1,
    );
  });
});
