// Random programs on this engine and on convex-test: what they read must be the same.

import {
  defineSchema,
  defineTable,
  type FilterBuilder,
  type GenericTableInfo,
  type GenericDataModel,
  type GenericMutationCtx,
  type IndexRangeBuilder,
} from "convex/server";
import { convexToJson, jsonToConvex, v, type GenericId, type Value } from "convex/values";
import { convexTest } from "convex-test";
import { describe, expect, test } from "vitest";
import type { JsonValue, Transaction } from "../kernel/database-types.ts";
import { testDatabase } from "../testing/test-database.ts";
import { APP, collect, range } from "../testing/test-queries.ts";
import { pick, seeded } from "../testing/test-random.ts";
import type { JsonObject } from "./values/value.ts";

const INDEXES: Record<string, string[]> = { by_a: ["a"], by_a_b: ["a", "b"], by_b_a: ["b", "a"] };
/** `key` names a document in both worlds: their ids differ. */
const oracleSchema = defineSchema({
  docs: defineTable({ key: v.number(), a: v.optional(v.any()), b: v.optional(v.any()) })
    .index("by_key", ["key"])
    .index("by_a", ["a"])
    .index("by_a_b", ["a", "b"])
    .index("by_b_a", ["b", "a"]),
});
const TABLES = { docs: { indexes: { by_key: ["key"], ...INDEXES } } };

/** convex-test looks for this folder to find functions; there are none. */
const MODULES = { "/convex/_generated/api.js": () => Promise.resolve({}) };

type Random = () => number;
type BoundType = "Eq" | "Gt" | "Gte" | "Lt" | "Lte";
/** Filters compare for equality only: convex-test orders values in filters as JavaScript does. */
interface ReadStep {
  kind: "read";
  index: string;
  parts: [BoundType, string, JsonValue][];
  order: "asc" | "desc";
  filter: { operator: "eq" | "neq"; field: string; value: JsonValue } | null;
  limit: number;
}
type Step =
  | { kind: "insert"; key: number; fields: JsonObject }
  | { kind: "patch" | "replace"; key: number; fields: JsonObject }
  | { kind: "remove"; key: number }
  | ReadStep;

const VALUES: JsonValue[] = [
  0,
  1,
  2,
  -1.5,
  "",
  "a",
  "b",
  "é",
  null,
  true,
  false,
  { $integer: "AQAAAAAAAAA=" },
  [1],
  ["a", 2],
  { x: 1 },
];

function randomFields(random: Random): JsonObject {
  const fields: JsonObject = {};
  for (const name of ["a", "b"]) {
    if (random() < 0.8) fields[name] = pick(random, VALUES);
  }
  return fields;
}

function randomRead(random: Random): ReadStep {
  const index = pick(random, Object.keys(INDEXES));
  const fields = INDEXES[index]!;
  const equalities = Math.floor(random() * (fields.length + 1));
  const parts: ReadStep["parts"] = fields
    .slice(0, equalities)
    .map((field) => ["Eq", field, pick(random, VALUES)]);
  const next = fields[equalities];
  if (next !== undefined && random() < 0.6) {
    if (random() < 0.7) parts.push([pick(random, ["Gt", "Gte"]), next, pick(random, VALUES)]);
    if (random() < 0.7) parts.push([pick(random, ["Lt", "Lte"]), next, pick(random, VALUES)]);
  }
  const operator = pick(random, ["eq", "neq"] as const);
  const filter =
    random() < 0.3
      ? { operator, field: pick(random, ["a", "b"]), value: pick(random, VALUES) }
      : null;
  const order = pick(random, ["asc", "desc"] as const);
  return {
    kind: "read",
    index,
    parts,
    order,
    filter,
    limit: random() < 0.5 ? 1000 : Math.floor(random() * 4),
  };
}

/** Steps that are valid: only documents that exist are changed. */
function randomProgram(random: Random, length: number): Step[] {
  const keys: number[] = [];
  return Array.from({ length }, (_, i): Step => {
    const choice = random();
    if (keys.length === 0 || choice < 0.3) {
      keys.push(i);
      return { kind: "insert", key: i, fields: randomFields(random) };
    }
    if (choice > 0.6) return randomRead(random);
    const at = Math.floor(random() * keys.length);
    const key = keys[at]!;
    if (choice < 0.4) {
      keys.splice(at, 1);
      return { kind: "remove", key };
    }
    return { kind: choice < 0.5 ? "patch" : "replace", key, fields: randomFields(random) };
  });
}

/** What a read returns, in a form both worlds share. */
type Seen = JsonObject[];

function withoutSystemFields({ _id, _creationTime, ...fields }: JsonObject): JsonObject {
  expect([typeof _id, typeof _creationTime]).toEqual(["string", "number"]);
  return fields;
}

function runHere(tx: Transaction, step: Step): Seen | null {
  const idOf = (key: number) =>
    collect(tx, range("docs.by_key", [["Eq", "key", key]]))[0]!["_id"] as string;
  switch (step.kind) {
    case "insert":
      tx.insert(APP, "docs", { ...step.fields, key: step.key });
      return null;
    case "patch":
      tx.patch(APP, idOf(step.key), step.fields);
      return null;
    case "replace":
      tx.replace(APP, idOf(step.key), { ...step.fields, key: step.key });
      return null;
    case "remove":
      tx.remove(APP, idOf(step.key));
      return null;
    case "read": {
      const { filter } = step;
      const expression: JsonValue = filter && {
        [`$${filter.operator}`]: [{ $field: filter.field }, { $literal: filter.value }],
      };
      const operators = [...(filter ? [{ filter: expression }] : []), { limit: step.limit }];
      const query = range(`docs.${step.index}`, step.parts, step.order, operators);
      return collect(tx, query).map(withoutSystemFields);
    }
    default:
      return step satisfies never;
  }
}

async function runOracle(
  { db }: GenericMutationCtx<GenericDataModel>,
  step: Step,
): Promise<Seen | null> {
  const decode = (fields: JsonObject) => jsonToConvex(fields) as Record<string, Value>;
  const idOf = async (key: number) => {
    const found = await db
      .query("docs")
      .withIndex("by_key", (q) => q.eq("key", key))
      .unique();
    return found!["_id"] as GenericId<"docs">;
  };
  switch (step.kind) {
    case "insert":
      await db.insert("docs", { ...decode(step.fields), key: step.key });
      return null;
    case "patch":
      await db.patch(await idOf(step.key), decode(step.fields));
      return null;
    case "replace":
      await db.replace(await idOf(step.key), { ...decode(step.fields), key: step.key });
      return null;
    case "remove":
      await db.delete(await idOf(step.key));
      return null;
    case "read": {
      const { filter } = step;
      let query = db
        .query("docs")
        .withIndex(step.index, (q) => boundsOf(q, step.parts))
        .order(step.order);
      if (filter) {
        query = query.filter((q) => comparison(q, filter));
      }
      const rows = await query.take(step.limit);
      return rows.map((row) => withoutSystemFields(convexToJson(row as Value) as JsonObject));
    }
    default:
      return step satisfies never;
  }
}

type Filter = NonNullable<ReadStep["filter"]>;

function comparison(q: FilterBuilder<GenericTableInfo>, { operator, field, value }: Filter) {
  const compare = q[operator] as typeof q.eq<Value | undefined>;
  return compare(q.field(field), jsonToConvex(value));
}

type AnyRange = Record<
  "eq" | "gt" | "gte" | "lt" | "lte",
  (field: string, value: Value) => AnyRange
>;

function boundsOf(builder: unknown, parts: ReadStep["parts"]) {
  const names = { Eq: "eq", Gt: "gt", Gte: "gte", Lt: "lt", Lte: "lte" } as const;
  let bounds = builder as AnyRange;
  for (const [type, field, value] of parts)
    bounds = bounds[names[type]](field, jsonToConvex(value));
  return bounds as unknown as IndexRangeBuilder<never, never>;
}

describe.each([11, 12, 13, 14])("a random program (seed %i)", (seed) => {
  test("reads the same here as in convex-test", async () => {
    const random = seeded(seed);
    const program = randomProgram(random, 160);
    const db = await testDatabase({ tables: TABLES });
    const oracle = convexTest({ schema: oracleSchema, modules: MODULES });
    for (let at = 0; at < program.length; at += 8) {
      const steps = program.slice(at, at + 8);
      const { value: here } = db.transact((tx) => steps.map((step) => runHere(tx, step)));
      const there = await oracle.run(async (ctx) => {
        const seen: (Seen | null)[] = [];
        for (const step of steps) seen.push(await runOracle(ctx, step));
        return JSON.stringify(seen);
      });
      expect(here, JSON.stringify(steps)).toEqual(JSON.parse(there));
    }
  });
});
