// What a full-text index stores, all in the `postings` database:
//
//   record   index id · 0 · document id      → terms in the field (4 bytes) · _creationTime (8)
//                                              · 16 bytes of hash per filter field
//   totals   scope · 0                       → documents (8) · terms (8) of the scope
//   posting  scope · term · 0 · document id  → occurrences of the term (4)
//
// A posting is there once for each scope of its document (filter-scope.ts). Terms are runs of letters
// and digits in lower case, of 1 to 32 bytes.

import { prefixEnd } from "./bytes.ts";
import type { SearchIndex } from "./catalog.ts";
import { filterHashes, HASH_BYTES, scopesOf, type FilterHashes } from "./filter-scope.ts";
import { KeyWriter } from "./index-key.ts";
import { fieldOf, float64Of, type JsonObject } from "./value.ts";

const MAX_TERM_BYTES = 32;
const RECORD_HEADER_BYTES = 12;

/** The terms of a text in order, repeated as they occur. */
export function tokenize(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.filter((word) => Buffer.byteLength(word) <= MAX_TERM_BYTES);
}

/** What ranking and filters need of a document. */
export interface SearchRecord {
  /** Terms in the search field. */
  length: number;
  creationTime: number;
  hashes: FilterHashes;
}

/** A document as an index sees it; null when its field has no terms. */
export interface IndexedText {
  record: SearchRecord;
  /** Occurrences by term. */
  counts: Map<string, number>;
}

export function indexedText(index: SearchIndex, document: JsonObject): IndexedText | null {
  const text = fieldOf(document, index.definition.searchField);
  const terms = typeof text === "string" ? tokenize(text) : [];
  if (terms.length === 0) return null;
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  const creationTime = float64Of(document["_creationTime"]!);
  const hashes = filterHashes(index, document);
  return { record: { length: terms.length, creationTime, hashes }, counts };
}

export function recordKey(index: { id: number }, id: string): Buffer {
  return new KeyWriter().uint32(index.id).byte(0).ascii(id).finish();
}

export function recordValue({ length, creationTime, hashes }: SearchRecord): Buffer {
  const header = Buffer.alloc(RECORD_HEADER_BYTES);
  header.writeUInt32BE(length, 0);
  header.writeDoubleBE(creationTime, 4);
  return Buffer.concat([header, ...hashes]);
}

export function parseRecord(value: Buffer): SearchRecord {
  const hashes: FilterHashes = [];
  for (let at = RECORD_HEADER_BYTES; at < value.length; at += HASH_BYTES) {
    hashes.push(value.subarray(at, at + HASH_BYTES));
  }
  return { length: value.readUInt32BE(0), creationTime: value.readDoubleBE(4), hashes };
}

/** Every posting of a document, by key as latin1 text. */
export function postingsOf(
  index: SearchIndex,
  { record, counts }: IndexedText,
  id: string,
): Map<string, { key: Buffer; count: number }> {
  const postings = new Map<string, { key: Buffer; count: number }>();
  for (const scope of scopesOf(index, record.hashes)) {
    for (const [term, count] of counts) {
      const key = new KeyWriter().raw(scope).raw(Buffer.from(term)).byte(0).ascii(id).finish();
      postings.set(key.toString("latin1"), { key, count });
    }
  }
  return postings;
}

export function postingValue(count: number): Buffer {
  const value = Buffer.alloc(4);
  value.writeUInt32BE(count, 0);
  return value;
}

/** The document of a posting in a scope, and how often it has the term. */
export function parsePosting(
  scope: Buffer,
  { key, value }: { key: Buffer; value: Buffer },
): { id: string; count: number } {
  const id = key.toString("latin1", key.indexOf(0, scope.length) + 1);
  return { id, count: value.readUInt32BE(0) };
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
