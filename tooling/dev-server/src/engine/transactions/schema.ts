// Schemas: what a document must match, what changes between two schemas, whether data fits a new one.

import type {
  IndexChanges,
  IndexDefinition,
  JsonValue,
  SchemaDefinition,
  TableDefinition,
} from "../../kernel/database-types.ts";
import { BackendError } from "../../kernel/errors.ts";
import type { TableInfo, TableResolver } from "../storage/catalog.ts";
import { validateValue } from "../values/validate.ts";
import type { JsonObject } from "../values/value.ts";

/**
 * Why a document does not match its table's validator, or null. System fields are not looked at.
 */
export function schemaProblem(
  documentType: TableDefinition["documentType"],
  document: JsonObject,
  tables: TableResolver,
): string | null {
  if (documentType === null) return null;
  const fields: JsonObject = {};
  for (const name in document) {
    if (name !== "_id" && name !== "_creationTime") fields[name] = document[name]!;
  }
  return validateValue(documentType, fields, tables);
}

/** Throws BackendError when the schema in force does not allow this document. */
export function checkDocument(table: TableInfo, document: JsonObject, tables: TableResolver): void {
  const problem = schemaProblem(table.documentType, document, tables);
  if (problem === null) return;
  throw new BackendError(
    "SchemaEnforcementError",
    `Failed to insert or update a document in table "${table.name}" because it does not match the schema: ${problem}`,
  );
}

/** Whether two definitions make the same index, but for being staged. */
export function isSameIndex(a: IndexDefinition, b: IndexDefinition): boolean {
  return shapeOf(a) === shapeOf(b);
}

/** The definition with its fields in one order, without `staged`; filter fields are a set. */
function shapeOf(definition: IndexDefinition): string {
  const shape: JsonValue[] = [definition.kind, definition.name];
  switch (definition.kind) {
    case "database":
      shape.push(definition.fields);
      break;
    case "search":
      shape.push(definition.searchField, [...definition.filterFields].sort());
      break;
    case "vector":
      shape.push(
        definition.vectorField,
        definition.dimensions,
        [...definition.filterFields].sort(),
      );
      break;
    default:
      definition satisfies never;
  }
  return JSON.stringify(shape);
}

/** Index changes from one list of tables to another. */
export function indexChanges(
  current: { table: string; index: IndexDefinition }[],
  next: SchemaDefinition | null,
): IndexChanges {
  const wanted = (next?.tables ?? []).flatMap(({ name, indexes }) =>
    indexes.map((index) => ({ table: name, index })),
  );
  type Entry = (typeof wanted)[number];
  const matching = (list: Entry[], { table, index }: Entry) =>
    list.find((other) => other.table === table && isSameIndex(other.index, index));
  const switched = (staged: boolean) =>
    wanted.filter((entry) => {
      const before = matching(current, entry);
      return before && before.index.staged !== entry.index.staged && entry.index.staged === staged;
    });
  return {
    added: wanted.filter((entry) => !matching(current, entry)),
    removed: current.filter((entry) => !matching(wanted, entry)),
    enabled: switched(false),
    disabled: switched(true),
  };
}
