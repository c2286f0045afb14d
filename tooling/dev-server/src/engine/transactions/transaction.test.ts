import { describe, expect, test } from "vitest";
import type { JsonValue } from "../../kernel/database-types.ts";
import { fieldsOf, testDatabase } from "../../testing/test-database.ts";
import { APP, collect, range, scan, SYSTEM } from "../../testing/test-queries.ts";
import { encodeId } from "../values/ids.ts";
import { int64Json, type JsonObject } from "../values/value.ts";

const TABLES = { notes: { indexes: { by_n: ["n"], by_at: ["at"], by_nested: ["a.b", "n"] } } };
const parse = (text: string | null) => (text === null ? null : (JSON.parse(text) as JsonObject));

describe("documents", () => {
  test("come back as they were written, with id and creation time", async () => {
    const db = await testDatabase({ now: () => 1_700_000_000_000 });
    const { value: id } = db.transact((tx) => tx.insert(APP, "notes", { n: 1, a: { b: ["x"] } }));
    const document = parse(db.read((tx) => tx.get(APP, id)).value);
    expect(document).toEqual({ _id: id, _creationTime: 1_700_000_000_000, n: 1, a: { b: ["x"] } });
  });

  test("patch sets, keeps and removes fields; replace leaves only the new ones", async () => {
    const db = await testDatabase();
    const { value: id } = db.transact((tx) => tx.insert(APP, "notes", { a: 1, b: 2, c: 3 }));
    const { value: patched } = db.transact((tx) =>
      tx.patch(APP, id, { a: 9, b: { $undefined: null } }),
    );
    expect(parse(patched)).toMatchObject({ a: 9, c: 3 });
    expect(parse(patched)).not.toHaveProperty("b");
    const { value: replaced } = db.transact((tx) => tx.replace(APP, id, { z: 1 }));
    expect(Object.keys(parse(replaced)!).sort()).toEqual(["_creationTime", "_id", "z"]);
  });

  test("remove returns the document, which is gone then", async () => {
    const db = await testDatabase();
    const { value: id } = db.transact((tx) => tx.insert(APP, "notes", { n: 1 }));
    const { value: removed } = db.transact((tx) => tx.remove(APP, id));
    expect(parse(removed)).toMatchObject({ _id: id, n: 1 });
    expect(db.read((tx) => tx.get(APP, id)).value).toBeNull();
    expect(fieldsOf(db, scan("notes"), "n")).toEqual([]);
  });

  test("the same system fields may be given again, others may not", async () => {
    const db = await testDatabase();
    const { value: id } = db.transact((tx) => tx.insert(APP, "notes", { n: 1 }));
    const current = parse(db.read((tx) => tx.get(APP, id)).value)!;
    db.transact((tx) => tx.replace(APP, id, { ...current, n: 2 }));
    expect(() => db.transact((tx) => tx.patch(APP, id, { _creationTime: 1 }))).toThrow(
      "does not match the document's",
    );
    expect(() => db.transact((tx) => tx.insert(APP, "notes", { _id: id }))).toThrow(
      "system fields",
    );
  });

  test("missing documents are named by the operation that needs them", async () => {
    const db = await testDatabase({ tables: TABLES });
    const id = encodeId(10_001, new Uint8Array(16));
    expect(() => db.transact((tx) => tx.patch(APP, id, {}))).toThrow(
      `Update on nonexistent document ID ${id}`,
    );
    expect(() => db.transact((tx) => tx.replace(APP, id, {}))).toThrow(
      `Replace on nonexistent document ID ${id}`,
    );
    expect(() => db.transact((tx) => tx.remove(APP, id))).toThrow(
      `Delete on nonexistent document ID ${id}`,
    );
  });

  test("what is not an id, or is one of another table, is an invalid argument", async () => {
    const db = await testDatabase({ tables: { notes: {}, users: {} } });
    const { value: id } = db.transact((tx) => tx.insert(APP, "users", {}));
    const get = (given: string, table?: string) => () => db.read((tx) => tx.get(APP, given, table));
    expect(get("hello")).toThrow("Invalid argument `id` for `db.get`: Unable to decode ID:");
    expect(get(id, "notes")).toThrow('expected to be an Id<"notes">, got Id<"users"> instead.');
    expect(db.read((tx) => tx.get(APP, encodeId(20_000, new Uint8Array(16)))).value).toBeNull();
  });
});

describe("tables", () => {
  test("get numbers of their own, per component, from 10001 on", async () => {
    const db = await testDatabase();
    db.transact((tx) => {
      tx.insert(APP, "a", {});
      tx.insert(APP, "b", {});
      tx.insert({ component: "c1" }, "other", {});
      tx.insert(SYSTEM, "_storage", {});
    });
    expect(db.tableNumber("", "a")).toBe(10_001);
    expect(db.tableNumber("", "b")).toBe(10_002);
    expect(db.tableNumber("c1", "other")).toBe(10_001);
    expect(db.tableNumber("", "_storage")).toBe(1);
    expect(db.tableNumber("c1", "a")).toBeNull();
  });

  test("of the system are out of sight unless asked for", async () => {
    const db = await testDatabase();
    const { value: id } = db.transact((tx) => tx.insert(SYSTEM, "_storage", { uuid: "u" }));
    const { value } = db.read((tx) => ({
      plain: [tx.get(APP, id), collect(tx, scan("_storage")).length, tx.tables(APP).length],
      system: [tx.get(SYSTEM, id) !== null, collect(tx, range("_storage.by_uuid"), SYSTEM).length],
    }));
    expect(value).toEqual({ plain: [null, 0, 0], system: [true, 1] });
    expect(() => db.transact((tx) => tx.insert(APP, "_storage", {}))).toThrow(
      "belongs to the system",
    );
  });

  test.each(["", "1a", "a-b", "a b", "x".repeat(65)])("cannot be called %j", async (name) => {
    const db = await testDatabase();
    expect(() => db.transact((tx) => tx.insert(APP, name, {}))).toThrow(
      expect.objectContaining({ code: "InvalidTableName" }),
    );
  });

  test("normalizeId takes only ids of the table named", async () => {
    const db = await testDatabase({ tables: { notes: {}, users: {} } });
    const { value: id } = db.transact((tx) => tx.insert(APP, "users", {}));
    const { value } = db.read((tx) => [
      tx.normalizeId(APP, "users", id),
      tx.normalizeId(APP, "notes", id),
      tx.normalizeId(APP, "users", "nonsense"),
      tx.normalizeId({ component: "c1" }, "users", id),
    ]);
    expect(value).toEqual([id, null, null, null]);
  });
});

describe("own writes", () => {
  test("show in scans in their place, and are gone after a rollback", async () => {
    const db = await testDatabase({ tables: TABLES });
    const { value: ids } = db.transact((tx) =>
      [1, 3, 5, 7].map((n) => tx.insert(APP, "notes", { n })),
    );
    const { value } = db.transact((tx) => {
      const seen = () => collect(tx, range("notes.by_n")).map(({ n }) => n);
      tx.insert(APP, "notes", { n: 4 });
      tx.patch(APP, ids[0]!, { n: 6 });
      const point = tx.savepoint();
      tx.remove(APP, ids[1]!);
      tx.insert(APP, "notes", { n: 0 });
      const inside = seen();
      tx.rollbackTo(point);
      return {
        inside,
        after: seen(),
        count: tx.count(APP, "notes"),
        written: tx.metrics().documentsWritten.used,
      };
    });
    expect(value).toEqual({
      inside: [0, 4, 5, 6, 7],
      after: [3, 4, 5, 6, 7],
      count: 5,
      written: 2,
    });
    expect(fieldsOf(db, range("notes.by_n", [], "desc"), "n")).toEqual([7, 6, 5, 4, 3]);
  });

  test("made while a scan is under way do not disturb it", async () => {
    const db = await testDatabase({ tables: TABLES });
    db.transact((tx) => {
      for (let n = 0; n < 300; n++) tx.insert(APP, "notes", { n });
    });
    const { value: seen } = db.transact((tx) => {
      const stream = tx.query(APP, range("notes.by_n"));
      const order: JsonValue[] = [];
      for (let text = stream.next(); text !== null; text = stream.next()) {
        const { _id, n } = parse(text)! as { _id: string; n: number };
        order.push(n);
        if (n % 2 === 0) tx.remove(APP, _id);
        else tx.patch(APP, _id, { n: n - 1000 });
      }
      return order;
    });
    expect(seen).toEqual(Array.from({ length: 300 }, (_, n) => n));
    expect(fieldsOf(db, range("notes.by_n"), "n")).toHaveLength(150);
  });

  test("of a nested call roll back alone, with what they scheduled and the tables they made", async () => {
    const db = await testDatabase();
    const { value } = db.transact((tx) => {
      const outer = tx.savepoint();
      tx.insert(APP, "kept", {});
      const inner = tx.savepoint();
      tx.insert(APP, "lost", {});
      tx.countScheduled(10);
      tx.rollbackTo(inner);
      expect(outer).not.toBe(inner);
      return { tables: tx.tables(APP), scheduled: tx.metrics().functionsScheduled.used };
    });
    expect(value).toEqual({ tables: ["kept"], scheduled: 0 });
    expect(db.tableNumber("", "lost")).toBeNull();
  });

  test("are not seen by stale reads, which record nothing and cannot write", async () => {
    const db = await testDatabase({ tables: TABLES });
    db.transact((tx) => tx.insert(APP, "notes", { n: 1 }));
    db.transact((tx) => {
      tx.insert(APP, "notes", { n: 2 });
      const before = tx.reads().ranges.length;
      const stale = tx.stale();
      expect(collect(stale, scan("notes")).map(({ n }) => n)).toEqual([1]);
      expect(tx.reads().ranges).toHaveLength(before);
      expect(() => stale.insert(APP, "notes", {})).toThrow("cannot write");
    });
  });
});

describe("creation times", () => {
  test("rise with every insert of one transaction", async () => {
    const db = await testDatabase({ now: () => 1_700_000_000_000 });
    db.transact((tx) => {
      for (let n = 0; n < 1000; n++) tx.insert(APP, "notes", { n });
    });
    expect(fieldsOf(db, scan("notes"), "n")).toEqual(Array.from({ length: 1000 }, (_, n) => n));
    const times = fieldsOf(db, scan("notes"), "_creationTime") as number[];
    expect(new Set(times).size).toBe(1000);
    expect(times[999]! - times[0]!).toBeLessThan(1);
  });

  test("rise from transaction to transaction, even when the clock stands still", async () => {
    const db = await testDatabase({ now: () => 1_700_000_000_000 });
    for (let n = 0; n < 60; n += 3) {
      db.transact((tx) => {
        for (let i = 0; i < 3; i++) tx.insert(APP, "notes", { n: n + i });
      });
    }
    expect(fieldsOf(db, scan("notes"), "n")).toEqual(Array.from({ length: 60 }, (_, n) => n));
  });
});

describe("the commit timestamp", () => {
  test("is a placeholder above all committed ones until the commit, then the real one", async () => {
    const db = await testDatabase({ tables: TABLES });
    const at = { $commitTs: null };
    db.transact((tx) => tx.insert(APP, "notes", { n: 1, at }));
    const { value: inside, ts } = db.transact((tx) => {
      const id = tx.insert(APP, "notes", { n: 2, at });
      return {
        own: parse(tx.get(APP, id))!["at"],
        order: collect(tx, range("notes.by_at")).map(({ n }) => n),
        after: collect(tx, range("notes.by_at", [["Gte", "at", int64Json(db.latestTs() + 1n)]]))
          .length,
      };
    });
    expect(inside).toEqual({ own: at, order: [1, 2], after: 1 });
    expect(fieldsOf(db, range("notes.by_at", [], "desc"), "at")[0]).toEqual(int64Json(ts));
  });

  test("rises even when the clock goes back", async () => {
    let now = 1_700_000_000_000;
    const db = await testDatabase({ now: () => now });
    const first = db.transact((tx) => tx.insert(APP, "notes", {})).ts;
    now -= 60_000;
    const second = db.transact((tx) => tx.insert(APP, "notes", {})).ts;
    expect(second).toBeGreaterThan(first);
  });
});

test("a transaction that throws leaves nothing behind", async () => {
  const db = await testDatabase();
  const before = db.latestTs();
  const failing = () =>
    db.transact((tx) => {
      tx.insert(APP, "notes", {});
      throw new Error("no");
    });
  expect(failing).toThrow("no");
  expect(db.latestTs()).toBe(before);
  expect(db.tableNumber("", "notes")).toBeNull();
});

test("a read cannot write", async () => {
  const db = await testDatabase();
  expect(() => db.read((tx) => tx.insert(APP, "notes", {}))).toThrow("not allowed");
});
