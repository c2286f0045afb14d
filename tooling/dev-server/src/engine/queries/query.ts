// Evaluates the query JSON of convex/server: where rows come from, and what is done with them.

import { createHash } from "node:crypto";
import type { ComponentId, JsonText, QueryJson, QueryStream } from "../../kernel/database-types.ts";
import { BackendError } from "../../kernel/errors.ts";
import { LIMITS, overLimit } from "../../kernel/limits.ts";
import { searchRows } from "../search/text-search.ts";
import type { DatabaseIndex, TableInfo } from "../storage/catalog.ts";
import { indexUnavailable, splitIndexName } from "../storage/index-name.ts";
import { indexBounds } from "../storage/index-range.ts";
import { IndexScan, type ReadContext, type Row, type RowSource } from "../storage/index-scan.ts";
import { compareBytes, keyAfter } from "../values/bytes.ts";
import { invalidCursor } from "../values/errors.ts";
import type { JsonObject } from "../values/value.ts";
import { passesFilter } from "./query-filter.ts";

const MAX_OPERATORS = LIMITS.queryOperators.value;

/** Between two positions of a query's rows: after `after`, up to and with `until`. */
export interface Window {
  after: Buffer | null;
  until: Buffer | null;
}

export interface QueryPlan {
  /** Same for two queries that return the same rows in the same order. */
  fingerprint: string;
  operators: QueryJson["operators"];
  /** Rows before the operators. Positions are the keys of rows. */
  rows(context: ReadContext, window: Window): RowSource;
}

const NO_ROWS: RowSource = { next: () => null };

/**
 * Resolves names and checks the query. `findTable` returns null for an unknown table, which has no
 * rows and only the indexes every table has. Throws BackendError: IndexNotFoundError, the errors of indexBounds and searchRows.
 */
export function planQuery(
  component: ComponentId,
  query: QueryJson,
  findTable: (name: string) => TableInfo | null,
): QueryPlan {
  const { source, operators } = query;
  if (!Array.isArray(operators) || operators.length > MAX_OPERATORS) {
    throw overLimit("queryOperators", `A query has at most ${MAX_OPERATORS} operators.`);
  }
  const name =
    source.type === "FullTableScan" ? source.tableName : splitIndexName(source.indexName).table;
  const table = findTable(name);
  const plan = (fields: readonly string[], rows: QueryPlan["rows"]): QueryPlan => ({
    fingerprint: fingerprint([component, source, operators, fields]),
    operators,
    rows,
  });
  if (table === null) {
    const indexName = source.type === "FullTableScan" ? null : source.indexName;
    if (indexName !== null && !everyTableHas(indexName)) throw indexUnavailable(null, indexName);
    return plan([], () => NO_ROWS);
  }
  switch (source.type) {
    case "FullTableScan":
      return plan(
        ["_creationTime"],
        scanner(table, table.indexes[0]!, [], "by_creation_time", source.order === "desc"),
      );
    case "IndexRange": {
      const index = findIndex(table, splitIndexName(source.indexName).index);
      if (!index) throw indexUnavailable(table, source.indexName);
      return plan(
        index.fields,
        scanner(table, index, source.range, source.indexName, source.order === "desc"),
      );
    }
    case "Search": {
      const { index: name } = splitIndexName(source.indexName);
      const index = table.searchIndexes.find(({ definition }) => definition.name === name);
      if (!index || index.definition.staged) throw indexUnavailable(table, source.indexName);
      return plan([index.definition.searchField], (context, { after, until }) => {
        const skip = rankOf(after);
        const rows = searchRows(context, table, index, source.filters, skip);
        return until ? firstRows(rows, rankOf(until) - skip) : rows;
      });
    }
    default:
      source satisfies never;
      throw new BackendError(
        "InvalidQuery",
        "A query reads a table, an index range or a search index.",
      );
  }
}

/** System tables have their indexes before their first document, with which they come into being. */
function everyTableHas(indexName: string): boolean {
  const { table, index } = splitIndexName(indexName);
  return table.startsWith("_") || index === "by_id" || index === "by_creation_time";
}

function findIndex(table: TableInfo, name: string): DatabaseIndex | undefined {
  return [table.byId, ...table.indexes].find((index) => index.name === name && !index.staged);
}

function scanner(
  table: TableInfo,
  index: DatabaseIndex,
  range: Parameters<typeof indexBounds>[2],
  indexName: string,
  reverse: boolean,
): QueryPlan["rows"] {
  const bounds = indexBounds(index, indexName, range);
  return (context, { after, until }) => {
    let { low, high } = bounds;
    if (after) {
      if (reverse) high = lowest(high, after);
      else low = highest(low, keyAfter(after));
    }
    if (until) {
      if (reverse) low = highest(low, until);
      else high = lowest(high, keyAfter(until));
    }
    return new IndexScan(context, table, index, { low, high, reverse });
  };
}

function lowest(a: Buffer, b: Buffer): Buffer {
  return compareBytes(a, b) <= 0 ? a : b;
}

function highest(a: Buffer, b: Buffer): Buffer {
  return compareBytes(a, b) >= 0 ? a : b;
}

/** The rank that a position of a search names. */
function rankOf(position: Buffer | null): number {
  if (position === null) return 0;
  if (position.length !== 4) throw invalidCursor("Failed to parse cursor.");
  return position.readUInt32BE(0);
}

function firstRows(rows: RowSource, count: number): RowSource {
  let left = count;
  return { next: () => (left-- > 0 ? rows.next() : null) };
}

function fingerprint(parts: unknown): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 22);
}

/** Applies filters and limits, in their order, to rows as they are pulled. */
export class OperatorPipeline {
  readonly #operators: QueryJson["operators"];
  readonly #left: number[];

  constructor(operators: QueryJson["operators"]) {
    this.#operators = operators;
    this.#left = operators.map((operator) => ("limit" in operator ? operator.limit : 0));
  }

  /** True when no further row can pass: a source need not be asked for more. */
  get isExhausted(): boolean {
    return this.#operators.some((operator, i) => "limit" in operator && this.#left[i]! <= 0);
  }

  passes(row: Row): boolean {
    let document: JsonObject | null = null;
    for (const [i, operator] of this.#operators.entries()) {
      if ("limit" in operator) {
        if (this.#left[i]! <= 0) return false;
        this.#left[i]! -= 1;
      } else {
        document ??= JSON.parse(row.text) as JsonObject;
        if (!passesFilter(operator.filter, document)) return false;
      }
    }
    return true;
  }
}

/** The stream of a plan's documents. */
export function openStream(context: ReadContext, plan: QueryPlan): QueryStream {
  const pipeline = new OperatorPipeline(plan.operators);
  // Made at the first call of next: a query that is never pulled reads nothing.
  let rows: RowSource | null = null;
  let closed = false;
  return {
    next(): JsonText | null {
      rows ??= plan.rows(context, { after: null, until: null });
      while (!closed && !pipeline.isExhausted) {
        const row = rows.next();
        if (row === null) break;
        if (pipeline.passes(row)) return row.text;
      }
      closed = true;
      return null;
    },
    close() {
      closed = true;
    },
  };
}
