// Ranked search over full-text indexes. What they store: postings.ts.

import { BackendError } from "../errors.ts";
import type { SearchIndex, TableInfo } from "./catalog.ts";
import { filterHash, valueScope, wholeScope } from "./filter-scope.ts";
import { encodeIdKey, KeyWriter } from "./index-key.ts";
import type { ReadContext, Row, RowSource } from "./index-scan.ts";
import {
  indexedText,
  parsePosting,
  parseRecord,
  parseTotals,
  recordKey,
  termRange,
  tokenize,
  totalsKey,
  type IndexedText,
  type SearchRecord,
  type SearchTotals,
} from "./postings.ts";
import type { StoreView } from "./store.ts";
import type { QueryJson } from "./types.ts";

const MAX_QUERY_TERMS = 16;
const MAX_FILTERS = 8;
const MAX_RESULTS = 1024;
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

/** The part of an index that a search reads, and is ranked by. */
interface Scope {
  prefix: Buffer;
  /** The filter whose value it holds; null for the whole index. */
  field: number | null;
  totals: SearchTotals;
}

/** The rows that share the rarest of the filter values; the other filters narrow them further. */
function narrowestScope(view: StoreView, index: SearchIndex, hashes: (Buffer | null)[]): Scope {
  const scopeAt = (prefix: Buffer, field: number | null): Scope => {
    return { prefix, field, totals: parseTotals(view.posting(totalsKey(prefix))) };
  };
  const scopes = hashes.flatMap((hash, field) => {
    const prefix = hash === null ? null : valueScope(index, field, hash);
    return prefix === null ? [] : [scopeAt(prefix, field)];
  });
  const [narrowest] = scopes.sort((a, b) => a.totals.documents - b.totals.documents);
  return narrowest ?? scopeAt(wholeScope(index), null);
}

function rank(
  context: ReadContext,
  table: TableInfo,
  index: SearchIndex,
  terms: string[],
  hashes: (Buffer | null)[],
): string[] {
  const scope = narrowestScope(context.view, index, hashes);
  const averageLength = Math.max(1, scope.totals.terms / Math.max(1, scope.totals.documents));
  const pending = pendingTexts(context, table, index, scope, hashes);
  const records = new SearchRecords(context.view, index, pending);
  const scores = new Map<string, number>();
  terms.forEach((term, position) => {
    const isPrefix = position === terms.length - 1;
    const range = termRange(scope.prefix, term, isPrefix);
    context.reads.range(index.id, range.low, range.high);
    const matches = new Map<string, number>();
    const match = (id: string, count: number) => matches.set(id, (matches.get(id) ?? 0) + count);
    for (const posting of context.view.binaryRange("postings", range.low, range.high)) {
      const { id, count } = parsePosting(scope.prefix, posting);
      if (!context.writes.find(table, id)) match(id, count);
    }
    for (const [id, { counts }] of pending) {
      for (const [own, count] of counts) {
        if (isPrefix ? own.startsWith(term) : own === term) match(id, count);
      }
    }
    const total = Math.max(scope.totals.documents, matches.size);
    const rarity = Math.log(1 + (total - matches.size + 0.5) / (matches.size + 0.5));
    for (const [id, count] of matches) {
      const record = records.get(id);
      if (!passes(record, hashes)) continue;
      const density = 1 - B + (B * record.length) / averageLength;
      const weight = (count * (K1 + 1)) / (count + K1 * density);
      scores.set(id, (scores.get(id) ?? 0) + rarity * weight);
    }
  });
  const createdAt = (id: string) => records.get(id).creationTime;
  return [...scores]
    .sort(([a, x], [b, y]) => y - x || createdAt(b) - createdAt(a) || (a < b ? 1 : -1))
    .map(([id]) => id);
}

/** What this transaction has written, as far as it lies in the scope, by document. */
function pendingTexts(
  context: ReadContext,
  table: TableInfo,
  index: SearchIndex,
  { field }: Scope,
  hashes: (Buffer | null)[],
): Map<string, IndexedText> {
  const texts = new Map<string, IndexedText>();
  for (const { id, after } of context.writes.inTable(table)) {
    const text = after && indexedText(index, after.value);
    if (!text) continue;
    if (field !== null && !text.record.hashes[field]?.equals(hashes[field]!)) continue;
    texts.set(id, text);
  }
  return texts;
}

/** Records of documents, each read once. */
class SearchRecords {
  readonly #view: StoreView;
  readonly #index: SearchIndex;
  readonly #records = new Map<string, SearchRecord>();

  constructor(view: StoreView, index: SearchIndex, pending: Map<string, IndexedText>) {
    this.#view = view;
    this.#index = index;
    for (const [id, { record }] of pending) this.#records.set(id, record);
  }

  get(id: string): SearchRecord {
    const known = this.#records.get(id);
    if (known) return known;
    const value = this.#view.posting(recordKey(this.#index, id));
    if (value === undefined) throw new Error(`A search index has no record of the document ${id}.`);
    const record = parseRecord(value);
    this.#records.set(id, record);
    return record;
  }
}

function passes({ hashes: own }: SearchRecord, hashes: (Buffer | null)[]): boolean {
  return hashes.every((hash, field) => hash === null || own[field]!.equals(hash));
}
