// Rows of `_components`: which id each component path has, for ever.

import { ROOT_COMPONENT, type ComponentId, type Transaction } from "../../kernel/database-types.ts";

const TABLE = "_components";
const ROOT_SYSTEM = { component: "", system: true } as const;

export interface ComponentRow {
  _id: string;
  /** `rag/workpool` */
  path: string;
  componentId: ComponentId;
  definitionPath: string;
  state: "active" | "unmounted";
}

/** All components but the app itself, mounted or not. */
export function readComponentRows(tx: Transaction): ComponentRow[] {
  const stream = tx.query(ROOT_SYSTEM, {
    source: { type: "FullTableScan", tableName: TABLE, order: "asc" },
    operators: [],
  });
  const rows: ComponentRow[] = [];
  for (let next = stream.next(); next !== null; next = stream.next()) {
    rows.push(JSON.parse(next) as ComponentRow);
  }
  stream.close();
  return rows;
}

/** The app and every component, mounted or not: wherever there are tables. */
export function everyComponent(tx: Transaction): { id: ComponentId; path: string }[] {
  const components = readComponentRows(tx).map(({ componentId, path }) => ({
    id: componentId,
    path,
  }));
  return [{ id: ROOT_COMPONENT, path: "" }, ...components];
}

/** Adds a component that no push has mounted. */
export function insertUnmounted(tx: Transaction, made: { path: string; id: ComponentId }): void {
  const row = { path: made.path, componentId: made.id, definitionPath: "", state: "unmounted" };
  tx.insert(ROOT_SYSTEM, TABLE, row);
}

/** Brings the rows in line with what is mounted; a path that is gone keeps its id as unmounted. */
export function writeComponentRows(
  tx: Transaction,
  mounted: { path: string; id: ComponentId; definitionPath: string }[],
): void {
  const rows = new Map(readComponentRows(tx).map((row) => [row.path, row]));
  for (const { path, id, definitionPath } of mounted) {
    if (path === "") continue;
    const row = rows.get(path);
    rows.delete(path);
    if (row === undefined) {
      tx.insert(ROOT_SYSTEM, TABLE, { path, componentId: id, definitionPath, state: "active" });
    } else if (row.state !== "active" || row.definitionPath !== definitionPath) {
      tx.patch(ROOT_SYSTEM, row._id, { definitionPath, state: "active" }, TABLE);
    }
  }
  for (const gone of rows.values()) {
    if (gone.state === "active") tx.patch(ROOT_SYSTEM, gone._id, { state: "unmounted" }, TABLE);
  }
}
