// The ranking of a search over a full-text index. What the index stores: postings.ts.

import type { SearchIndex, TableInfo } from "../storage/catalog.ts";
import type { ReadContext } from "../storage/index-scan.ts";
import type { StoreView } from "../storage/store.ts";
import { float64Of, type JsonObject } from "../values/value.ts";
import { passes, valueScope, wholeScope } from "./filter-scope.ts";
import { blockPostings, NAME_BYTES, type Posting } from "./posting-block.ts";
import {
  blockOf,
  documentName,
  idOfDocument,
  indexedDocument,
  indexedText,
  latestFirst,
  mayPass,
  orderOf,
  parseTotals,
  storedPostings,
  termKeys,
  termRange,
  totalsKey,
  type IndexedText,
  type SearchTotals,
} from "./postings.ts";

/**
 * Documents that are read for one term, the latest ones. A search for words that tens of thousands of
 * rows have would otherwise keep a worker for seconds, to return the first few of them.
 */
const MAX_MATCHES = 8192;
/** The usual constants of BM25. */
const K1 = 1.2;
const B = 0.75;

/** The part of an index that a search reads, and is ranked by. */
interface Scope {
  /** As latin1 text. */
  prefix: string;
  totals: SearchTotals;
  /** What is asked of the documents in it; null is any. */
  hashes: (Buffer | null)[];
}

/** The rows that share the rarest of the filter values; the other filters narrow them further. */
function narrowestScope(view: StoreView, index: SearchIndex, hashes: (Buffer | null)[]): Scope {
  const scopeAt = (prefix: Buffer, own: number): Scope => {
    return {
      prefix: prefix.toString("latin1"),
      totals: parseTotals(view.posting(totalsKey(prefix))),
      hashes: hashes.map((hash, field) => (field === own ? null : hash)),
    };
  };
  const scopes = hashes.flatMap((hash, field) => {
    const prefix = hash === null ? null : valueScope(index, field, hash);
    return prefix === null ? [] : [scopeAt(prefix, field)];
  });
  const [narrowest] = scopes.sort((a, b) => a.totals.documents - b.totals.documents);
  return narrowest ?? scopeAt(wholeScope(index), -1);
}

/** What a search reads of the index, and whom it may return. */
interface Reading {
  context: ReadContext;
  index: SearchIndex;
  scope: Scope;
  /** What this transaction has written and may be returned, by id. */
  pending: Map<string, IndexedText>;
  /** Names in the index of what this transaction has written. */
  written: Set<string>;
  /** Of the documents looked up so far, whether they may be returned. */
  known: Map<string, boolean>;
}

interface Match {
  count: number;
  length: number;
  /** latestFirst of its creation time. */
  time: string;
}

/** The documents that have a term of the search. */
interface TermMatches {
  term: string;
  /** By the documents' names in the index; pending ones by their ids. */
  matches: Map<string, Match>;
  /** Documents of the scope that have it, as far as they were read. */
  documents: number;
  /** Whether there are more: only the latest documents are among the matches. */
  isCut: boolean;
}

/**
 * The ids of the documents with at least one of the terms, by rank from 0. Records the terms it looked at.
 * @param hashes of the values asked for in each filter field; null is any
 */
export function rank(
  context: ReadContext,
  table: TableInfo,
  index: SearchIndex,
  terms: string[],
  hashes: (Buffer | null)[],
): (at: number) => string | undefined {
  const scope = narrowestScope(context.view, index, hashes);
  const { pending, written } = ownWrites(context, table, index, hashes);
  const reading = { context, index, scope, pending, written, known: new Map<string, boolean>() };
  const found = terms.map((term, at) => readTerm(reading, term, at === terms.length - 1));
  completeCut(reading, found);
  const averageLength = Math.max(1, scope.totals.terms / Math.max(1, scope.totals.documents));
  const candidates = new Map<string, { score: number; time: string }>();
  for (const { matches, documents } of found) {
    const total = Math.max(scope.totals.documents, documents);
    const rarity = Math.log(1 + (total - documents + 0.5) / (documents + 0.5));
    for (const [name, { count, length, time }] of matches) {
      const density = 1 - B + (B * length) / averageLength;
      const score = (rarity * count * (K1 + 1)) / (count + K1 * density);
      const candidate = candidates.get(name);
      if (candidate) candidate.score += score;
      else candidates.set(name, { score, time });
    }
  }
  const idOf = (name: string) =>
    pending.has(name) ? name : idOfDocument(index, indexedDocument(context.view, index, name)!);
  const ranked = [...candidates].sort(([nameA, a], [nameB, b]) => {
    if (a.score !== b.score) return b.score - a.score;
    if (a.time !== b.time) return a.time < b.time ? -1 : 1;
    return idOf(nameA) < idOf(nameB) ? 1 : -1;
  });
  return (at) => ranked[at] && idOf(ranked[at][0]);
}

/** Records that it looked at all that there is of the term, read or not. */
function readTerm(reading: Reading, term: string, isPrefix: boolean): TermMatches {
  const { context, index, scope, pending, written } = reading;
  const range = termRange(term, isPrefix);
  const { low, high } = termKeys(scope.prefix, range);
  context.reads.range(index.id, low, high);
  const matches = new Map<string, Match>();
  const match = (name: string, count: number, length: number, time: string) => {
    const earlier = matches.get(name);
    if (earlier) earlier.count += count;
    else matches.set(name, { count, length, time });
  };
  for (const [id, text] of pending) {
    const time = latestFirst(text.creationTime);
    for (const [own, count] of text.counts) {
      if (isPrefix ? own.startsWith(term) : own === term) match(id, count, text.length, time);
    }
  }
  let read = 0;
  let isCut = false;
  for (const { document, count, length } of storedPostings(context.view, scope.prefix, range)) {
    if (matches.size >= MAX_MATCHES) {
      isCut = true;
      break;
    }
    read += 1;
    if (!mayReturn(reading, document) || written.has(document)) continue;
    match(document, count, length, document.slice(0, NAME_BYTES));
  }
  return { term, matches, documents: Math.max(read, matches.size), isCut };
}

function mayReturn({ context, index, scope, known }: Reading, name: string): boolean {
  if (scope.hashes.every((hash) => hash === null)) return true;
  let may = known.get(name);
  if (may === undefined) {
    may = mayPass(index, indexedDocument(context.view, index, name)!, scope.hashes);
    known.set(name, may);
  }
  return may;
}

/** Looks up the common terms in the documents that have a rare one: those are ranked by all terms. */
function completeCut(reading: Reading, found: TermMatches[]): void {
  const { context, scope, pending } = reading;
  const rare = new Set<string>();
  for (const { matches } of found.filter(({ isCut }) => !isCut)) {
    for (const name of matches.keys()) if (!pending.has(name)) rare.add(name);
  }
  // In their order, so that each block is read once.
  const names = [...rare].sort();
  for (const { term, matches } of found.filter(({ isCut }) => isCut)) {
    const { low } = termRange(term, false);
    let end = "";
    let block = new Map<string, Posting>();
    for (const name of names) {
      if (matches.has(name)) continue;
      if (low + name >= end) {
        const next = blockOf(context.view, scope.prefix, low + name);
        // No block goes so far, nor to the names that follow.
        if (next === null) break;
        end = next.end;
        block = new Map(blockPostings(next.value).map((posting) => [orderOf(posting), posting]));
      }
      const posting = block.get(low + name);
      if (posting) matches.set(name, { ...posting, time: name.slice(0, NAME_BYTES) });
    }
  }
}

/** What this transaction has written: texts that the filters leave, and what they stand for in the index. */
function ownWrites(
  context: ReadContext,
  table: TableInfo,
  index: SearchIndex,
  hashes: (Buffer | null)[],
): Pick<Reading, "pending" | "written"> {
  const pending = new Map<string, IndexedText>();
  const written = new Set<string>();
  for (const { id, before, after } of context.writes.inTable(table)) {
    const text = after && indexedText(index, after.value);
    if (text && passes(text.hashes, hashes)) pending.set(id, text);
    if (before === null) continue;
    const creationTime = float64Of((JSON.parse(before) as JsonObject)["_creationTime"]!);
    const name = documentName(context.view, index, creationTime, id);
    if (name !== null) written.add(name);
  }
  return { pending, written };
}
