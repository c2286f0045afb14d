// Puts document writes into the store: the documents, every index of their tables, the counters.

import { encodeIdKey } from "./index-key.ts";
import type { SearchIndex, TableInfo, VectorIndex } from "./catalog.ts";
import { documentRecord, storedEntry, StoreView, type Store } from "./store.ts";
import { postingsOf, searchTotals, totalsName } from "./text-search.ts";
import type { Commit } from "./types.ts";
import { canonicalDocument, type JsonObject } from "./value.ts";
import { vectorEntry } from "./vector-search.ts";
import { documentKey } from "./write-buffer.ts";

export type ChangedKeys = Commit["keys"];

/**
 * Writes inside the open write transaction. `after` null removes the document. Adds the index keys
 * that appeared or went away to `keys`.
 */
export function writeDocument(
  store: Store,
  table: TableInfo,
  id: string,
  after: JsonObject | null,
  keys: ChangedKeys,
): void {
  const view = new StoreView(store, null);
  const idKey = encodeIdKey(table.byId.id, id);
  const stored = view.document(idKey);
  const before = stored ? (JSON.parse(stored.text) as JsonObject) : null;
  if (!before && !after) return;
  keys.push({ indexId: table.byId.id, key: idKey });
  if (after) {
    const { value, size } = canonicalDocument(after);
    store.documents.put(idKey, documentRecord({ text: JSON.stringify(value), size }));
  } else {
    store.documents.remove(idKey);
  }
  if (!before || !after) addToCount(store, view, table, after ? 1 : -1);
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
  for (const index of table.searchIndexes)
    writePostings(store, view, index, id, before, after, keys);
  for (const index of table.vectorIndexes) writeVector(store, index, id, before, after);
}

/** Adds one document to an index that was made after it. Inside the open write transaction. */
export function fillIndexes(
  store: Store,
  table: TableInfo,
  document: JsonObject,
  isNew: (indexId: number) => boolean,
): void {
  const id = document["_id"] as string;
  const view = new StoreView(store, null);
  for (const index of table.indexes) {
    if (!isNew(index.id)) continue;
    const { key, value } = storedEntry({ key: documentKey(index, document, id), id });
    store.entries.put(key, value);
  }
  for (const index of table.searchIndexes) {
    if (isNew(index.id)) writePostings(store, view, index, id, null, document, []);
  }
  for (const index of table.vectorIndexes) {
    if (isNew(index.id)) writeVector(store, index, id, null, document);
  }
}

function addToCount(store: Store, view: StoreView, table: TableInfo, change: number): void {
  store.meta.put(`count/${table.byId.id}`, String(view.count(table.byId) + change));
}

function writePostings(
  store: Store,
  view: StoreView,
  index: SearchIndex,
  id: string,
  before: JsonObject | null,
  after: JsonObject | null,
  keys: ChangedKeys,
): void {
  const old = before ? postingsOf(index, before, id) : { postings: [], length: 0 };
  const next = after ? postingsOf(index, after, id) : { postings: [], length: 0 };
  for (const { key } of old.postings) {
    store.postings.remove(key);
    keys.push({ indexId: index.id, key });
  }
  for (const { key, value } of next.postings) {
    store.postings.put(key, value);
    keys.push({ indexId: index.id, key });
  }
  if (old.length === 0 && next.length === 0) return;
  const totals = searchTotals(view, index);
  totals.documents += Number(next.length > 0) - Number(old.length > 0);
  totals.terms += next.length - old.length;
  store.meta.put(totalsName(index), JSON.stringify(totals));
}

function writeVector(
  store: Store,
  index: VectorIndex,
  id: string,
  before: JsonObject | null,
  after: JsonObject | null,
): void {
  const old = before && vectorEntry(index, before, id);
  const next = after && vectorEntry(index, after, id);
  if (old && !next) store.vectors.remove(old.key);
  if (next) store.vectors.put(next.key, next.value);
}
