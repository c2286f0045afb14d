// Imported documents as they will be stored: with ids, creation times, and checked against the schema.

import type { TableResolver } from "../engine/storage/catalog.ts";
import { SYSTEM_TABLES } from "../engine/storage/system-tables.ts";
import { schemaProblem } from "../engine/transactions/schema.ts";
import { nextFloat } from "../engine/values/creation-time.ts";
import { decodeId, encodeId, INTERNAL_ID_BYTES } from "../engine/values/ids.ts";
import { validateValue } from "../engine/values/validate.ts";
import { canonicalDocument } from "../engine/values/value.ts";
import type {
  ComponentId,
  JsonText,
  JsonValue,
  RandomBytes,
  SchemaDefinition,
  ValidatorJson,
} from "../kernel/database-types.ts";
import { BackendError } from "../kernel/errors.ts";
import type { DocumentJson } from "./import-parse.ts";

interface NewTable {
  component: ComponentId;
  table: string;
  documents: DocumentJson[];
  /** The number in the ids where the documents come from. */
  number: number | null;
  isCsv?: boolean;
}

export interface PreparedTable {
  component: ComponentId;
  table: string;
  number: number;
  documents: { id: string; text: JsonText }[];
}

interface Surroundings {
  tableNumber: (component: ComponentId, table: string) => number | null;
  /** Names of a component's tables, also the system's. */
  tables: (component: ComponentId) => string[];
  /** The number the next new table of a component gets; lower ones may have been used before. */
  nextNumber: (component: ComponentId) => number;
  schema: (component: ComponentId) => SchemaDefinition | null;
  /** True: an id of another table is an error. False: it is given the table's number. */
  keepsIds: boolean;
  random: RandomBytes;
  /** ms */
  now: number;
}

/**
 * Prepares tables to be stored together. A table that exists keeps its number: ids from elsewhere
 * that have another one are translated, also where other documents of the import mention them.
 * @throws BackendError 400: InvalidId, DuplicateId, SchemaEnforcementError
 */
export function newDocuments(tables: NewTable[], around: Surroundings): PreparedTable[] {
  const components = [...new Set(tables.map(({ component }) => component))];
  return components.flatMap((component) => {
    const own = tables.filter((table) => table.component === component);
    const numbers = chooseNumbers(component, own, around);
    const translations = translateIds(own, numbers, around.keepsIds);
    return own.map((table) => prepareTable(table, { component, numbers, translations, around }));
  });
}

/** Numbers by table name: of existing tables, then the requested one where it is free, then the next free one. */
function chooseNumbers(
  component: ComponentId,
  tables: NewTable[],
  around: Surroundings,
): Map<string, number> {
  const numbers = new Map<string, number>(SYSTEM_TABLES.map(({ name, number }) => [name, number]));
  for (const name of around.tables(component)) {
    const number = around.tableNumber(component, name);
    if (number !== null) numbers.set(name, number);
  }
  let next = around.nextNumber(component);
  const used = new Set(numbers.values());
  const choose = (table: string, number: number) => {
    numbers.set(table, number);
    used.add(number);
  };
  const missing = tables.filter(({ table }) => !numbers.has(table));
  for (const { table, number, documents } of missing) {
    const requested = number ?? numberInIds(documents);
    if (requested !== null && requested >= next && !used.has(requested)) choose(table, requested);
  }
  for (const { table } of missing) {
    if (numbers.has(table)) continue;
    while (used.has(next)) next += 1;
    choose(table, next);
  }
  return numbers;
}

function numberInIds(documents: DocumentJson[]): number | null {
  const id = documents.find(({ _id }) => typeof _id === "string")?._id;
  return (typeof id === "string" ? decodeId(id)?.tableNumber : undefined) ?? null;
}

/** New ids by old ones, for ids that have the number of another table. */
function translateIds(
  tables: NewTable[],
  numbers: Map<string, number>,
  keepsIds: boolean,
): Map<string, string> {
  const translations = new Map<string, string>();
  for (const { table, documents } of tables) {
    const number = numbers.get(table) ?? 0;
    for (const { _id: id } of documents) {
      if (id === undefined) continue;
      const decoded = typeof id === "string" ? decodeId(id) : null;
      if (
        typeof id !== "string" ||
        decoded === null ||
        (keepsIds && decoded.tableNumber !== number)
      ) {
        throw new BackendError(
          "InvalidId",
          `Table "${table}": ${JSON.stringify(id)} is not the id of a document of this table.`,
        );
      }
      if (decoded.tableNumber !== number) {
        translations.set(id, encodeId(number, decoded.internalId));
      }
    }
  }
  return translations;
}

function prepareTable(
  { table, documents, isCsv }: NewTable,
  context: {
    component: ComponentId;
    numbers: Map<string, number>;
    translations: Map<string, string>;
    around: Surroundings;
  },
): PreparedTable {
  const { component, numbers, translations, around } = context;
  const number = numbers.get(table) ?? 0;
  const schema = around.schema(component);
  const documentType = schema?.schemaValidation
    ? (schema.tables.find(({ name }) => name === table)?.documentType ?? null)
    : null;
  const resolver = resolverOf(numbers);
  const seen = new Set<string>();
  let creationTime = around.now;
  const prepared = documents.map((read) => {
    const document = isCsv === true ? withoutEmptyCells(read, documentType, resolver) : read;
    const given =
      translations.size === 0 ? document : (translate(document, translations) as DocumentJson);
    const id =
      (given._id as string | undefined) ?? encodeId(number, around.random(INTERNAL_ID_BYTES));
    if (seen.has(id))
      throw new BackendError("DuplicateId", `Table "${table}" has the id ${id} twice.`);
    seen.add(id);
    if (typeof given._creationTime !== "number") creationTime = nextFloat(creationTime);
    const { value } = canonicalDocument({
      ...given,
      _id: id,
      _creationTime: typeof given._creationTime === "number" ? given._creationTime : creationTime,
    });
    const problem = schemaProblem(documentType, value, resolver);
    if (problem !== null) {
      throw new BackendError(
        "SchemaEnforcementError",
        `Document ${id} of table "${table}" does not match the schema: ${problem}`,
      );
    }
    return { id, text: JSON.stringify(value) };
  });
  return { component, table, number, documents: prepared };
}

/** An empty cell is an empty text, but where only leaving an optional field out fits the schema. */
function withoutEmptyCells(
  document: DocumentJson,
  documentType: ValidatorJson | null,
  tables: TableResolver,
): DocumentJson {
  if (documentType?.type !== "object") return document;
  const isAbsent = ([name, value]: [string, JsonValue]): boolean => {
    if (value !== "" || !Object.hasOwn(documentType.value, name)) return false;
    const { fieldType, optional } = documentType.value[name]!;
    return optional && validateValue(fieldType, value, tables) !== null;
  };
  return Object.fromEntries(Object.entries(document).filter((cell) => !isAbsent(cell)));
}

function resolverOf(numbers: Map<string, number>): TableResolver {
  const names = new Map([...numbers].map(([name, number]) => [number, name]));
  return {
    numberOf: (table) => numbers.get(table) ?? null,
    nameOf: (number) => names.get(number) ?? null,
  };
}

/** The value with every string that is an old id replaced by the new one. */
function translate(value: JsonValue, translations: Map<string, string>): JsonValue {
  if (typeof value === "string") return translations.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => translate(item, translations));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, translate(field, translations)]),
  );
}
