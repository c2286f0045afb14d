// What `convex data` and the schema checks of a push see of tables.

import { isVisibleSystemTable, visibleDocument } from "../functions/syscalls/system-documents.ts";
import type { ComponentId, JsonText, Namespace, Transaction } from "../kernel/database-types.ts";
import { BackendError } from "../kernel/errors.ts";

interface PageOptions {
  numItems: number;
  cursor: string | null;
}

/** A page of `{name}`, sorted; the cursor is the last name of the page before. */
export function tableNames(tx: Transaction, component: ComponentId, page: PageOptions): JsonText {
  const names = tx
    .tables({ component })
    .filter((name) => !name.startsWith("_"))
    .sort();
  const rest = names.filter((name) => page.cursor === null || name > page.cursor);
  const shown = rest.slice(0, page.numItems);
  return JSON.stringify({
    page: shown.map((name) => ({ name })),
    isDone: shown.length === rest.length,
    continueCursor: shown.at(-1) ?? page.cursor ?? "",
  });
}

/**
 * A PaginationResult of whole documents, in creation order. A table that is not there has none.
 * @throws BackendError TableNotVisible
 */
export function tableData(
  tx: Transaction,
  component: ComponentId,
  options: PageOptions & { table: string; order: "asc" | "desc" },
): JsonText {
  const { table, order, numItems, cursor } = options;
  const namespace = namespaceOf(component, table);
  const page = tx.paginate(
    namespace,
    { source: { type: "FullTableScan", tableName: table, order }, operators: [] },
    { cursor, endCursor: null, pageSize: numItems, maximumRowsRead: null },
  );
  const documents = page.page.map((document) => visibleDocument(table, document));
  const rest = { isDone: page.isDone, continueCursor: page.continueCursor };
  return `{"page":[${documents.join(",")}],${JSON.stringify(rest).slice(1)}`;
}

/** Documents in a table; 0 for a table that does not exist. */
export function tableSize(tx: Transaction, component: ComponentId, table: string): number {
  return tx.count(namespaceOf(component, table), table);
}

/**
 * A number that differs after each change of the table, while the read set covers the whole of it:
 * a subscriber learns that something changed, not what.
 */
export function tableChange(tx: Transaction, component: ComponentId, table: string): number {
  tx.count(namespaceOf(component, table), table);
  return Number(tx.snapshotTs / 1000n);
}

function namespaceOf(component: ComponentId, table: string): Namespace {
  if (!table.startsWith("_")) return { component };
  if (!isVisibleSystemTable(table)) {
    throw new BackendError(
      "TableNotVisible",
      `The system table "${table}" cannot be read; "_storage" and "_scheduled_functions" can.`,
    );
  }
  return { component, system: true };
}
