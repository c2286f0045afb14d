// What a full-text index stores, all in the `postings` database:
//
//   totals   scope · 0                       → documents (8) · terms (8) of the scope
//   posting  scope · term · 0                → occurrences of the term (4) · terms in the field (4)
//            · _creationTime, latest first (8) · _creationTime (8) · 4 bytes of hash per filter field
//            · document id
//
// A posting is there once for each scope of its document (filter-scope.ts), and holds all that ranking
// needs: a search reads no document but those it returns. Terms are runs of letters and digits in
// lower case, of 1 to 32 bytes.

import { LIMITS } from "../limits.ts";
import { prefixEnd } from "./bytes.ts";
import type { SearchIndex } from "./catalog.ts";
import { filterHashes, scopesOf, type FilterHashes } from "./filter-scope.ts";
import { KeyWriter } from "./index-key.ts";
import { totalOrder } from "./value-order.ts";
import { fieldOf, float64Of, type JsonObject } from "./value.ts";

const MAX_TERM_BYTES = LIMITS.searchTermBytes.value;
const HEADER_BYTES = 16;
const SHORT_HASH_BYTES = 4;
/** In a key, between a term and an id. */
const TIME_BYTES = 8;

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

/** Every posting of a document, by its key as latin1 text. */
export function postingsOf(
  index: SearchIndex,
  text: IndexedText,
  id: string,
): Map<string, { key: Buffer; value: Buffer }> {
  const postings = new Map<string, { key: Buffer; value: Buffer }>();
  const values = Array.from(text.counts, ([term, count]) => {
    return { term: Buffer.from(term), value: postingValue(text, count) };
  });
  for (const scope of scopesOf(index, text.hashes)) {
    for (const { term, value } of values) {
      const key = postingKey(scope, term, text.creationTime, id);
      postings.set(key.toString("latin1"), { key, value });
    }
  }
  return postings;
}

/** Where the posting of a document stands. */
export function postingKey(
  scope: Buffer,
  term: Uint8Array,
  creationTime: number,
  id: string,
): Buffer {
  const latestFirst = BigInt.asUintN(64, ~totalOrder(creationTime));
  return new KeyWriter().raw(scope).raw(term).byte(0).uint64(latestFirst).ascii(id).finish();
}

function postingValue({ length, creationTime, hashes }: IndexedText, count: number): Buffer {
  const value = Buffer.alloc(HEADER_BYTES + SHORT_HASH_BYTES * hashes.length);
  value.writeUInt32BE(count, 0);
  value.writeUInt32BE(length, 4);
  value.writeDoubleBE(creationTime, 8);
  hashes.forEach((hash, field) => value.writeUInt32BE(shortHash(hash), hashAt(field)));
  return value;
}

/** What a posting tells of a document and one of its terms. */
export interface Posting {
  id: string;
  count: number;
  length: number;
  creationTime: number;
}

/** A posting in a scope, as it is stored. */
export function parsePosting(
  scope: Buffer,
  { key, value }: { key: Buffer; value: Buffer },
): Posting {
  return {
    id: key.toString("latin1", key.indexOf(0, scope.length) + 1 + TIME_BYTES),
    count: value.readUInt32BE(0),
    length: value.readUInt32BE(4),
    creationTime: value.readDoubleBE(8),
  };
}

/**
 * Whether the document of a stored posting may have these values in its filter fields; null is any.
 * Different values are taken for one once in four billion times.
 */
export function mayPass(value: Buffer, hashes: (Buffer | null)[]): boolean {
  return hashes.every(
    (hash, field) => hash === null || value.readUInt32BE(hashAt(field)) === shortHash(hash),
  );
}

function hashAt(field: number): number {
  return HEADER_BYTES + SHORT_HASH_BYTES * field;
}

function shortHash(hash: Buffer): number {
  return hash.readUInt32BE(0);
}

/** Keys of a scope's postings of a term, or of all terms that start with it. */
export function termRange(
  scope: Buffer,
  term: string,
  isPrefix: boolean,
): { low: Buffer; high: Buffer } {
  const start = new KeyWriter().raw(scope).raw(Buffer.from(term));
  const low = (isPrefix ? start : start.byte(0)).finish();
  return { low, high: prefixEnd(low) };
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
