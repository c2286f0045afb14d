// Search over full-text indexes: what may be asked, and the rows it returns in their rank.

import type { QueryJson } from "../../kernel/database-types.ts";
import { BackendError } from "../../kernel/errors.ts";
import { LIMITS, overLimit } from "../../kernel/limits.ts";
import type { SearchIndex, TableInfo } from "../storage/catalog.ts";
import type { ReadContext, Row, RowSource } from "../storage/index-scan.ts";
import type { StoredDocument } from "../values/document-record.ts";
import { encodeIdKey, KeyWriter } from "../values/index-key.ts";
import type { JsonObject } from "../values/value.ts";
import { filterHash, filterHashes, passes } from "./filter-scope.ts";
import { tokenize } from "./postings.ts";
import { rank } from "./text-rank.ts";

const MAX_QUERY_TERMS = LIMITS.searchTerms.value;
const MAX_FILTERS = LIMITS.searchFilters.value;
const MAX_RESULTS = LIMITS.searchResults.value;

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
  const ranked = rank(context, table, index, terms, hashes);
  const isFiltered = hashes.some((hash) => hash !== null);
  let at = skip;
  return {
    next(): Row | null {
      for (let id = ranked(at); id !== undefined; id = ranked(at)) {
        if (at === MAX_RESULTS) {
          throw overLimit(
            "searchResults",
            `Search query scanned too many documents (fetched ${MAX_RESULTS}). Consider using a smaller limit, paginating the query, or using a filter field.`,
          );
        }
        at += 1;
        const { text, size } = documentOf(context, table, id);
        // The index holds the start of each hash alone.
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
