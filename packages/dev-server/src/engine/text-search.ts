// Ranked search over full-text indexes. What they store: postings.ts.

import { BackendError } from "../errors.ts";
import { LIMITS, overLimit } from "../limits.ts";
import type { SearchIndex, TableInfo } from "./catalog.ts";
import {
  filterHash,
  filterHashes,
  valueScope,
  wholeScope,
  type FilterHashes,
} from "./filter-scope.ts";
import { encodeIdKey, KeyWriter } from "./index-key.ts";
import type { ReadContext, Row, RowSource } from "./index-scan.ts";
import {
  indexedText,
  mayPass,
  parsePosting,
  parseTotals,
  postingKey,
  termRange,
  tokenize,
  totalsKey,
  type IndexedText,
  type Posting,
  type SearchTotals,
} from "./postings.ts";
import type { StoredDocument, StoreView } from "./store.ts";
import type { QueryJson } from "./types.ts";
import type { JsonObject } from "./value.ts";

const MAX_QUERY_TERMS = LIMITS.searchTerms.value;
const MAX_FILTERS = LIMITS.searchFilters.value;
const MAX_RESULTS = LIMITS.searchResults.value;
/**
 * Documents that are read for one term, the latest ones. A search for words that tens of thousands of
 * rows have would otherwise keep a worker for seconds, to return the first few of them.
 */
const MAX_MATCHES = 8192;
/** The usual constants of BM25. */
const K1 = 1.2;
const B = 0.75;

type SearchFilters = Extract<QueryJson["source"], { type: "Search" }>["filters"];

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
  const isFiltered = hashes.some((hash) => hash !== null);
  let at = skip;
  return {
    next(): Row | null {
      for (let id = ranking[at]; id !== undefined; id = ranking[at]) {
        if (at === MAX_RESULTS) {
          throw overLimit(
            "searchResults",
            `Search query scanned too many documents (fetched ${MAX_RESULTS}). Consider using a smaller limit, paginating the query, or using a filter field.`,
          );
        }
        at += 1;
        const { text, size } = documentOf(context, table, id);
        // Postings hold the start of each hash alone.
        if (isFiltered && !passes(filterHashes(index, JSON.parse(text) as JsonObject), hashes))
          continue;
        context.meter.add("documentsRead", 1);
        context.meter.add("bytesRead", size);
        return { key: new KeyWriter().uint32(at).finish(), id, text, size };
      }
      return null;
    },
  };
}

function documentOf(context: ReadContext, table: TableInfo, id: string): StoredDocument {
  const document =
    context.writes.find(table, id)?.after ?? context.view.document(encodeIdKey(table.byId.id, id));
  if (!document) throw new Error(`A search index has an entry for the missing document ${id}.`);
  return document;
}

function parseFilters(
  index: SearchIndex,
  filters: SearchFilters,
): { text: string; hashes: (Buffer | null)[] } {
  const { name, searchField, filterFields } = index.definition;
  if (filters.length > MAX_FILTERS + 1) {
    throw overLimit(
      "searchFilters",
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

/** The part of an index that a search reads, and is ranked by. */
interface Scope {
  prefix: Buffer;
  totals: SearchTotals;
}

/** The rows that share the rarest of the filter values; the other filters narrow them further. */
function narrowestScope(view: StoreView, index: SearchIndex, hashes: (Buffer | null)[]): Scope {
  const scopeAt = (prefix: Buffer): Scope => {
    return { prefix, totals: parseTotals(view.posting(totalsKey(prefix))) };
  };
  const scopes = hashes.flatMap((hash, field) => {
    const prefix = hash === null ? null : valueScope(index, field, hash);
    return prefix === null ? [] : [scopeAt(prefix)];
  });
  const [narrowest] = scopes.sort((a, b) => a.totals.documents - b.totals.documents);
  return narrowest ?? scopeAt(wholeScope(index));
}

/** What a search reads of the index, and whom it may return. */
interface Reading {
  context: ReadContext;
  table: TableInfo;
  index: SearchIndex;
  hashes: (Buffer | null)[];
  scope: Scope;
  pending: Map<string, IndexedText>;
}

/** The documents that have a term of the search. */
interface TermMatches {
  term: string;
  matches: Map<string, Posting>;
  /** Documents of the scope that have it, as far as they were read. */
  documents: number;
  /** Whether there are more: only the latest documents are among the matches. */
  isCut: boolean;
}

function rank(
  context: ReadContext,
  table: TableInfo,
  index: SearchIndex,
  terms: string[],
  hashes: (Buffer | null)[],
): string[] {
  const scope = narrowestScope(context.view, index, hashes);
  const pending = pendingTexts(context, table, index, hashes);
  const reading = { context, table, index, hashes, scope, pending };
  const found = terms.map((term, at) => readTerm(reading, term, at === terms.length - 1));
  completeCut(reading, found);
  const averageLength = Math.max(1, scope.totals.terms / Math.max(1, scope.totals.documents));
  const candidates = new Map<string, { score: number; creationTime: number }>();
  for (const { matches, documents } of found) {
    const total = Math.max(scope.totals.documents, documents);
    const rarity = Math.log(1 + (total - documents + 0.5) / (documents + 0.5));
    for (const { id, count, length, creationTime } of matches.values()) {
      const density = 1 - B + (B * length) / averageLength;
      const score = (rarity * count * (K1 + 1)) / (count + K1 * density);
      const candidate = candidates.get(id);
      if (candidate) candidate.score += score;
      else candidates.set(id, { score, creationTime });
    }
  }
  return [...candidates]
    .sort(
      ([idA, a], [idB, b]) =>
        b.score - a.score || b.creationTime - a.creationTime || (idA < idB ? 1 : -1),
    )
    .map(([id]) => id);
}

/** Records that it looked at all that there is of the term, read or not. */
function readTerm(reading: Reading, term: string, isPrefix: boolean): TermMatches {
  const { context, table, index, hashes, scope, pending } = reading;
  const range = termRange(scope.prefix, term, isPrefix);
  context.reads.range(index.id, range.low, range.high);
  const matches = new Map<string, Posting>();
  const match = (posting: Posting) => {
    const earlier = matches.get(posting.id);
    if (earlier) earlier.count += posting.count;
    else matches.set(posting.id, posting);
  };
  for (const [id, text] of pending) {
    for (const [own, count] of text.counts) {
      if (isPrefix ? own.startsWith(term) : own === term) match({ ...text, id, count });
    }
  }
  let read = 0;
  let isCut = false;
  for (const stored of context.view.binaryRange("postings", range.low, range.high)) {
    if (matches.size >= MAX_MATCHES) {
      isCut = true;
      break;
    }
    read += 1;
    if (!mayPass(stored.value, hashes)) continue;
    const posting = parsePosting(scope.prefix, stored);
    if (!context.writes.find(table, posting.id)) match(posting);
  }
  return { term, matches, documents: Math.max(read, matches.size), isCut };
}

/** Looks up the common terms in the documents that have a rare one: those are ranked by all terms. */
function completeCut({ context, table, scope, pending }: Reading, found: TermMatches[]): void {
  const rare = new Map<string, Posting>();
  for (const { matches } of found.filter(({ isCut }) => !isCut)) {
    for (const posting of matches.values()) rare.set(posting.id, posting);
  }
  for (const { term, matches } of found.filter(({ isCut }) => isCut)) {
    for (const { id, creationTime } of rare.values()) {
      if (matches.has(id) || pending.has(id) || context.writes.find(table, id)) continue;
      const key = postingKey(scope.prefix, Buffer.from(term), creationTime, id);
      const value = context.view.posting(key);
      if (value !== undefined) matches.set(id, parsePosting(scope.prefix, { key, value }));
    }
  }
}

/** What this transaction has written, as far as the filters leave it, by document. */
function pendingTexts(
  context: ReadContext,
  table: TableInfo,
  index: SearchIndex,
  hashes: (Buffer | null)[],
): Map<string, IndexedText> {
  const texts = new Map<string, IndexedText>();
  for (const { id, after } of context.writes.inTable(table)) {
    const text = after && indexedText(index, after.value);
    if (text && passes(text.hashes, hashes)) texts.set(id, text);
  }
  return texts;
}

function passes(own: FilterHashes, hashes: (Buffer | null)[]): boolean {
  return hashes.every((hash, field) => hash === null || own[field]!.equals(hash));
}
