// The indexes of a table in a schema: every rule about their names, fields and number.

import type { IndexDefinition, JsonValue, ValidatorJson } from "../../kernel/database-types.ts";
import { LIMITS } from "../../kernel/limits.ts";
import { pushError, pushLimitError } from "../wire/push-error.ts";
import { canHoldField } from "./schema-validators.ts";

export type Json = Record<string, JsonValue>;

export const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
const MAX_NAME_LENGTH = LIMITS.indexNameLength.value;
const MAX_DIMENSIONS = LIMITS.vectorDimensions.value;
const RESERVED_INDEXES = new Set(["by_id", "by_creation_time"]);

/**
 * The indexes that a table of an exported schema has, staged ones included.
 * @param documentType null when the table takes any document
 * @throws BackendError 400 with the codes of index errors (`EmptyIndex`, `TooManyIndexes`, …)
 */
export function parseIndexes(
  name: string,
  table: Json,
  documentType: ValidatorJson | null,
): IndexDefinition[] {
  const lists = [
    ["indexes", "stagedDbIndexes", databaseIndex],
    ["searchIndexes", "stagedSearchIndexes", searchIndex],
    ["vectorIndexes", "stagedVectorIndexes", vectorIndex],
  ] as const;
  checkIndexCount(
    name,
    lists.flatMap(([plain, staged]) => [...list(table[plain]), ...list(table[staged])]).length,
  );
  const indexes = lists.flatMap(([plain, staged, parse]) => [
    ...list(table[plain]).map((item) => parse(name, item, false)),
    ...list(table[staged]).map((item) => parse(name, item, true)),
  ]);
  checkNames(name, indexes);
  checkDifferent(name, indexes);
  if (documentType !== null) {
    for (const index of indexes) checkFieldsExist(name, index, documentType);
  }
  return indexes;
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
  checkFieldCount(at, fields, "fieldsPerIndex");
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
  if (!Number.isInteger(dimensions) || dimensions < 2 || dimensions > MAX_DIMENSIONS) {
    throw pushError(
      "InvalidVectorDimensionError",
      `${at} has ${String(index.dimensions)} dimensions; 2 to ${MAX_DIMENSIONS} are possible.`,
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
  checkFieldCount(at, fields, "filterFieldsPerIndex");
  for (const field of fields)
    if (field !== "_creationTime" && field !== "_id") checkField(at, field);
  checkUnique(at, fields);
  return fields;
}

function checkFieldCount(
  at: string,
  fields: string[],
  limit: "fieldsPerIndex" | "filterFieldsPerIndex",
): void {
  const { value } = LIMITS[limit];
  if (fields.length <= value) return;
  throw pushLimitError(limit, `${at} has ${fields.length} fields, more than ${value}.`);
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

function checkIndexCount(table: string, count: number): void {
  const { value } = LIMITS.indexesPerTable;
  if (count <= value) return;
  throw pushLimitError(
    "indexesPerTable",
    `The table "${table}" has ${count} indexes of all kinds, more than ${value}.`,
  );
}

function checkNames(table: string, indexes: IndexDefinition[]): void {
  const names = indexes.map((index) => index.name);
  const double = names.find((name, index) => names.indexOf(name) !== index);
  if (double === undefined) return;
  throw pushError(
    "IndexNamesNotUnique",
    `In table "${table}" the index name "${double}" is used twice.`,
  );
}

const SAME: Record<IndexDefinition["kind"], { code: string; what: string }> = {
  database: { code: "IndexNotUnique", what: "have the same fields" },
  search: {
    code: "SearchIndexFieldNotUnique",
    what: "search the same field with the same filters",
  },
  vector: { code: "VectorIndexFieldNotUnique", what: "search the same vectors" },
};

/** Two indexes that hold the same would cost twice and serve once. */
function checkDifferent(table: string, indexes: IndexDefinition[]): void {
  const seen = new Map<string, string>();
  for (const index of indexes) {
    const content = JSON.stringify([index.kind, contentOf(index)]);
    const other = seen.get(content);
    if (other !== undefined) {
      const { code, what } = SAME[index.kind];
      throw pushError(
        code,
        `In table "${table}" the indexes "${other}" and "${index.name}" ${what}; keep one of them.`,
      );
    }
    seen.set(content, index.name);
  }
}

function contentOf(index: IndexDefinition): unknown {
  if (index.kind === "database") return index.fields;
  if (index.kind === "search") return [index.searchField, index.filterFields.toSorted()];
  return [index.vectorField, index.dimensions];
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

/** The value when it is an object, else null. */
export function record(value: JsonValue | undefined): Json | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
}

/** The value when it is an array, else an empty one. */
export function list(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value : [];
}
