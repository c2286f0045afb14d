// Schemas compared, and held against the documents that are stored.

import type { ComponentId, Database, SchemaDefinition } from "../../kernel/database-types.ts";
import { stableJson } from "../wire/stable-json.ts";

/** Whether two schemas mean the same: order of tables and indexes does not matter. */
export function sameSchema(a: SchemaDefinition | null, b: SchemaDefinition | null): boolean {
  return normalized(a) === normalized(b);
}

function normalized(schema: SchemaDefinition | null): string {
  if (schema === null) return "null";
  const byName = <T extends { name: string }>(items: T[]): T[] =>
    [...items].sort((x, y) => (x.name < y.name ? -1 : 1));
  return stableJson({
    schemaValidation: schema.schemaValidation,
    tables: byName(schema.tables).map((table) => ({ ...table, indexes: byName(table.indexes) })),
  });
}

export interface SchemaFailure {
  error: string;
  componentPath: string;
  tableName: string;
}

/**
 * The first stored document that a new schema would refuse, or null. Only tables whose validator
 * changes are held against their documents: what was enforced before holds still.
 */
export function findSchemaFailure(
  database: Pick<Database, "schema" | "checkSchema">,
  schemas: { component: ComponentId; path: string; schema: SchemaDefinition | null }[],
): SchemaFailure | null {
  for (const { component, path, schema } of schemas) {
    if (schema === null || !schema.schemaValidation) continue;
    const tables = changedTables(database.schema(component), schema);
    if (tables.length === 0) continue;
    const check = database.checkSchema(component, { ...schema, tables });
    if (check.ok) continue;
    const error = check.error.startsWith("Document with ID")
      ? check.error
      : `Document with ID "${check.id}" in table "${check.table}" does not match the schema: ${check.error}`;
    return { error, componentPath: path, tableName: check.table };
  }
  return null;
}

function changedTables(
  before: SchemaDefinition | null,
  after: SchemaDefinition,
): SchemaDefinition["tables"] {
  const enforced = new Map(
    (before?.schemaValidation === true ? before.tables : []).map((table) => [
      table.name,
      stableJson(table.documentType),
    ]),
  );
  return after.tables.filter(
    (table) => enforced.get(table.name) !== stableJson(table.documentType),
  );
}
