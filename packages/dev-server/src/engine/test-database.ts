// For tests of the engine: databases in temporary folders, seeded randomness, short ways to write queries.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { openDatabase, type EngineDatabase } from "./database.ts";
import type {
  IndexDefinition,
  JsonValue,
  Namespace,
  QueryJson,
  QueryStream,
  RandomBytes,
  SchemaDefinition,
  Transaction,
  ValidatorJson,
} from "./types.ts";
import { bytesJson, float64Json, int64Json, type JsonObject } from "./value.ts";

export const APP: Namespace = { component: "" };
export const SYSTEM: Namespace = { component: "", system: true };

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function pick<T>(random: () => number, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)]!;
}

export function randomBytesFrom(random: () => number): RandomBytes {
  return (length) => Uint8Array.from({ length }, () => Math.floor(random() * 256));
}

/** A folder that is gone when the test is over. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "engine-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A database of its own, closed and removed when the test is over. */
export async function testDatabase(
  options: { tables?: TestTables; directory?: string; now?: () => number } = {},
): Promise<EngineDatabase> {
  const database = openDatabase({
    directory: options.directory ?? (await temporaryFolder()),
    clock: { now: options.now ?? (() => Date.now()) },
    random: randomBytesFrom(Math.random),
  });
  onTestFinished(() => database.close());
  if (options.tables) database.applySchemas([{ component: "", schema: schemaOf(options.tables) }]);
  return database;
}

export type TestTables = Record<string, TestTable>;

interface TestTable {
  indexes?: Record<string, string[]>;
  more?: IndexDefinition[];
  type?: ValidatorJson;
}

export function schemaOf(tables: TestTables, schemaValidation = true): SchemaDefinition {
  return {
    schemaValidation,
    tables: Object.entries(tables).map(([name, { indexes = {}, more = [], type }]) => ({
      name,
      documentType: type ?? null,
      indexes: [
        ...Object.entries(indexes).map(([index, fields]): IndexDefinition => ({
          kind: "database",
          name: index,
          fields,
          staged: false,
        })),
        ...more,
      ],
    })),
  };
}

type RangePart = Extract<QueryJson["source"], { type: "IndexRange" }>["range"][number];

/** `range("notes.by_n", [["Eq", "n", 1]], "desc", [{ limit: 3 }])` */
export function range(
  indexName: string,
  parts: [RangePart["type"], string, JsonValue][] = [],
  order: "asc" | "desc" = "asc",
  operators: QueryJson["operators"] = [],
): QueryJson {
  const range = parts.map(([type, fieldPath, value]) => ({ type, fieldPath, value }));
  return { source: { type: "IndexRange", indexName, range, order }, operators };
}

export function scan(tableName: string, operators: QueryJson["operators"] = []): QueryJson {
  return { source: { type: "FullTableScan", tableName, order: null }, operators };
}

export function search(
  indexName: string,
  field: string,
  text: string,
  equal: Record<string, JsonValue> = {},
): QueryJson {
  const filters = Object.entries(equal).map(
    ([fieldPath, value]) => ({ type: "Eq", fieldPath, value }) as const,
  );
  return {
    source: {
      type: "Search",
      indexName,
      filters: [{ type: "Search", fieldPath: field, value: text }, ...filters],
    },
    operators: [],
  };
}

/** Everything a stream still has, parsed. */
export function drain(stream: QueryStream): JsonObject[] {
  const documents: JsonObject[] = [];
  for (let text = stream.next(); text !== null; text = stream.next()) {
    documents.push(JSON.parse(text) as JsonObject);
  }
  return documents;
}

export function collect(tx: Transaction, query: QueryJson, ns: Namespace = APP): JsonObject[] {
  return drain(tx.query(ns, query));
}

/** One field of every document a query returns at the latest snapshot. */
export function fieldsOf(
  database: EngineDatabase,
  query: QueryJson,
  field: string,
): (JsonValue | undefined)[] {
  return database.read((tx) => collect(tx, query).map((document) => document[field])).value;
}

/** A value of any kind, with a taste for edges. */
export function randomValue(random: () => number, depth = 2): JsonValue {
  const kinds = depth > 0 ? 8 : 6;
  switch (Math.floor(random() * kinds)) {
    case 0:
      return null;
    case 1:
      return random() < 0.5;
    case 2:
      return int64Json(
        pick(random, [
          0n,
          1n,
          -1n,
          2n ** 63n - 1n,
          -(2n ** 63n),
          BigInt(Math.floor(random() * 1e9)),
        ]),
      );
    case 3:
      return float64Json(
        pick(random, [
          0,
          -0,
          1,
          -1,
          0.5,
          NaN,
          Infinity,
          -Infinity,
          5e-324,
          1.7e308,
          random() * 100 - 50,
        ]),
      );
    case 4:
      return pick(random, ["", "a", "a\0", "a\0b", "ab", "\uffff", "😀", "é", "\0", "b", "zz"]);
    case 5:
      return bytesJson(Buffer.from(pick(random, [[], [0], [0, 0], [0, 255], [1], [255]])));
    case 6:
      return Array.from({ length: Math.floor(random() * 3) }, () => randomValue(random, depth - 1));
    default:
      return Object.fromEntries(
        Array.from({ length: Math.floor(random() * 3) }, () => [
          pick(random, ["a", "b", "ab", "B", "_x"]),
          randomValue(random, depth - 1),
        ]),
      );
  }
}
