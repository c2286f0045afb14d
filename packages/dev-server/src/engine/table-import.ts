// Import of a whole table: documents keep the ids and creation times they come with.

import { BackendError } from "../errors.ts";
import {
  catalogKey,
  CATALOG_INDEX,
  checkTableName,
  isSystemTable,
  type TableInfo,
} from "./catalog.ts";
import type { CommitBatch } from "./commit-batch.ts";
import { millisAfter, nextFloat } from "./creation-time.ts";
import { decodeId, encodeId, INTERNAL_ID_BYTES } from "./ids.ts";
import { encodeIdKey, encodePrefix } from "./index-key.ts";
import { prefixEnd } from "./bytes.ts";
import type { ChangedKeys } from "./index-writer.ts";
import { clearIndex } from "./schema-apply.ts";
import { checkDocument } from "./schema.ts";
import { StoreView } from "./store.ts";
import type { DocumentWrite, JsonValue, Namespace, RandomBytes } from "./types.ts";
import { canonicalDocument, kindOf, type JsonObject } from "./value.ts";

export interface ImportRequest {
  ns: Namespace;
  table: string;
  documents: JsonValue[];
  mode: "append" | "replace" | "requireEmpty";
  /** ms */
  now: number;
  random: RandomBytes;
}

/**
 * Writes the documents in one commit and returns how many there were. A table that is made or
 * replaced takes the number that stands in the documents' ids. Throws BackendError: bad documents,
 * ids of several tables, a table that is not empty (requireEmpty), a schema mismatch.
 */
export function importDocuments(batch: CommitBatch, request: ImportRequest): number {
  const { ns, table: name, mode } = request;
  if (!isSystemTable(name)) checkTableName(name);
  const number = numberInIds(request.documents);
  const keys: ChangedKeys = [];
  const removals = mode === "append" ? [] : existingDocuments(batch, ns, name);
  if (mode === "requireEmpty" && removals.length > 0) {
    throw new BackendError(
      "TableNotEmpty",
      `Table "${name}" is not empty: choose to append or to replace.`,
    );
  }
  const current = batch.catalog.table(ns.component, name);
  if (current && number !== null && current.number !== number) {
    if (mode === "append") throw foreignIds(name);
    if (removals.length > 0) batch.apply(batch.nextTs([]), { writes: removals, newTables: [] });
    renumber(batch, current, number);
    keys.push({ indexId: CATALOG_INDEX, key: catalogKey(ns.component, name) });
    removals.length = 0;
  }
  if (!current) {
    const chosen = number ?? batch.catalog.numberForNew(ns.component, name);
    const owner = batch.catalog.tableByNumber(ns.component, chosen);
    if (owner) throw foreignIds(name);
    keys.push(...batch.addTables([{ component: ns.component, table: name, number: chosen }]));
  }
  const table = batch.catalog.table(ns.component, name)!;
  const writes = importWrites(batch, table, request);
  const replaced = new Set(writes.map(({ id }) => id));
  const kept = removals.filter(({ id }) => !replaced.has(id));
  batch.apply(batch.nextTs([]), { writes: [...kept, ...writes], newTables: [], keys });
  return writes.length;
}

function importWrites(
  batch: CommitBatch,
  table: TableInfo,
  request: ImportRequest,
): DocumentWrite[] {
  const view = new StoreView(batch.store, null);
  const resolver = batch.catalog.resolver(table.component);
  let creationTime = Math.max(request.now, millisAfter(batch.latestTs));
  return request.documents.map((document) => {
    const fields = document as JsonObject;
    const id =
      (fields["_id"] as string | undefined) ??
      encodeId(table.number, request.random(INTERNAL_ID_BYTES));
    creationTime = nextFloat(creationTime);
    const { value } = canonicalDocument({
      ...fields,
      _id: id,
      _creationTime: fields["_creationTime"] ?? creationTime,
    });
    checkDocument(table, value, resolver);
    const before = view.document(encodeIdKey(table.byId.id, id))?.text ?? null;
    return {
      component: table.component,
      table: table.name,
      id,
      before,
      after: JSON.stringify(value),
    };
  });
}

/** The table number all ids share; null when no document has one. */
function numberInIds(documents: JsonValue[]): number | null {
  let number: number | null = null;
  for (const document of documents) {
    if (kindOf(document) !== "object")
      throw new BackendError("InvalidDocumentError", "A document must be an object.");
    const { _id: id, _creationTime: creationTime } = document as JsonObject;
    if (creationTime !== undefined && typeof creationTime !== "number") {
      throw new BackendError("InvalidDocumentError", "The field _creationTime must be a number.");
    }
    if (id === undefined) continue;
    const decoded = typeof id === "string" ? decodeId(id) : null;
    if (!decoded)
      throw new BackendError(
        "InvalidId",
        `The field _id holds ${JSON.stringify(id)}, which is not an ID.`,
      );
    if (number !== null && decoded.tableNumber !== number) {
      throw new BackendError("InvalidId", "The documents have ids of more than one table.");
    }
    number = decoded.tableNumber;
  }
  return number;
}

function foreignIds(table: string): BackendError {
  return new BackendError(
    "InvalidId",
    `The documents have ids that belong to another table than "${table}".`,
  );
}

function existingDocuments(batch: CommitBatch, ns: Namespace, name: string): DocumentWrite[] {
  const table = batch.catalog.table(ns.component, name);
  if (!table) return [];
  const view = new StoreView(batch.store, null);
  const low = encodePrefix(table.byId.id, []);
  const entries = view.entries(
    table.byId,
    { low, high: prefixEnd(low), reverse: false },
    Number.MAX_SAFE_INTEGER,
  );
  return entries.map(({ key, id }) => {
    const before = view.document(key)!.text;
    return { component: ns.component, table: name, id, before, after: null };
  });
}

/** Gives an empty table another number, and with it fresh indexes. */
function renumber(batch: CommitBatch, table: TableInfo, number: number): void {
  const taken = batch.catalog.tableByNumber(table.component, number);
  if (taken || isSystemTable(table.name)) throw foreignIds(table.name);
  batch.catalog = batch.catalog.draft();
  const { tables } = batch.catalog.stored.components[table.component]!;
  const old = tables[table.name]!;
  for (const { id } of [
    table.byId,
    ...table.indexes,
    ...table.searchIndexes,
    ...table.vectorIndexes,
  ]) {
    clearIndex(batch.store, id);
  }
  const fresh = batch.catalog.addTable(table.component, table.name, number);
  fresh.indexes = old.indexes.map(({ definition }) => ({
    id: batch.catalog.nextIndexId(),
    definition,
  }));
  batch.catalog.changed(table.component);
}
