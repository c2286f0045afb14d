// For tests of the engine: short ways to write queries and to read their results.

import type { JsonObject } from "../engine/values/value.ts";
import type {
  JsonValue,
  Namespace,
  QueryJson,
  QueryStream,
  Transaction,
} from "../kernel/database-types.ts";

export const APP: Namespace = { component: "" };
export const SYSTEM: Namespace = { component: "", system: true };

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
