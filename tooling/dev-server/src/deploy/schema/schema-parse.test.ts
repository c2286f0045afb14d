import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import { describe, expect, test } from "vitest";
import { parseSchema } from "./schema-parse.ts";

/** What `export()` returns; the method is not in the public types. */
function exported(schema: object): string {
  return (schema as { export(): string }).export();
}
const table = { a: v.string(), b: v.number(), nested: v.object({ c: v.string() }), d: v.any() };
const schemaOf = (build: (t: ReturnType<typeof defineTable>) => unknown): string =>
  exported(defineSchema({ things: build(defineTable(table) as never) as never }));

describe("parsing a schema", () => {
  test("tables, indexes of all kinds and staged ones arrive", () => {
    const text = exported(
      defineSchema({
        things: defineTable({ ...table, v: v.array(v.float64()) })
          .index("by_a", ["a", "nested.c"])
          .index("later", { fields: ["b"], staged: true })
          .searchIndex("text", { searchField: "a", filterFields: ["b"] })
          .vectorIndex("near", { vectorField: "v", dimensions: 3, filterFields: ["a"] }),
      }),
    );
    const { definition } = parseSchema(text);
    expect(definition.schemaValidation).toBe(true);
    expect(definition.tables[0]?.indexes).toEqual([
      { kind: "database", name: "by_a", fields: ["a", "nested.c"], staged: false },
      { kind: "database", name: "later", fields: ["b"], staged: true },
      { kind: "search", name: "text", searchField: "a", filterFields: ["b"], staged: false },
      {
        kind: "vector",
        name: "near",
        vectorField: "v",
        dimensions: 3,
        filterFields: ["a"],
        staged: false,
      },
    ]);
  });

  test("a union of objects and v.any() may be documents", () => {
    const text = exported(
      defineSchema({
        either: defineTable(v.union(v.object({ a: v.string() }), v.object({ b: v.string() }))),
        free: defineTable(v.any()),
      }),
    );
    expect(parseSchema(text).definition.tables).toHaveLength(2);
  });

  const fields = ["f"].concat(Array.from({ length: 16 }, (_, index) => `f${index}`));
  const raw = (indexes: object[], extra: object = {}) =>
    JSON.stringify({
      tables: [{ tableName: "things", indexes, documentType: { type: "any" }, ...extra }],
      schemaValidation: true,
    });
  const index = (indexDescriptor: string, indexFields: string[]) => ({
    indexDescriptor,
    fields: indexFields,
  });

  const search = (indexDescriptor: string) => ({
    indexDescriptor,
    searchField: "a",
    filterFields: ["b"],
  });
  const vector = (indexDescriptor: string, filter: string) => ({
    indexDescriptor,
    vectorField: "v",
    dimensions: 2,
    filterFields: [filter],
  });

  test.each<[string, string]>([
    ["IndexNameReserved", raw([index("by_id", ["a"])])],
    ["IndexNameReserved", raw([index("by_creation_time", ["a"])])],
    ["IndexNameReserved", raw([index("_mine", ["a"])])],
    ["InvalidIndexName", raw([index("by-a", ["a"])])],
    ["InvalidIndexName", raw([index("x".repeat(65), ["a"])])],
    ["IndexNamesNotUnique", raw([index("i", ["a"]), index("i", ["b"])])],
    ["EmptyIndex", raw([index("i", [])])],
    ["IndexFieldsContainId", raw([index("i", ["_id"])])],
    ["IndexFieldsContainCreationTime", raw([index("i", ["a", "_creationTime"])])],
    ["IndexFieldNameReserved", raw([index("i", ["_x"])])],
    ["InvalidIndexField", raw([index("i", ["a..b"])])],
    ["FieldsNotUniqueWithinIndex", raw([index("i", ["a", "a"])])],
    ["IndexTooManyFields", raw([index("i", fields)])],
    ["TooManyIndexes", raw(Array.from({ length: 65 }, (_, n) => index(`i${n}`, [`f${n}`])))],
    ["IndexNotUnique", raw([index("i", ["a"])], { stagedDbIndexes: [index("j", ["a"])] })],
    ["SearchIndexFieldNotUnique", raw([], { searchIndexes: [search("i"), search("j")] })],
    ["VectorIndexFieldNotUnique", raw([], { vectorIndexes: [vector("i", "a"), vector("j", "b")] })],
    ["TableNameReserved", raw([], { tableName: "_things" })],
    ["InvalidTableName", raw([], { tableName: "my-things" })],
    ["InvalidTopLevelTypeInSchemaError", raw([], { documentType: { type: "string" } })],
    ["InvalidSchema", raw([], { documentType: { type: "nonsense" } })],
    ["InvalidSchema", "{}"],
    ["InvalidIndexField", schemaOf((t) => t.index("i", ["missing"] as never))],
    ["InvalidIndexField", schemaOf((t) => t.index("i", ["a.b"] as never))],
    [
      "InvalidVectorDimensionError",
      schemaOf((t) => t.vectorIndex("i", { vectorField: "d", dimensions: 1 } as never)),
    ],
  ])("%s", (code, text) => {
    expect(() => parseSchema(text)).toThrowError(expect.objectContaining({ code, status: 400 }));
  });

  test("the message begins on its own line and names table and index", () => {
    expect(() => parseSchema(raw([index("i", [])]))).toThrow(
      'Hit an error while pushing:\nIn table "things" the index "i" has no fields.',
    );
  });
});
