// From the JSON a schema module exports to the engine's SchemaDefinition, with every rule about
// names, fields and counts that Convex holds a schema to.

import type {
  JsonText,
  JsonValue,
  SchemaDefinition,
  TableDefinition,
  ValidatorJson,
} from "../../kernel/database-types.ts";
import { LIMITS } from "../../kernel/limits.ts";
import { pushError, pushLimitError } from "../wire/push-error.ts";
import { IDENTIFIER, parseIndexes, record, type Json } from "./schema-indexes.ts";
import { isValidatorJson } from "./schema-validators.ts";

export interface ParsedSchema {
  definition: SchemaDefinition;
  /** The exported object as it was, for the answer to the CLI. */
  exported: JsonValue;
  /** `defineTable(…).staged(…)`: checked in advance, not enforced. By table. */
  staged: Record<string, ValidatorJson>;
}

const MAX_NAME_LENGTH = LIMITS.tableNameLength.value;
const MAX_TABLES = LIMITS.tables.value;

/**
 * Parses what `defineSchema(…).export()` returned.
 * @throws BackendError with the codes of schema errors (`InvalidTableName`, `EmptyIndex`, …)
 */
export function parseSchema(text: JsonText): ParsedSchema {
  const exported = JSON.parse(text) as JsonValue;
  const root = record(exported);
  if (root === null || !Array.isArray(root.tables)) {
    throw pushError("InvalidSchema", "schema.ts did not export a schema: use defineSchema({ … }).");
  }
  if (root.tables.length > MAX_TABLES) {
    throw pushLimitError(
      "tables",
      `The schema has ${root.tables.length} tables, more than ${MAX_TABLES}.`,
    );
  }
  const staged: Record<string, ValidatorJson> = {};
  const seen = new Set<string>();
  const tables = root.tables.map((item) => {
    const table = record(item) ?? {};
    const parsed = parseTable(table);
    if (seen.has(parsed.name)) {
      throw pushError("InvalidSchema", `The table "${parsed.name}" is defined twice.`);
    }
    seen.add(parsed.name);
    if (isValidatorJson(table.stagedDocumentType)) staged[parsed.name] = table.stagedDocumentType;
    return parsed;
  });
  return {
    definition: { tables, schemaValidation: root.schemaValidation !== false },
    exported,
    staged,
  };
}

function parseTable(table: Json): TableDefinition {
  const name = String(table.tableName);
  checkTableName(name);
  const documentType = table.documentType ?? null;
  if (documentType !== null && !isValidatorJson(documentType)) {
    throw pushError(
      "InvalidSchema",
      `The validator of table "${name}" is not one made with \`v\`.`,
    );
  }
  if (documentType !== null && !isDocumentType(documentType)) {
    throw pushError(
      "InvalidTopLevelTypeInSchemaError",
      `The document type of table "${name}" must be an object or a union of objects, got v.${documentType.type}().`,
    );
  }
  const indexes = parseIndexes(name, table, documentType);
  return { name, indexes, documentType };
}

function checkTableName(name: string): void {
  if (name.startsWith("_")) {
    throw pushError(
      "TableNameReserved",
      `The table name "${name}" is reserved: names that start with "_" are the system's.`,
    );
  }
  if (!IDENTIFIER.test(name) || name.length > MAX_NAME_LENGTH) {
    throw pushError(
      "InvalidTableName",
      `"${name}" is not a table name: use at most ${MAX_NAME_LENGTH} letters, digits and "_", starting with a letter.`,
    );
  }
}

function isDocumentType(type: ValidatorJson): boolean {
  if (type.type === "union") return type.value.length > 0 && type.value.every(isDocumentType);
  return type.type === "object" || type.type === "record" || type.type === "any";
}
