// Puts document writes into the store: the documents, every index of their tables, the counters.

import { encodeIdKey } from "./index-key.ts";
import { documentLimits, type SearchIndex, type TableInfo, type VectorIndex } from "./catalog.ts";
import { countName, documentRecord, storedEntry, StoreView, type Store } from "./store.ts";
import { parseTotals, postingsOf, totalsName, type SearchTotals } from "./text-search.ts";
import type { Commit } from "./types.ts";
import { canonicalDocument, type JsonObject } from "./value.ts";
import { vectorEntry } from "./vector-search.ts";
import { documentKey } from "./write-buffer.ts";

export type ChangedKeys = Commit["keys"];

/** Counts that documents change, added up to be stored once. */
export class Totals {
  readonly #store: Store;
  readonly #counts = new Map<string, number>();
  readonly #searches = new Map<string, SearchTotals>();

  constructor(store: Store) {
    this.#store = store;
  }

  addDocuments(table: TableInfo, change: number): void {
    const name = countName(table.byId);
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + change);
  }

  addTerms(index: SearchIndex, documents: number, terms: number): void {
    const sum = this.#searches.get(totalsName(index)) ?? { documents: 0, terms: 0 };
    sum.documents += documents;
    sum.terms += terms;
    this.#searches.set(totalsName(index), sum);
  }

  /** Inside the open write transaction. */
  save(): void {
    const { meta } = this.#store;
    for (const [name, change] of this.#counts) {
      if (change !== 0) meta.put(name, String(Number(meta.get(name) ?? "0") + change));
    }
    for (const [name, change] of this.#searches) {
      const { documents, terms } = parseTotals(meta.get(name));
      const sum = { documents: documents + change.documents, terms: terms + change.terms };
      meta.put(name, JSON.stringify(sum));
    }
  }
}

/**
 * Writes inside the open write transaction. `after` null removes the document. Reports the
 * index keys that appeared or went away, and how the counts change.
 */
export function writeDocument(
  store: Store,
  table: TableInfo,
  id: string,
  after: JsonObject | null,
  report: { keys: ChangedKeys; totals: Totals },
): void {
  const { keys, totals } = report;
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
  if (!before || !after) totals.addDocuments(table, after ? 1 : -1);
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
  totals: Totals,
): void {
  const id = document["_id"] as string;
  for (const index of table.indexes) {
    if (!isNew(index.id)) continue;
    const { key, value } = storedEntry({ key: documentKey(index, document, id), id });
    store.entries.put(key, value);
  }
  for (const index of table.searchIndexes) {
    if (isNew(index.id)) writePostings(store, index, id, null, document, { keys: [], totals });
  }
  for (const index of table.vectorIndexes) {
    if (isNew(index.id)) writeVector(store, index, id, null, document);
  }
}

function writePostings(
  store: Store,
  index: SearchIndex,
  id: string,
  before: JsonObject | null,
  after: JsonObject | null,
  { keys, totals }: { keys: ChangedKeys; totals: Totals },
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
  const documents = Number(next.length > 0) - Number(old.length > 0);
  totals.addTerms(index, documents, next.length - old.length);
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
