// From the JSON a schema module exports to the engine's SchemaDefinition, with every rule about
// names, fields and counts that Convex holds a schema to.

import type {
  IndexDefinition,
  JsonText,
  JsonValue,
  SchemaDefinition,
  TableDefinition,
  ValidatorJson,
} from "../engine/types.ts";
import { pushError } from "./push-error.ts";
import { canHoldField, isValidatorJson } from "./schema-validators.ts";

export interface ParsedSchema {
  definition: SchemaDefinition;
  /** The exported object as it was, for the answer to the CLI. */
  exported: JsonValue;
  /** `defineTable(…).staged(…)`: checked in advance, not enforced. By table. */
  staged: Record<string, ValidatorJson>;
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
const MAX_NAME_LENGTH = 64;
const MAX_TABLES = 10_000;
const MAX_INDEXES = 32;
const MAX_SEARCH_INDEXES = 4;
const MAX_FIELDS = 16;
const RESERVED_INDEXES = new Set(["by_id", "by_creation_time"]);

type Json = Record<string, JsonValue>;

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
    throw pushError(
      "TooManyTables",
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
  const indexes = [
    ...list(table.indexes).map((item) => databaseIndex(name, item, false)),
    ...list(table.stagedDbIndexes).map((item) => databaseIndex(name, item, true)),
    ...list(table.searchIndexes).map((item) => searchIndex(name, item, false)),
    ...list(table.stagedSearchIndexes).map((item) => searchIndex(name, item, true)),
    ...list(table.vectorIndexes).map((item) => vectorIndex(name, item, false)),
    ...list(table.stagedVectorIndexes).map((item) => vectorIndex(name, item, true)),
  ];
  checkIndexCounts(name, indexes);
  if (documentType !== null) {
    for (const index of indexes) checkFieldsExist(name, index, documentType);
  }
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

function indexName(table: string, index: Json): string {
  const name = String(index.indexDescriptor);
  if (RESERVED_INDEXES.has(name) || name.startsWith("_")) {
    throw pushError(
      "IndexNameReserved",
      `In table "${table}" the index name "${name}" is reserved; choose another.`,
    );
  }
  if (!IDENTIFIER.test(name) || name.length > MAX_NAME_LENGTH) {
    throw pushError(
      "InvalidIndexName",
      `In table "${table}" "${name}" is not an index name: use at most ${MAX_NAME_LENGTH} letters, digits and "_", starting with a letter.`,
    );
  }
  return name;
}

function databaseIndex(table: string, item: JsonValue, staged: boolean): IndexDefinition {
  const index = record(item) ?? {};
  const name = indexName(table, index);
  const at = `In table "${table}" the index "${name}"`;
  const fields = list(index.fields).map(String);
  if (fields.length === 0) throw pushError("EmptyIndex", `${at} has no fields.`);
  checkFieldCount(at, fields);
  for (const field of fields) {
    if (field === "_id") throw pushError("IndexFieldsContainId", `${at} must not contain "_id".`);
    if (field === "_creationTime") {
      throw pushError(
        "IndexFieldsContainCreationTime",
        `${at} must not contain "_creationTime": every index ends with it by itself.`,
      );
    }
    checkField(at, field);
  }
  checkUnique(at, fields);
  return { kind: "database", name, fields, staged };
}

function searchIndex(table: string, item: JsonValue, staged: boolean): IndexDefinition {
  const index = record(item) ?? {};
  const name = indexName(table, index);
  const at = `In table "${table}" the search index "${name}"`;
  const searchField = String(index.searchField);
  checkField(at, searchField);
  return { kind: "search", name, searchField, filterFields: filterFields(at, index), staged };
}

function vectorIndex(table: string, item: JsonValue, staged: boolean): IndexDefinition {
  const index = record(item) ?? {};
  const name = indexName(table, index);
  const at = `In table "${table}" the vector index "${name}"`;
  const vectorField = String(index.vectorField);
  checkField(at, vectorField);
  const dimensions = Number(index.dimensions);
  if (!Number.isInteger(dimensions) || dimensions < 2 || dimensions > 4096) {
    throw pushError(
      "InvalidVectorDimensions",
      `${at} has ${String(index.dimensions)} dimensions; 2 to 4096 are possible.`,
    );
  }
  return {
    kind: "vector",
    name,
    vectorField,
    dimensions,
    filterFields: filterFields(at, index),
    staged,
  };
}

function filterFields(at: string, index: Json): string[] {
  const fields = list(index.filterFields).map(String);
  checkFieldCount(at, fields);
  for (const field of fields)
    if (field !== "_creationTime" && field !== "_id") checkField(at, field);
  checkUnique(at, fields);
  return fields;
}

function checkFieldCount(at: string, fields: string[]): void {
  if (fields.length > MAX_FIELDS) {
    throw pushError(
      "IndexTooManyFields",
      `${at} has ${fields.length} fields, more than ${MAX_FIELDS}.`,
    );
  }
}

function checkField(at: string, path: string): void {
  const parts = path.split(".");
  if (path.startsWith("_")) {
    throw pushError(
      "IndexFieldNameReserved",
      `${at} has the field "${path}": names that start with "_" are the system's.`,
    );
  }
  if (!parts.every((part) => IDENTIFIER.test(part))) {
    throw pushError(
      "InvalidIndexField",
      `${at} has the field "${path}", which is not a path of field names joined by ".".`,
    );
  }
}

function checkUnique(at: string, fields: string[]): void {
  const double = fields.find((field, index) => fields.indexOf(field) !== index);
  if (double !== undefined) {
    throw pushError("FieldsNotUniqueWithinIndex", `${at} has the field "${double}" twice.`);
  }
}

function checkIndexCounts(table: string, indexes: IndexDefinition[]): void {
  const names = indexes.map((index) => index.name);
  const double = names.find((name, index) => names.indexOf(name) !== index);
  if (double !== undefined) {
    throw pushError(
      "IndexNamesNotUnique",
      `In table "${table}" the index name "${double}" is used twice.`,
    );
  }
  const limits = { database: MAX_INDEXES, search: MAX_SEARCH_INDEXES, vector: MAX_SEARCH_INDEXES };
  for (const [kind, limit] of Object.entries(limits)) {
    const count = indexes.filter((index) => index.kind === kind).length;
    if (count > limit) {
      throw pushError(
        "TooManyIndexes",
        `The table "${table}" has ${count} ${kind} indexes, more than ${limit}.`,
      );
    }
  }
}

function checkFieldsExist(
  table: string,
  index: IndexDefinition,
  documentType: ValidatorJson,
): void {
  const missing = indexFields(index).find((field) => !canHoldField(documentType, field.split(".")));
  if (missing !== undefined) {
    throw pushError(
      "InvalidIndexField",
      `In table "${table}" the index "${index.name}" is invalid because it references the field "${missing}" that does not exist.`,
    );
  }
}

function indexFields(index: IndexDefinition): string[] {
  const fields =
    index.kind === "database"
      ? index.fields
      : index.kind === "search"
        ? [index.searchField, ...index.filterFields]
        : [index.vectorField, ...index.filterFields];
  return fields.filter((field) => !field.startsWith("_"));
}

function record(value: JsonValue | undefined): Json | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
}

function list(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value : [];
}
