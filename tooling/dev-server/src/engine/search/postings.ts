// What a full-text index stores, all in the `postings` database:
//
//   document  index id · 0 · name            → document id · 4 bytes of hash per filter field
//   totals    scope · 0                      → documents (8) · terms (8) of the scope
//   block     scope · an end                 → the postings below the end that are in no block before:
//                                              posting-block.ts
//
// A posting is there once for each scope of its document (filter-scope.ts), and holds all that ranking
// needs: a search reads no document but those it returns. Postings are in the order of their terms, then
// of their documents' names: the _creationTime (8), latest first, and where another document has that
// name already, the id. Terms are runs of letters and digits in lower case, of 1 to 32 bytes.

import { LIMITS } from "../../kernel/limits.ts";
import type { SearchIndex } from "../storage/catalog.ts";
import type { StoreView } from "../storage/store.ts";
import { prefixEnd } from "../values/bytes.ts";
import { KeyWriter } from "../values/index-key.ts";
import { totalOrder } from "../values/value-order.ts";
import { fieldOf, float64Of, type JsonObject } from "../values/value.ts";
import { filterHashes, scopesOf, type FilterHashes } from "./filter-scope.ts";
import { blockPostings, type Posting } from "./posting-block.ts";

const MAX_TERM_BYTES = LIMITS.searchTermBytes.value;
const SHORT_HASH_BYTES = 4;
/** After the id of an index, where a scope has another byte. */
const DOCUMENTS = 0;
const DOCUMENT_NAME_AT = 5;
/** Ends a term; no term has it. */
const TERM_END = "\0";
/** The end of the last block of a scope, above every posting. */
export const LAST_BLOCK = "\xff";

/** The terms of a text in order, repeated as they occur. */
export function tokenize(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.filter((word) => Buffer.byteLength(word) <= MAX_TERM_BYTES);
}

/** A document as an index sees it. */
export interface IndexedText {
  /** Terms in the search field. */
  length: number;
  creationTime: number;
  hashes: FilterHashes;
  /** Occurrences by term. */
  counts: Map<string, number>;
}

/** Null when the field of the document has no terms. */
export function indexedText(index: SearchIndex, document: JsonObject): IndexedText | null {
  const text = fieldOf(document, index.definition.searchField);
  const terms = typeof text === "string" ? tokenize(text) : [];
  if (terms.length === 0) return null;
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  const creationTime = float64Of(document["_creationTime"]!);
  return { length: terms.length, creationTime, hashes: filterHashes(index, document), counts };
}

/** The scopes in which the postings of a document stand, as latin1 text. */
export function scopeTexts(index: SearchIndex, { hashes }: IndexedText): string[] {
  return scopesOf(index, hashes).map((scope) => scope.toString("latin1"));
}

/** The postings of a document of this name. */
export function postingsOf({ counts, length }: IndexedText, document: string): Posting[] {
  return Array.from(counts, ([term, count]) => {
    return { term: termBytes(term), document, count, length };
  });
}

/** A term as the string of its bytes. */
export function termBytes(term: string): string {
  return Buffer.from(term).toString("latin1");
}

/** Creation times as texts that sort the latest first: the start of a document's name. */
export function latestFirst(creationTime: number): string {
  const order = BigInt.asUintN(64, ~totalOrder(creationTime));
  return new KeyWriter().uint64(order).finish().toString("latin1");
}

/** Where the document of a name stands. */
export function documentKey(index: SearchIndex, name: string): Buffer {
  const key = Buffer.alloc(DOCUMENT_NAME_AT + name.length);
  key.writeUInt32BE(index.id);
  key[DOCUMENT_NAME_AT - 1] = DOCUMENTS;
  key.write(name, DOCUMENT_NAME_AT, "latin1");
  return key;
}

export function documentValue(id: string, hashes: FilterHashes): Buffer {
  const short = hashes.map((hash) => hash.subarray(0, SHORT_HASH_BYTES));
  return Buffer.concat([Buffer.from(id, "latin1"), ...short]);
}

/** What an index remembers of a document: a value of documentValue, or undefined. */
export function indexedDocument(
  view: StoreView,
  index: SearchIndex,
  name: string,
): Buffer | undefined {
  return view.posting(documentKey(index, name));
}

/** The id of the document that an index remembers. */
export function idOfDocument(index: SearchIndex, value: Buffer): string {
  return value.toString("latin1", 0, hashesAt(index, value));
}

function hashesAt(index: SearchIndex, value: Buffer): number {
  return value.length - SHORT_HASH_BYTES * index.definition.filterFields.length;
}

/** The name that a document has in an index, or null when it is not there. */
export function documentName(
  view: StoreView,
  index: SearchIndex,
  creationTime: number,
  id: string,
): string | null {
  const short = latestFirst(creationTime);
  const value = indexedDocument(view, index, short);
  if (value && idOfDocument(index, value) === id) return short;
  return indexedDocument(view, index, short + id) === undefined ? null : short + id;
}

/** A name for a document that has none. */
export function newDocumentName(
  view: StoreView,
  index: SearchIndex,
  creationTime: number,
  id: string,
): string {
  const short = latestFirst(creationTime);
  return indexedDocument(view, index, short) === undefined ? short : short + id;
}

/**
 * Whether a document may have these values in its filter fields; null is any. Different values are
 * confused with another once in four billion times.
 */
export function mayPass(index: SearchIndex, value: Buffer, hashes: (Buffer | null)[]): boolean {
  const start = hashesAt(index, value);
  return hashes.every((hash, field) => {
    return (
      hash === null || hash.readUInt32BE(0) === value.readUInt32BE(start + SHORT_HASH_BYTES * field)
    );
  });
}

/** Where a posting stands in its scope. */
export function orderOf({ term, document }: Pick<Posting, "term" | "document">): string {
  return term + TERM_END + document;
}

/** The postings of a term, or of all terms that start with it: from `low`, below `high`. */
export function termRange(term: string, isPrefix: boolean): { low: string; high: string } {
  const low = termBytes(term) + (isPrefix ? "" : TERM_END);
  return { low, high: low + "\xff" };
}

/** A text of a scope as a key, by which reads and writes of an index meet. */
function scopeKey(scope: string, text: string): Buffer {
  // Not from Node's pool: keys are kept for long and sent to other threads, one by one.
  const key = Buffer.alloc(scope.length + text.length);
  key.write(scope, 0, "latin1");
  key.write(text, scope.length, "latin1");
  return key;
}

/** Key of all that is written to a term in a scope. */
export function termKey(scope: string, term: string): Buffer {
  return scopeKey(scope, term + TERM_END);
}

/** Keys of all that is read in a range of terms. */
export function termKeys(
  scope: string,
  { low, high }: { low: string; high: string },
): { low: Buffer; high: Buffer } {
  return { low: scopeKey(scope, low), high: scopeKey(scope, high) };
}

/** Key of the block that ends below `end`. */
export function blockKey(scope: string, end: string): Buffer {
  return scopeKey(scope, end);
}

/** The blocks of a scope from the one in which something stands or would, each with its end. */
function* blocksFrom(
  view: StoreView,
  scope: string,
  order: string,
): Generator<{ end: string; value: Buffer }> {
  const low = scopeKey(scope, order + "\0");
  const high = prefixEnd(scopeKey(scope, LAST_BLOCK));
  for (const { key, value } of view.binaryRange("postings", low, high)) {
    yield { end: key.toString("latin1", scope.length), value };
  }
}

/** The block in which something stands or would: null where a scope has none that goes so far. */
export function blockOf(
  view: StoreView,
  scope: string,
  order: string,
): { end: string; value: Buffer } | null {
  for (const block of blocksFrom(view, scope, order)) return block;
  return null;
}

/** The stored postings of a scope from `low`, below `high`, in order. */
export function* storedPostings(
  view: StoreView,
  scope: string,
  { low, high }: { low: string; high: string },
): Generator<Posting> {
  let isFirst = true;
  for (const { end, value } of blocksFrom(view, scope, low)) {
    const isLast = end >= high;
    for (const posting of blockPostings(value)) {
      if (isFirst && orderOf(posting) < low) continue;
      if (isLast && orderOf(posting) >= high) return;
      yield posting;
    }
    if (isLast) return;
    isFirst = false;
  }
}

/** Number of documents that have terms in a scope, and of their terms. */
export interface SearchTotals {
  documents: number;
  terms: number;
}

export function totalsKey(scope: Buffer): Buffer {
  return new KeyWriter().raw(scope).byte(0).finish();
}

export function totalsValue({ documents, terms }: SearchTotals): Buffer {
  const value = Buffer.alloc(16);
  value.writeDoubleBE(documents, 0);
  value.writeDoubleBE(terms, 8);
  return value;
}

/** The totals stored for a scope; undefined: none yet. */
export function parseTotals(value: Buffer | undefined): SearchTotals {
  if (value === undefined) return { documents: 0, terms: 0 };
  return { documents: value.readDoubleBE(0), terms: value.readDoubleBE(8) };
}
