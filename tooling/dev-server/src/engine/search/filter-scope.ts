// Search and vector indexes keep an entry once for the whole index and once for each value that a
// filter field has: a search with a filter reads the entries of that value alone, whatever else the
// table holds. A scope is the start of the keys of one such set, after the id of the index.

import { createHash } from "node:crypto";
import type { JsonValue } from "../../kernel/database-types.ts";
import { encodeValue, KeyWriter } from "../values/index-key.ts";
import { fieldOf, type JsonObject } from "../values/value.ts";

export const HASH_BYTES = 16;
/** In a key; entries of two values that share so much are distinguished by their whole hashes. */
const SCOPE_HASH_BYTES = 8;
/** First bytes of scopes. */
const WHOLE = 1;
const FIRST_FIELD = 2;

interface FilteredIndex {
  id: number;
  definition: { filterFields: string[] };
}

/** A hash of the value of each filter field, in order. */
export type FilterHashes = Buffer[];

/** 16 bytes that stand for a filter field's value; undefined is a value too. */
export function filterHash(value: JsonValue | undefined): Buffer {
  return createHash("sha256").update(encodeValue(value)).digest().subarray(0, HASH_BYTES);
}

export function filterHashes(index: FilteredIndex, document: JsonObject): FilterHashes {
  return index.definition.filterFields.map((field) => filterHash(fieldOf(document, field)));
}

/** Whether values are those asked for; null is any. */
export function passes(own: FilterHashes, hashes: (Buffer | null)[]): boolean {
  return hashes.every((hash, field) => hash === null || own[field]!.equals(hash));
}

/** Start of the keys of everything in an index. */
export function wholeScope(index: FilteredIndex): Buffer {
  return new KeyWriter().uint32(index.id).byte(WHOLE).finish();
}

/**
 * Start of the keys of what has one value in a filter field; null for a field that is not set, which
 * has no scope: it is what most documents have in common, and would double their entries.
 * @param field position among the filter fields
 */
export function valueScope(index: FilteredIndex, field: number, hash: Buffer): Buffer | null {
  if (hash.equals(UNSET)) return null;
  const start = hash.subarray(0, SCOPE_HASH_BYTES);
  return new KeyWriter()
    .uint32(index.id)
    .byte(FIRST_FIELD + field)
    .raw(start)
    .finish();
}

/** The start of each key that a document's entries have. */
export function scopesOf(index: FilteredIndex, hashes: FilterHashes): Buffer[] {
  const scopes = hashes.map((hash, field) => valueScope(index, field, hash));
  return [wholeScope(index), ...scopes.filter((scope) => scope !== null)];
}

const UNSET = filterHash(undefined);
