import { describe, expect, test } from "vitest";
import { encodeId } from "./ids.ts";
import { fieldsOf, testDatabase } from "./test-database.ts";
import { APP, collect, range, scan } from "./test-queries.ts";

const id = (number: number, last: number) => encodeId(number, new Uint8Array(16).fill(last));
const TABLES = { notes: { indexes: { by_n: ["n"] } } };

describe("an import", () => {
  test("keeps ids and creation times, and gives them where they are missing", async () => {
    const db = await testDatabase({ tables: TABLES });
    const given = { _id: id(10_001, 7), _creationTime: 12_345.5, n: 1 };
    expect(db.importTable(APP, "notes", [given, { n: 2 }, { n: 3 }], "append")).toBe(3);
    const { value } = db.read((tx) => collect(tx, scan("notes")));
    expect(value[0]).toEqual(given);
    expect(value.map(({ n }) => n)).toEqual([1, 2, 3]);
    expect(fieldsOf(db, range("notes.by_n", [["Eq", "n", 3]]), "n")).toEqual([3]);
  });

  test("that replaces leaves only what it brings", async () => {
    const db = await testDatabase({ tables: TABLES });
    db.importTable(
      APP,
      "notes",
      [
        { _id: id(10_001, 1), n: 1 },
        { _id: id(10_001, 2), n: 2 },
      ],
      "append",
    );
    db.importTable(APP, "notes", [{ _id: id(10_001, 2), n: 20 }], "replace");
    expect(fieldsOf(db, range("notes.by_n"), "n")).toEqual([20]);
    expect(db.read((tx) => tx.count(APP, "notes")).value).toBe(1);
  });

  test("into a table that must be empty is refused when it is not", async () => {
    const db = await testDatabase({ tables: TABLES });
    db.importTable(APP, "notes", [{ n: 1 }], "requireEmpty");
    expect(() => db.importTable(APP, "notes", [{ n: 2 }], "requireEmpty")).toThrow("not empty");
    expect(fieldsOf(db, scan("notes"), "n")).toEqual([1]);
  });

  test("gives a new or replaced table the number that stands in its ids", async () => {
    const db = await testDatabase({ tables: TABLES });
    db.importTable(APP, "fresh", [{ _id: id(10_050, 1), n: 1 }], "append");
    expect(db.tableNumber("", "fresh")).toBe(10_050);
    db.transact((tx) => tx.insert(APP, "notes", { n: 1 }));
    const before = db.read((tx) => collect(tx, range("notes.by_n", [["Eq", "n", 9]])));
    db.importTable(APP, "notes", [{ _id: id(10_060, 1), n: 9 }], "replace");
    expect(db.tableNumber("", "notes")).toBe(10_060);
    expect(fieldsOf(db, range("notes.by_n"), "n")).toEqual([9]);
    expect(db.isCurrent(before.reads, before.ts)).toBe(false);
    db.transact((tx) => tx.insert(APP, "next", {}));
    expect(db.tableNumber("", "next")).toBe(10_061);
  });

  test.each([
    ["ids of two tables", [{ _id: id(10_001, 1) }, { _id: id(10_002, 1) }], "more than one table"],
    ["ids of a table that is taken", [{ _id: id(10_002, 1) }], "belong to another table"],
    ["what is not an id", [{ _id: "abc" }], "not an ID"],
    ["what is not an object", ["abc"], "must be an object"],
    ["a creation time that is no number", [{ _creationTime: "now" }], "must be a number"],
  ])("with %s is refused", async (_, documents, message) => {
    const db = await testDatabase({ tables: { notes: {}, users: {} } });
    expect(() => db.importTable(APP, "notes", documents, "replace")).toThrow(message);
    expect(fieldsOf(db, scan("notes"), "_id")).toEqual([]);
  });

  test("that does not match the schema leaves nothing behind", async () => {
    const db = await testDatabase({
      tables: {
        notes: {
          type: {
            type: "object",
            value: { n: { fieldType: { type: "number" }, optional: false } },
          },
        },
      },
    });
    expect(() => db.importTable(APP, "notes", [{ n: 1 }, { n: "x" }], "append")).toThrow(
      "does not match the schema",
    );
    expect(fieldsOf(db, scan("notes"), "n")).toEqual([]);
  });
});
