// Puts the text of a document into a full-text index: postings.ts.

import type { Commit } from "../../kernel/database-types.ts";
import type { SearchIndex } from "../storage/catalog.ts";
import { StoreView, type Store } from "../storage/store.ts";
import type { JsonObject } from "../values/value.ts";
import type { Posting } from "./posting-block.ts";
import {
  documentKey,
  documentName,
  documentValue,
  indexedText,
  newDocumentName,
  orderOf,
  postingsOf,
  scopeTexts,
  termKey,
  type IndexedText,
} from "./postings.ts";
import type { SharedEntries } from "./shared-entries.ts";

type ChangedKeys = Commit["keys"];

/** Writes what differs; reports the terms of all postings, for searches also show the other fields. */
export function writePostings(
  store: Store,
  index: SearchIndex,
  id: string,
  before: JsonObject | null,
  after: JsonObject | null,
  { keys, shared }: { keys: ChangedKeys; shared: SharedEntries },
): void {
  const old = before && indexedText(index, before);
  const next = after && indexedText(index, after);
  const names = placeDocument(store, index, id, old, next);
  const oldPostings = old ? placedPostings(index, old, names.old) : new Map<string, Placed>();
  const nextPostings = next ? placedPostings(index, next, names.next) : new Map<string, Placed>();
  for (const [place, { scope, posting }] of oldPostings) {
    keys.push({ indexId: index.id, key: termKey(scope, posting.term) });
    if (!nextPostings.has(place)) shared.postings.remove(scope, posting);
  }
  for (const [place, { scope, posting }] of nextPostings) {
    const earlier = oldPostings.get(place)?.posting;
    if (!earlier) keys.push({ indexId: index.id, key: termKey(scope, posting.term) });
    if (earlier?.count === posting.count && earlier.length === posting.length) continue;
    shared.postings.put(scope, posting);
  }
  if (old) shared.addText(index, old, -1);
  if (next) shared.addText(index, next, 1);
}

/** Keeps what the index remembers of a document; returns the names its postings have and get. */
function placeDocument(
  store: Store,
  index: SearchIndex,
  id: string,
  old: IndexedText | null,
  next: IndexedText | null,
): { old: string; next: string } {
  const view = new StoreView(store, null);
  const oldName = old && documentName(view, index, old.creationTime, id);
  if (oldName && next?.creationTime !== old?.creationTime) {
    store.postings.remove(documentKey(index, oldName));
  }
  if (!next) return { old: oldName ?? "", next: "" };
  const keeps = oldName !== null && next.creationTime === old?.creationTime;
  const name = keeps ? oldName : newDocumentName(view, index, next.creationTime, id);
  const key = documentKey(index, name);
  const value = documentValue(id, next.hashes);
  if (!view.posting(key)?.equals(value)) store.postings.put(key, value);
  return { old: oldName ?? name, next: name };
}

interface Placed {
  scope: string;
  posting: Posting;
}

/** Every posting of a document, by its place. */
function placedPostings(index: SearchIndex, text: IndexedText, name: string): Map<string, Placed> {
  const placed = new Map<string, Placed>();
  const postings = postingsOf(text, name);
  for (const scope of scopeTexts(index, text)) {
    for (const posting of postings) placed.set(scope + orderOf(posting), { scope, posting });
  }
  return placed;
}
