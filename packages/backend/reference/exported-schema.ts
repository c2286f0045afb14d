// The tables of the app, as its schema hands them to the deployment.
import schema from "../convex/schema.ts";
import type { Shape } from "./app-functions.ts";

/** One table. */
export interface ExportedTable {
  tableName: string;
  documentType: Shape;
  indexes: { indexDescriptor: string; fields: string[] }[];
  searchIndexes: { indexDescriptor: string; searchField: string; filterFields: string[] }[];
  vectorIndexes: { indexDescriptor: string; vectorField: string; filterFields: string[] }[];
}

/** Reads the tables of `convex/schema.ts`, sorted by name. */
export function exportedTables(): ExportedTable[] {
  // `export` is not part of a schema's public type.
  const exported = (schema as unknown as { export(): string }).export();
  const { tables } = JSON.parse(exported) as { tables: ExportedTable[] };
  return tables.sort((a, b) => (a.tableName < b.tableName ? -1 : 1));
}
