// Random programs of writes and index queries, against a list that is sorted and filtered in memory.

import { describe, expect, test } from "vitest";
import type { JsonValue, QueryJson, Transaction } from "../kernel/database-types.ts";
import { testDatabase } from "../testing/test-database.ts";
import { APP, collect, range } from "../testing/test-queries.ts";
import { pick, randomValue, seeded } from "../testing/test-random.ts";
import type { EngineDatabase } from "./database.ts";
import { compareValues } from "./values/value-order.ts";
import { canonicalValue, fieldOf, type JsonObject } from "./values/value.ts";

const INDEXES: Record<string, string[]> = {
  by_a: ["a"],
  by_a_b: ["a", "b"],
  by_nested: ["c.d", "a"],
  by_creation_time: [],
};
const TABLES = {
  docs: {
    indexes: Object.fromEntries(
      Object.entries(INDEXES).filter(([name]) => name !== "by_creation_time"),
    ),
  },
};
/** Longer than LMDB's keys, so that they differ only behind what is stored of them. */
const LONG = Array.from(
  { length: 6 },
  (_, i) => "long".repeat(600) + "x".repeat(i % 3) + String(i),
);

type Random = () => number;
type Model = Map<string, JsonObject>;

function fieldValue(random: Random): JsonValue {
  const choice = random();
  if (choice < 0.5) return Math.floor(random() * 6);
  if (choice < 0.65) return pick(random, LONG);
  return randomValue(random);
}

function randomFields(random: Random): JsonObject {
  const fields: JsonObject = {};
  if (random() < 0.9) fields["a"] = fieldValue(random);
  if (random() < 0.7) fields["b"] = fieldValue(random);
  if (random() < 0.5) fields["c"] = { d: fieldValue(random) };
  return fields;
}

function write(tx: Transaction, model: Model, random: Random): void {
  const ids = [...model.keys()];
  const id = ids.length > 0 ? pick(random, ids) : null;
  const choice = random();
  if (id === null || choice < 0.45) {
    const created = tx.insert(APP, "docs", randomFields(random));
    model.set(created, JSON.parse(tx.get(APP, created)!) as JsonObject);
  } else if (choice < 0.65) {
    tx.remove(APP, id);
    model.delete(id);
  } else {
    const text =
      choice < 0.85
        ? tx.patch(APP, id, randomFields(random))
        : tx.replace(APP, id, randomFields(random));
    model.set(id, JSON.parse(text) as JsonObject);
  }
}

type Part = Parameters<typeof range>[1] extends (infer P)[] | undefined ? P : never;

interface RandomQuery {
  query: QueryJson;
  index: string;
  parts: Part[];
  limit: number;
}

function randomQuery(random: Random): RandomQuery {
  const index = pick(random, Object.keys(INDEXES));
  const fields = INDEXES[index]!;
  const equalities = Math.floor(random() * (fields.length + 1));
  const bound = (): JsonValue => (random() < 0.1 ? { $undefined: null } : fieldValue(random));
  const parts: Part[] = fields.slice(0, equalities).map((field) => ["Eq", field, bound()]);
  const next = fields[equalities];
  if (next !== undefined) {
    if (random() < 0.5) parts.push([pick(random, ["Gt", "Gte"] as const), next, bound()]);
    if (random() < 0.5) parts.push([pick(random, ["Lt", "Lte"] as const), next, bound()]);
  }
  const limit = random() < 0.5 ? Number.POSITIVE_INFINITY : Math.floor(random() * 5);
  const operators = Number.isFinite(limit) ? [{ limit }] : [];
  const order = random() < 0.5 ? "asc" : "desc";
  return { query: range(`docs.${index}`, parts, order, operators), index, parts, limit };
}

function expected(model: Model, { query, index, parts, limit }: RandomQuery): string[] {
  const fields = [...INDEXES[index]!, "_creationTime", "_id"];
  const holds: Record<string, (order: number) => boolean> = {
    Eq: (order) => order === 0,
    Gt: (order) => order > 0,
    Gte: (order) => order >= 0,
    Lt: (order) => order < 0,
    Lte: (order) => order <= 0,
  };
  const rows = [...model.values()].filter((document) =>
    parts.every(([type, field, value]) =>
      holds[type]!(compareValues(fieldOf(document, field), value)),
    ),
  );
  rows.sort((a, b) => {
    for (const field of fields) {
      const order = compareValues(fieldOf(a, field), fieldOf(b, field));
      if (order !== 0) return order;
    }
    return 0;
  });
  const { source } = query;
  if (source.type === "IndexRange" && source.order === "desc") rows.reverse();
  return rows.slice(0, limit).map((document) => document["_id"] as string);
}

const idsOf = (documents: JsonObject[]) => documents.map((document) => document["_id"] as string);

async function emptyDatabase(): Promise<EngineDatabase> {
  return testDatabase({ tables: TABLES });
}

describe.each([1, 2, 3])("a random program (seed %i)", (seed) => {
  test("reads what a list in memory has", async () => {
    const random = seeded(seed);
    const db = await emptyDatabase();
    let model: Model = new Map();
    for (let round = 0; round < 25; round++) {
      db.transact((tx) => {
        for (let step = 0; step < 12; step++) {
          const undo = random() < 0.1 ? { point: tx.savepoint(), model: new Map(model) } : null;
          write(tx, model, random);
          if (undo) {
            write(tx, model, random);
            tx.rollbackTo(undo.point);
            model = undo.model;
          }
          const asked = randomQuery(random);
          expect(idsOf(collect(tx, asked.query)), JSON.stringify(asked.parts)).toEqual(
            expected(model, asked),
          );
        }
        expect(tx.count(APP, "docs")).toBe(model.size);
      });
      for (let i = 0; i < 6; i++) {
        const asked = randomQuery(random);
        const { value } = db.read((tx) => idsOf(collect(tx, asked.query)));
        expect(value, JSON.stringify(asked.parts)).toEqual(expected(model, asked));
      }
    }
  });

  test("knows when something it has read changed", async () => {
    const random = seeded(seed + 100);
    const db = await emptyDatabase();
    const model: Model = new Map();
    db.transact((tx) => {
      for (let i = 0; i < 40; i++) write(tx, model, random);
    });
    let unchanged = 0;
    for (let round = 0; round < 100; round++) {
      const asked = randomQuery(random);
      const run = () => db.read((tx) => collect(tx, asked.query));
      const first = run();
      db.transact((tx) => write(tx, model, random));
      if (!db.isCurrent(first.reads, first.ts)) continue;
      unchanged += 1;
      expect(run().value).toEqual(first.value);
    }
    expect(unchanged).toBeGreaterThan(25);
  });

  test("pages through all rows once, whatever the page size", async () => {
    const random = seeded(seed + 200);
    const db = await emptyDatabase();
    const model: Model = new Map();
    db.transact((tx) => {
      for (let i = 0; i < 60; i++) write(tx, model, random);
    });
    for (let round = 0; round < 30; round++) {
      const asked = randomQuery(random);
      const query = { ...asked.query, operators: [] };
      const all = expected(model, { ...asked, query, limit: Number.POSITIVE_INFINITY });
      const pageSize = 1 + Math.floor(random() * 9);
      const seen: string[] = [];
      let cursor: string | null = null;
      for (let isDone = false; !isDone;) {
        const { value: page } = db.read((tx) =>
          tx.paginate(APP, query, { cursor, endCursor: null, pageSize, maximumRowsRead: null }),
        );
        seen.push(...idsOf(page.page.map((text) => JSON.parse(text) as JsonObject)));
        cursor = page.continueCursor;
        isDone = page.isDone;
      }
      expect(seen).toEqual(all);
    }
  });
});

test("random values come back in their stored form", async () => {
  const random = seeded(9);
  const db = await emptyDatabase();
  for (let i = 0; i < 100; i++) {
    const value = randomValue(random, 3);
    const { value: id } = db.transact((tx) => tx.insert(APP, "docs", { value }));
    const stored = JSON.parse(db.read((tx) => tx.get(APP, id)).value!) as JsonObject;
    expect(stored["value"]).toEqual(canonicalValue(value).value);
  }
});
