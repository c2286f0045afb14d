// Puts document writes into the store: the documents, every index of their tables, the counters.

import { encodeIdKey } from "./index-key.ts";
import { documentLimits, type SearchIndex, type TableInfo, type VectorIndex } from "./catalog.ts";
import { scopesOf } from "./filter-scope.ts";
import {
  indexedText,
  parseTotals,
  postingsOf,
  totalsKey,
  totalsValue,
  type IndexedText,
  type SearchTotals,
} from "./postings.ts";
import { countName, documentRecord, storedEntry, StoreView, type Store } from "./store.ts";
import type { Commit } from "./types.ts";
import { canonicalDocument, type JsonObject } from "./value.ts";
import { vectorEntries } from "./vector-search.ts";
import { documentKey } from "./write-buffer.ts";

export type ChangedKeys = Commit["keys"];

/** Counts that documents change, added up to be stored once. */
export class Totals {
  readonly #store: Store;
  readonly #counts = new Map<string, number>();
  /** By the keys of the totals, as latin1 text. */
  readonly #searches = new Map<string, SearchTotals>();

  constructor(store: Store) {
    this.#store = store;
  }

  addDocuments(table: TableInfo, change: number): void {
    const name = countName(table.byId);
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + change);
  }

  /** @param sign 1 for a text that is added, -1 for one that is removed */
  addText(index: SearchIndex, { hashes, length }: IndexedText, sign: 1 | -1): void {
    for (const scope of scopesOf(index, hashes)) {
      const key = totalsKey(scope).toString("latin1");
      const { documents, terms } = this.#searches.get(key) ?? { documents: 0, terms: 0 };
      const sum = { documents: documents + sign, terms: terms + sign * length };
      this.#searches.set(key, sum);
    }
  }

  /** Inside the open write transaction. */
  save(): void {
    const { meta, postings } = this.#store;
    for (const [name, change] of this.#counts) {
      if (change !== 0) meta.put(name, String(Number(meta.get(name) ?? "0") + change));
    }
    for (const [text, change] of this.#searches) {
      if (change.documents === 0 && change.terms === 0) continue;
      const key = Buffer.from(text, "latin1");
      const { documents, terms } = parseTotals(postings.get(key));
      const sum = { documents: documents + change.documents, terms: terms + change.terms };
      if (sum.documents === 0) postings.remove(key);
      else postings.put(key, totalsValue(sum));
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

/** Writes what differs; reports the keys of all postings, for searches also show the other fields. */
function writePostings(
  store: Store,
  index: SearchIndex,
  id: string,
  before: JsonObject | null,
  after: JsonObject | null,
  { keys, totals }: { keys: ChangedKeys; totals: Totals },
): void {
  const oldText = before && indexedText(index, before);
  const newText = after && indexedText(index, after);
  const none: ReturnType<typeof postingsOf> = new Map();
  const old = oldText ? postingsOf(index, oldText, id) : none;
  const next = newText ? postingsOf(index, newText, id) : none;
  for (const [name, { key }] of old) {
    keys.push({ indexId: index.id, key });
    if (!next.has(name)) store.postings.remove(key);
  }
  for (const [name, { key, value }] of next) {
    const earlier = old.get(name);
    if (!earlier) keys.push({ indexId: index.id, key });
    if (!earlier?.value.equals(value)) store.postings.put(key, value);
  }
  if (oldText) totals.addText(index, oldText, -1);
  if (newText) totals.addText(index, newText, 1);
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
