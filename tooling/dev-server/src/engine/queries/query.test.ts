import { beforeEach, describe, expect, test } from "vitest";
import type { JsonValue, QueryJson } from "../../kernel/database-types.ts";
import { fieldsOf, testDatabase } from "../../testing/test-database.ts";
import { APP, collect, drain, range, scan } from "../../testing/test-queries.ts";
import type { EngineDatabase } from "../database.ts";
import { int64Json } from "../values/value.ts";

let db: EngineDatabase;

beforeEach(async () => {
  db = await testDatabase({
    tables: {
      notes: {
        indexes: { by_a_b_c: ["a", "b", "c"] },
        more: [{ kind: "database", name: "staged", fields: ["a"], staged: true }],
      },
    },
  });
});

const insert = (...documents: JsonValue[]) =>
  db.transact((tx) => documents.map((document) => tx.insert(APP, "notes", document)));
const failing = (query: QueryJson) => () => db.read((tx) => collect(tx, query));
const filtered = (filter: JsonValue) => fieldsOf(db, scan("notes", [{ filter }]), "name");
const field = (name: string): JsonValue => ({ $field: name });
const literal = (value: JsonValue): JsonValue => ({ $literal: value });

describe("an index range", () => {
  const index = "notes.by_a_b_c";

  test.each([
    ["skips a field", [["Eq", "b", 1]], "InvalidIndexRange"],
    ["bounds a field before its turn", [["Gt", "b", 1]], "InvalidIndexRange"],
    [
      "has a hole",
      [
        ["Eq", "a", 1],
        ["Eq", "c", 1],
      ],
      "InvalidIndexRange",
    ],
    ["names a field that is not in the index", [["Eq", "z", 1]], "FieldNotInIndex"],
    [
      "compares a field twice",
      [
        ["Eq", "a", 1],
        ["Eq", "a", 2],
      ],
      "AlreadyDefinedBound",
    ],
    [
      "has two lower bounds",
      [
        ["Gt", "a", 1],
        ["Gte", "a", 2],
      ],
      "AlreadyDefinedBound",
    ],
    [
      "has two upper bounds",
      [
        ["Lt", "a", 1],
        ["Lte", "a", 2],
      ],
      "AlreadyDefinedBound",
    ],
    [
      "is equal to and below one field",
      [
        ["Eq", "a", 1],
        ["Lt", "a", 2],
      ],
      "AlreadyDefinedBound",
    ],
    [
      "bounds two fields",
      [
        ["Gt", "a", 1],
        ["Lt", "b", 2],
      ],
      "BoundsOnMultipleFields",
    ],
  ] as [string, Parameters<typeof range>[1], string][])("that %s is refused", (_, parts, code) => {
    expect(failing(range(index, parts))).toThrow(expect.objectContaining({ code, status: 400 }));
  });

  test("may end with the creation time", () => {
    insert({ a: 1, b: 1, c: 1, n: 1 });
    insert({ a: 1, b: 1, c: 1, n: 2 });
    const [, second] = fieldsOf(db, scan("notes"), "_creationTime");
    const equal: [`Eq`, string, number][] = [
      ["Eq", "a", 1],
      ["Eq", "b", 1],
      ["Eq", "c", 1],
    ];
    expect(fieldsOf(db, range(index, [...equal, ["Gte", "_creationTime", second!]]), "n")).toEqual([
      2,
    ]);
  });

  test("tells a missing field from null", () => {
    insert({ n: "missing" }, { a: null, n: "null" }, { a: 1, n: "one" });
    const names = (value: JsonValue) => fieldsOf(db, range(index, [["Eq", "a", value]]), "n");
    expect(names({ $undefined: null })).toEqual(["missing"]);
    expect(names(null)).toEqual(["null"]);
    expect(fieldsOf(db, range(index, [["Gt", "a", { $undefined: null }]]), "n")).toEqual([
      "null",
      "one",
    ]);
  });

  test("on by_id and by_creation_time works without a schema", () => {
    const { value: ids } = insert({ n: 1 }, { n: 2 });
    expect(fieldsOf(db, range("notes.by_id", [["Eq", "_id", ids[1]!]]), "n")).toEqual([2]);
    expect(fieldsOf(db, range("notes.by_id"), "_id")).toEqual([...ids].sort());
    expect(fieldsOf(db, range("notes.by_creation_time", [], "desc"), "n")).toEqual([2, 1]);
  });

  test("may go on behind a document by its _id, at the end of any index", () => {
    insert({ a: 1, b: 1, c: 1, n: 1 }, { a: 1, b: 1, c: 1, n: 2 });
    const [first] = fieldsOf(db, range("notes.by_creation_time"), "_id") as string[];
    const [time] = fieldsOf(db, range("notes.by_creation_time"), "_creationTime") as number[];
    const at: ["Eq", string, JsonValue] = ["Eq", "_creationTime", time!];
    const behind = (type: "Gt" | "Gte" | "Lt" | "Lte" | "Eq") =>
      fieldsOf(db, range("notes.by_creation_time", [at, [type, "_id", first!]]), "n");
    expect([behind("Gt"), behind("Gte"), behind("Lt"), behind("Lte"), behind("Eq")]).toEqual([
      [],
      [1],
      [],
      [1],
      [1],
    ]);
    expect(fieldsOf(db, range("notes.by_id", [["Gte", "_id", first!]]), "n")).toContain(1);
    expect(failing(range("notes.by_creation_time", [["Eq", "_id", first!]]))).toThrow(
      expect.objectContaining({ code: "InvalidIndexRange" }),
    );
  });

  test("on an index that is unknown or staged is refused; an unknown table is empty", () => {
    const unavailable = (name: string, code: string, message: string) =>
      expect(failing(range(name))).toThrow(expect.objectContaining({ code, message }));
    unavailable("notes.nope", "IndexNotFoundError", "Index notes.nope not found.");
    unavailable(
      "notes.staged",
      "StagedIndexUnavailable",
      "Index notes.staged is currently staged and not available to query until it is enabled.",
    );
    unavailable("nothing.nope", "IndexNotFoundError", "Index nothing.nope not found.");
    expect(fieldsOf(db, range("nothing.by_creation_time"), "n")).toEqual([]);
  });
});

describe("a filter", () => {
  test("compares values of different types by the one order", () => {
    insert(
      { name: "none" },
      { name: "null", x: null },
      { name: "int", x: int64Json(5n) },
      { name: "float", x: 5 },
      { name: "text", x: "5" },
    );
    expect(filtered({ $eq: [field("x"), literal({ $undefined: null })] })).toEqual(["none"]);
    expect(filtered({ $lt: [field("x"), literal(5)] })).toEqual(["none", "null", "int"]);
    expect(filtered({ $gte: [field("x"), literal(5)] })).toEqual(["float", "text"]);
    expect(filtered({ $neq: [field("x"), literal(5)] })).toHaveLength(4);
  });

  test("calculates with two numbers of one type", () => {
    insert({ name: "a", x: 7, i: int64Json(7n) });
    expect(filtered({ $eq: [{ $mod: [field("x"), literal(4)] }, literal(3)] })).toEqual(["a"]);
    expect(
      filtered({ $eq: [{ $div: [field("i"), literal(int64Json(2n))] }, literal(int64Json(3n))] }),
    ).toEqual(["a"]);
    expect(filtered({ $eq: [{ $neg: { $sub: [field("x"), literal(10)] } }, literal(3)] })).toEqual([
      "a",
    ]);
    const wrong = { $eq: [{ $add: [field("x"), field("i")] }, literal(1)] };
    expect(() => filtered(wrong)).toThrow(expect.objectContaining({ code: "EvalError" }));
    const overflow = {
      $eq: [{ $mul: [literal(int64Json(2n ** 62n)), literal(int64Json(2n))] }, literal(1)],
    };
    expect(() => filtered(overflow)).toThrow("does not fit an int64");
  });

  test("joins booleans, and looks at no more of them than it needs", () => {
    insert({ name: "a", yes: true, no: false });
    expect(filtered({ $and: [field("yes"), { $not: field("no") }] })).toEqual(["a"]);
    expect(filtered({ $or: [field("yes"), field("name")] })).toEqual(["a"]);
    expect(filtered({ $and: [field("no"), field("name")] })).toEqual([]);
    expect(() => filtered({ $and: [field("name"), field("yes")] })).toThrow(
      "$and takes booleans, not string",
    );
    expect(filtered({ $and: [] })).toEqual(["a"]);
  });

  test("may be a field or a value by itself", () => {
    insert({ name: "a", yes: true }, { name: "b" });
    expect(filtered(field("yes"))).toEqual(["a"]);
    expect(filtered(true)).toEqual(["a", "b"]);
    expect(filtered(literal(false))).toEqual([]);
  });

  test("with an unknown operator is refused", () => {
    insert({ name: "a" });
    expect(() => filtered({ $like: [field("name"), literal("a")] })).toThrow(
      "there is no operator $like",
    );
  });
});

describe("operators", () => {
  test("work in the order given", () => {
    insert(...Array.from({ length: 10 }, (_, n) => ({ n })));
    const even: JsonValue = { $eq: [{ $mod: [field("n"), literal(2)] }, literal(0)] };
    expect(fieldsOf(db, scan("notes", [{ filter: even }, { limit: 3 }]), "n")).toEqual([0, 2, 4]);
    expect(fieldsOf(db, scan("notes", [{ limit: 3 }, { filter: even }]), "n")).toEqual([0, 2]);
    expect(fieldsOf(db, scan("notes", [{ limit: 0 }]), "n")).toEqual([]);
  });

  test("a limit that is used up reads no further row", () => {
    insert(...Array.from({ length: 10 }, (_, n) => ({ n })));
    const { value } = db.read((tx) => {
      drain(tx.query(APP, scan("notes", [{ limit: 3 }])));
      return tx.metrics().documentsRead.used;
    });
    expect(value).toBe(3);
  });

  test("more than 256 are refused", () => {
    const operators = Array.from({ length: 257 }, () => ({ limit: 1 }));
    expect(failing(scan("notes", operators))).toThrow("at most 256");
  });
});

test("a closed stream has no more rows", () => {
  insert({ n: 1 }, { n: 2 });
  const { value } = db.read((tx) => {
    const stream = tx.query(APP, scan("notes"));
    stream.next();
    stream.close();
    return stream.next();
  });
  expect(value).toBeNull();
});
