// Puts document writes into the store: the documents, every index of their tables, the counters.

import type { Commit } from "../../kernel/database-types.ts";
import type { SharedEntries } from "../search/shared-entries.ts";
import { writePostings } from "../search/text-writer.ts";
import { vectorEntries } from "../search/vector-search.ts";
import { documentLimits, type TableInfo, type VectorIndex } from "../storage/catalog.ts";
import { storedEntry, StoreView, type Store } from "../storage/store.ts";
import { documentKey } from "../storage/write-buffer.ts";
import { documentRecord } from "../values/document-record.ts";
import { encodeIdKey } from "../values/index-key.ts";
import { canonicalDocument, type JsonObject } from "../values/value.ts";

export type ChangedKeys = Commit["keys"];

/**
 * Writes inside the open write transaction. `after` null removes the document. Reports the
 * index keys that appeared or went away, and how the counts change.
 */
export function writeDocument(
  store: Store,
  table: TableInfo,
  id: string,
  after: JsonObject | null,
  report: { keys: ChangedKeys; shared: SharedEntries },
): void {
  const { keys, shared } = report;
  const view = new StoreView(store, null);
  const idKey = encodeIdKey(table.byId.id, id);
  const stored = view.document(idKey);
  const before = stored ? (JSON.parse(stored.text) as JsonObject) : null;
  if (!before && !after) return;
  keys.push({ indexId: table.byId.id, key: idKey });
  if (after) {
    const { value, size } = canonicalDocument(after, documentLimits(table.name));
    store.documents.put(idKey, documentRecord({ text: JSON.stringify(value), size }));
  } else {
    store.documents.remove(idKey);
  }
  if (!before || !after) shared.addDocuments(table, after ? 1 : -1);
  for (const index of table.indexes) {
    const oldKey = before && documentKey(index, before, id);
    const newKey = after && documentKey(index, after, id);
    if (oldKey) keys.push({ indexId: index.id, key: oldKey });
    if (oldKey && newKey?.equals(oldKey)) continue;
    if (oldKey) store.entries.remove(storedEntry({ key: oldKey, id }).key);
    if (!newKey) continue;
    keys.push({ indexId: index.id, key: newKey });
    const { key, value } = storedEntry({ key: newKey, id });
    store.entries.put(key, value);
  }
  for (const index of table.searchIndexes) writePostings(store, index, id, before, after, report);
  for (const index of table.vectorIndexes) writeVector(store, index, id, before, after);
}

/** Adds one document to an index that was made after it. Inside the open write transaction. */
export function fillIndexes(
  store: Store,
  table: TableInfo,
  document: JsonObject,
  isNew: (indexId: number) => boolean,
  shared: SharedEntries,
): void {
  const id = document["_id"] as string;
  for (const index of table.indexes) {
    if (!isNew(index.id)) continue;
    const { key, value } = storedEntry({ key: documentKey(index, document, id), id });
    store.entries.put(key, value);
  }
  for (const index of table.searchIndexes) {
    if (isNew(index.id)) writePostings(store, index, id, null, document, { keys: [], shared });
  }
  for (const index of table.vectorIndexes) {
    if (isNew(index.id)) writeVector(store, index, id, null, document);
  }
}

function writeVector(
  store: Store,
  index: VectorIndex,
  id: string,
  before: JsonObject | null,
  after: JsonObject | null,
): void {
  const old = (before && vectorEntries(index, before, id)) ?? [];
  const next = (after && vectorEntries(index, after, id)) ?? [];
  for (const { key } of old) store.vectors.remove(key);
  for (const { key, value } of next) store.vectors.put(key, value);
}
