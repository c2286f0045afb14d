// Full-text indexes: postings of terms, and ranked search over them.
//
// A posting:  key    search index id (4 bytes) · term (UTF-8) · 0 · document id
//             value  occurrences of the term (4 bytes) · terms in the field (4 bytes)
//                    · _creationTime (8) · 16 bytes of hash per filter field
// Terms are runs of letters and digits in lower case, of at most 32 bytes.

import { createHash } from "node:crypto";
import { BackendError } from "../errors.ts";
import { prefixEnd } from "./bytes.ts";
import type { SearchIndex, TableInfo } from "./catalog.ts";
import { encodeIdKey, encodeValue, KeyWriter } from "./index-key.ts";
import type { ReadContext, Row, RowSource } from "./index-scan.ts";
import type { JsonValue, QueryJson } from "./types.ts";
import { fieldOf, float64Of, type JsonObject } from "./value.ts";

const MAX_TERM_BYTES = 32;
const MAX_QUERY_TERMS = 16;
const MAX_FILTERS = 8;
const MAX_RESULTS = 1024;
const HASH_BYTES = 16;
const HEADER_BYTES = 16;
/** The usual constants of BM25. */
const K1 = 1.2;
const B = 0.75;

type SearchFilters = Extract<QueryJson["source"], { type: "Search" }>["filters"];

/** The terms of a text in order, repeated as they occur. */
export function tokenize(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.filter((word) => Buffer.byteLength(word) <= MAX_TERM_BYTES);
}

/** 16 bytes that stand for a filter field's value; undefined is a value too. */
export function filterHash(value: JsonValue | undefined): Buffer {
  return createHash("sha256").update(encodeValue(value)).digest().subarray(0, HASH_BYTES);
}

/** All postings of one document in one index, and how many terms its field has. */
export function postingsOf(
  index: SearchIndex,
  document: JsonObject,
  id: string,
): { postings: { key: Buffer; value: Buffer }[]; length: number } {
  const text = fieldOf(document, index.definition.searchField);
  const terms = typeof text === "string" ? tokenize(text) : [];
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  const hashes = index.definition.filterFields.map((field) => filterHash(fieldOf(document, field)));
  const postings = Array.from(counts, ([term, count]) => {
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeUInt32BE(count, 0);
    header.writeUInt32BE(terms.length, 4);
    header.writeDoubleBE(float64Of(document["_creationTime"]!), 8);
    return { key: postingKey(index.id, term, id), value: Buffer.concat([header, ...hashes]) };
  });
  return { postings, length: terms.length };
}

function postingKey(indexId: number, term: string, id: string): Buffer {
  return new KeyWriter().uint32(indexId).raw(Buffer.from(term)).byte(0).ascii(id).finish();
}

/** Number of documents that have terms in an index, and of their terms. */
export interface SearchTotals {
  documents: number;
  terms: number;
}

/** Name of the meta entry that holds an index's totals. */
export function totalsName(index: { id: number }): string {
  return `search/${index.id}`;
}

/** The totals in a meta entry, which may be missing. */
export function parseTotals(text: string | undefined): SearchTotals {
  return text === undefined ? { documents: 0, terms: 0 } : (JSON.parse(text) as SearchTotals);
}

/**
 * Documents with at least one of the query's terms, best first; the last term also matches as a
 * prefix. Records the terms it looked at, not the documents. Throws BackendError for filters the
 * index does not have, and once more than 1024 rows are pulled. The key of a row is its rank, from 1,
 * in 4 bytes; the first `skip` ranks are left out.
 */
export function searchRows(
  context: ReadContext,
  table: TableInfo,
  index: SearchIndex,
  filters: SearchFilters,
  skip: number,
): RowSource {
  const { text, hashes } = parseFilters(index, filters);
  const terms = tokenize(text).slice(0, MAX_QUERY_TERMS);
  const ranking = rank(context, table, index, terms, hashes);
  let at = skip;
  return {
    next(): Row | null {
      const id = ranking[at];
      if (id === undefined) return null;
      if (at === MAX_RESULTS) {
        throw new BackendError(
          "SearchQueryTooManyDocuments",
          `Search query scanned too many documents (fetched ${MAX_RESULTS}). Consider using a smaller limit, paginating the query, or using a filter field.`,
        );
      }
      at += 1;
      const document =
        context.writes.find(table, id)?.after ??
        context.view.document(encodeIdKey(table.byId.id, id));
      if (!document) throw new Error(`A search index has an entry for the missing document ${id}.`);
      context.meter.add("documentsRead", 1);
      context.meter.add("bytesRead", document.size);
      const key = new KeyWriter().uint32(at).finish();
      return { key, id, text: document.text, size: document.size };
    },
  };
}

function parseFilters(
  index: SearchIndex,
  filters: SearchFilters,
): { text: string; hashes: (Buffer | null)[] } {
  const { name, searchField, filterFields } = index.definition;
  if (filters.length > MAX_FILTERS + 1) {
    throw new BackendError(
      "TooManyFilterConditionsInSearchQueryError",
      `Search query against ${name} has too many filter conditions. Max: ${MAX_FILTERS} Actual: ${filters.length - 1}`,
    );
  }
  const searches = filters.filter(({ type }) => type === "Search");
  const search = searches[0];
  if (searches.length !== 1 || search === undefined || typeof search.value !== "string") {
    throw new BackendError(
      "InvalidSearchQuery",
      `A search on ${name} has exactly one search expression with a text.`,
    );
  }
  if (search.fieldPath !== searchField) {
    throw new BackendError(
      "IncorrectSearchField",
      `Search query against ${name} uses the field ${search.fieldPath}; its search field is ${searchField}.`,
    );
  }
  const hashes: (Buffer | null)[] = filterFields.map(() => null);
  for (const { type, fieldPath, value } of filters) {
    if (type === "Search") continue;
    const at = filterFields.indexOf(fieldPath);
    if (at === -1) {
      throw new BackendError(
        "IncorrectFilterField",
        `Search query against ${name} filters by ${fieldPath}, which is not one of its filter fields.`,
      );
    }
    hashes[at] = filterHash(value);
  }
  return { text: search.value, hashes };
}

interface Candidate {
  score: number;
  creationTime: number;
}

function rank(
  context: ReadContext,
  table: TableInfo,
  index: SearchIndex,
  terms: string[],
  hashes: (Buffer | null)[],
): string[] {
  const totals = parseTotals(context.view.meta(totalsName(index)));
  const averageLength = Math.max(1, totals.terms / Math.max(1, totals.documents));
  const candidates = new Map<string, Candidate>();
  const pending = [...context.writes.inTable(table)].flatMap(({ id, after }) =>
    after ? postingsOf(index, after.value, id).postings : [],
  );
  terms.forEach((term, position) => {
    const range = termRange(index.id, term, position === terms.length - 1);
    context.reads.range(index.id, range.low, range.high);
    const matches = new Map<string, { count: number; length: number; value: Buffer }>();
    const match = ({ key, value }: { key: Buffer; value: Buffer }) => {
      const id = key.toString("latin1", key.indexOf(0, 4) + 1);
      const earlier = matches.get(id)?.count ?? 0;
      matches.set(id, {
        count: earlier + value.readUInt32BE(0),
        length: value.readUInt32BE(4),
        value,
      });
    };
    for (const posting of context.view.binaryRange("postings", range.low, range.high)) {
      const id = posting.key.toString("latin1", posting.key.indexOf(0, 4) + 1);
      if (!context.writes.find(table, id)) match(posting);
    }
    for (const posting of pending) {
      if (posting.key.compare(range.low) >= 0 && posting.key.compare(range.high) < 0)
        match(posting);
    }
    const total = Math.max(totals.documents, matches.size);
    const rarity = Math.log(1 + (total - matches.size + 0.5) / (matches.size + 0.5));
    for (const [id, { count, length, value }] of matches) {
      if (!passes(value, hashes)) continue;
      const weight = (count * (K1 + 1)) / (count + K1 * (1 - B + (B * length) / averageLength));
      const candidate = candidates.get(id);
      if (candidate) candidate.score += rarity * weight;
      else candidates.set(id, { score: rarity * weight, creationTime: value.readDoubleBE(8) });
    }
  });
  return [...candidates]
    .sort(
      ([idA, a], [idB, b]) =>
        b.score - a.score || b.creationTime - a.creationTime || (idA < idB ? 1 : -1),
    )
    .map(([id]) => id);
}

function termRange(
  indexId: number,
  term: string,
  isPrefix: boolean,
): { low: Buffer; high: Buffer } {
  const start = new KeyWriter().uint32(indexId).raw(Buffer.from(term)).finish();
  if (isPrefix) return { low: start, high: prefixEnd(start) };
  const low = Buffer.concat([start, Buffer.from([0])]);
  return { low, high: prefixEnd(low) };
}

function passes(posting: Buffer, hashes: (Buffer | null)[]): boolean {
  return hashes.every((hash, i) => {
    const at = HEADER_BYTES + i * HASH_BYTES;
    return hash === null || posting.subarray(at, at + HASH_BYTES).equals(hash);
  });
}
