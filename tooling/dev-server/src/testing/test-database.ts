// For tests of the engine: databases in temporary folders.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { openDatabase, type EngineDatabase } from "../engine/database.ts";
import type {
  IndexDefinition,
  JsonValue,
  QueryJson,
  SchemaDefinition,
  ValidatorJson,
} from "../kernel/database-types.ts";
import { APP, collect } from "./test-queries.ts";
import { randomBytesFrom } from "./test-random.ts";

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

/** Inserts documents into a table of the app, in one commit that no limit holds back. */
export function insertRows(database: EngineDatabase, table: string, rows: JsonValue[]): void {
  database.transact((tx) => {
    for (const row of rows) tx.insert(APP, table, row);
  });
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

/** One field of every document a query returns at the latest snapshot. */
export function fieldsOf(
  database: EngineDatabase,
  query: QueryJson,
  field: string,
): (JsonValue | undefined)[] {
  return database.read((tx) => collect(tx, query).map((document) => document[field])).value;
}
