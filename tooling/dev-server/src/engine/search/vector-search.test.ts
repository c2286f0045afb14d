import { beforeEach, describe, expect, test } from "vitest";
import type { IndexDefinition, JsonValue, VectorQuery } from "../../kernel/database-types.ts";
import { testDatabase } from "../../testing/test-database.ts";
import { APP } from "../../testing/test-queries.ts";
import type { EngineDatabase } from "../database.ts";

const INDEX: IndexDefinition = {
  kind: "vector",
  name: "by_embedding",
  vectorField: "embedding",
  dimensions: 3,
  filterFields: ["owner", "kind"],
  staged: false,
};

let db: EngineDatabase;

beforeEach(async () => {
  db = await testDatabase({ tables: { notes: { more: [INDEX] } } });
});

const insert = (...documents: JsonValue[]) =>
  db.transact((tx) => documents.map((document) => tx.insert(APP, "notes", document))).value;

function nearest(vector: number[], more: Partial<VectorQuery> = {}) {
  return db.vectorSearch(APP, { indexName: "notes.by_embedding", vector, ...more }).results;
}
const is = (name: string, value: JsonValue): JsonValue => ({
  $eq: [{ $field: name }, { $literal: value }],
});

test("documents come by cosine, whatever the length of their vectors", () => {
  const [near, far, opposite] = insert(
    { embedding: [10, 1, 0] },
    { embedding: [0, 0.1, 0] },
    { embedding: [-1, 0, 0] },
  );
  const results = nearest([2, 0, 0]);
  expect(results.map(({ _id }) => _id)).toEqual([near, far, opposite]);
  expect(results[0]!._score).toBeCloseTo(10 / Math.hypot(10, 1), 5);
  expect(results[1]!._score).toBeCloseTo(0, 5);
  expect(results[2]!._score).toBeCloseTo(-1, 5);
});

test("documents without a vector of the right length are not in the index", () => {
  insert(
    { embedding: [1, 2] },
    { embedding: "x" },
    {},
    { embedding: [1, "2", 3] },
    { embedding: [1, null, 3] },
  );
  expect(nearest([1, 0, 0])).toEqual([]);
});

test("the index follows changes and removals", () => {
  const [first, second] = insert({ embedding: [1, 0, 0] }, { embedding: [0, 1, 0] });
  db.transact((tx) => {
    tx.patch(APP, first!, { embedding: [0, 0, 1] });
    tx.remove(APP, second!);
  });
  expect(nearest([0, 0, 1])).toEqual([{ _id: first, _score: expect.closeTo(1, 5) as number }]);
});

describe("filters", () => {
  test("hold one of several values, of one field or of several", () => {
    const [a, b, c] = insert(
      { embedding: [1, 0, 0], owner: "a" },
      { embedding: [1, 0.1, 0], owner: "b" },
      { embedding: [1, 0.2, 0], kind: 1 },
    );
    const ids = (expressions: JsonValue) =>
      nearest([1, 0, 0], { expressions }).map(({ _id }) => _id);
    expect(ids([is("owner", "a")])).toEqual([a]);
    expect(ids([{ $or: [is("owner", "a"), is("owner", "b")] }])).toEqual([a, b]);
    expect(ids([{ $or: [is("owner", "b"), is("kind", 1)] }])).toEqual([b, c]);
    const nested = { $or: [is("owner", "a"), is("owner", "b")] };
    expect(ids([{ $or: [nested, is("kind", 1)] }])).toEqual([a, b, c]);
    expect(ids([is("owner", { $undefined: null })])).toEqual([c]);
    expect(ids([])).toEqual([a, b, c]);
  });

  test("on other fields or of another form are refused", () => {
    expect(() => nearest([1, 0, 0], { expressions: [is("other", 1)] })).toThrow(
      "not one of its filter fields",
    );
    expect(() => nearest([1, 0, 0], { expressions: [{ $lt: [1, 2] }] })).toThrow(
      "by eq, joined by or",
    );
    const many = { $or: Array.from({ length: 65 }, (_, i) => is("owner", i)) };
    expect(() => nearest([1, 0, 0], { expressions: [many] })).toThrow("at most 64");
  });
});

test("ten documents come unless a limit is given, which is at most 256", () => {
  insert(...Array.from({ length: 300 }, (_, i) => ({ embedding: [1, i, 0] })));
  expect(nearest([1, 0, 0])).toHaveLength(10);
  expect(nearest([1, 0, 0], { limit: 256 })).toHaveLength(256);
  for (const limit of [0, 257, 1.5]) {
    expect(() => nearest([1, 0, 0], { limit })).toThrow(
      expect.objectContaining({ code: "VectorLimitTooLargeError" }),
    );
  }
});

test("a vector of another length, or an unknown index, is refused", () => {
  expect(() => nearest([1, 0])).toThrow(
    expect.objectContaining({ code: "VectorDimensionMismatch" }),
  );
  expect(() => nearest([1, 0, 0], { indexName: "notes.nope" })).toThrow(
    "Index notes.nope not found.",
  );
  expect(() => nearest([1, 0, 0], { indexName: "nope.by_embedding" })).toThrow("not found");
});
