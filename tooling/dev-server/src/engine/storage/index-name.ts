// Names of indexes as queries write them: `table.index`.

import { BackendError } from "../../kernel/errors.ts";
import type { TableInfo } from "./catalog.ts";

/** `table.index` → its parts. */
export function splitIndexName(indexName: string): { table: string; index: string } {
  const dot = indexName.indexOf(".");
  return { table: indexName.slice(0, dot), index: indexName.slice(dot + 1) };
}

/** Why an index cannot be read: it is staged, or it is not there. */
export function indexUnavailable(table: TableInfo | null, indexName: string): BackendError {
  const { index } = splitIndexName(indexName);
  const searched = [...(table?.searchIndexes ?? []), ...(table?.vectorIndexes ?? [])];
  const isStaged =
    table?.indexes.some(({ name, staged }) => name === index && staged) ||
    searched.some(({ definition }) => definition.name === index && definition.staged);
  if (!isStaged) return new BackendError("IndexNotFoundError", `Index ${indexName} not found.`);
  return new BackendError(
    "StagedIndexUnavailable",
    `Index ${indexName} is currently staged and not available to query until it is enabled.`,
  );
}
