// Reads an index range lazily: what is stored, with the transaction's own writes merged in.

import type { JsonText } from "../../kernel/database-types.ts";
import { compareBytes, keyAfter, lowerBound } from "../values/bytes.ts";
import { encodeIdKey } from "../values/index-key.ts";
import type { DatabaseIndex, TableInfo } from "./catalog.ts";
import type { Meter } from "./meter.ts";
import type { ReadRecorder, TrackedScan } from "./read-set.ts";
import type { IndexEntry, StoreView } from "./store.ts";
import type { WriteBuffer } from "./write-buffer.ts";

/** What a read needs to know about the transaction it belongs to. */
export interface ReadContext {
  view: StoreView;
  writes: WriteBuffer;
  reads: ReadRecorder;
  meter: Meter;
}

export interface KeyRange {
  low: Buffer;
  high: Buffer;
  reverse: boolean;
}

/** A row that a query may return. */
export interface Row {
  key: Buffer;
  id: string;
  text: JsonText;
  size: number;
}

/** A pull-based source of rows. `next` counts the row as read and records the read. */
export interface RowSource {
  next(): Row | null;
}

/** First and largest number of entries fetched at once: `first()` stays cheap, long scans quick. */
const FIRST_CHUNK = 8;
const LARGEST_CHUNK = 256;

/**
 * Rows of an index range in order. No LMDB cursor stays open between calls, and each step looks for
 * what follows the last key, so the transaction may write and roll back while a scan is under way.
 */
export class IndexScan implements RowSource {
  readonly #context: ReadContext;
  readonly #table: TableInfo;
  readonly #index: DatabaseIndex;
  readonly #range: KeyRange;
  readonly #tracked: TrackedScan;
  /** Where the scan stands: rows at or before this key (after, when reverse) are behind it. */
  #last: Buffer | null = null;
  #chunk: IndexEntry[] = [];
  #chunkAt = 0;
  #chunkSize = FIRST_CHUNK;
  /** The key behind which the next chunk starts. */
  #fetchedTo: Buffer | null = null;
  #storedDone: boolean;
  #done = false;

  constructor(context: ReadContext, table: TableInfo, index: DatabaseIndex, range: KeyRange) {
    this.#context = context;
    this.#table = table;
    this.#index = index;
    this.#range = range;
    // A table this transaction makes has local index ids and nothing stored.
    this.#storedDone = index.id < 0;
    this.#tracked = context.reads.scan(index.id, range.low, range.high, range.reverse);
    if (compareBytes(range.low, range.high) >= 0) this.#done = true;
  }

  next(): Row | null {
    if (this.#done) return null;
    const entry = this.#nearer(this.#peekStored(), this.#peekPending());
    if (entry === null) {
      this.#done = true;
      this.#tracked.finish();
      return null;
    }
    this.#last = entry.key;
    this.#tracked.advance(entry.key);
    const { text, size } = this.#document(entry.id);
    this.#context.meter.add("documentsRead", 1);
    this.#context.meter.add("bytesRead", size);
    return { ...entry, text, size };
  }

  #document(id: string): { text: JsonText; size: number } {
    const pending = this.#context.writes.find(this.#table, id);
    const document =
      pending?.after ?? this.#context.view.document(encodeIdKey(this.#table.byId.id, id));
    if (!document)
      throw new Error(`Index ${this.#index.name} has an entry for the missing document ${id}.`);
    return document;
  }

  #nearer(a: IndexEntry | null, b: IndexEntry | null): IndexEntry | null {
    if (a === null || b === null) return a ?? b;
    return compareBytes(a.key, b.key) < 0 !== this.#range.reverse ? a : b;
  }

  /** The next stored entry whose document this transaction has not written. */
  #peekStored(): IndexEntry | null {
    for (;;) {
      const entry = this.#chunk[this.#chunkAt];
      if (entry === undefined) {
        if (!this.#fetch()) return null;
      } else if (this.#isBehind(entry.key) || this.#context.writes.find(this.#table, entry.id)) {
        this.#chunkAt += 1;
      } else {
        return entry;
      }
    }
  }

  #isBehind(key: Buffer): boolean {
    if (this.#last === null) return false;
    const order = compareBytes(key, this.#last);
    return this.#range.reverse ? order >= 0 : order <= 0;
  }

  #fetch(): boolean {
    if (this.#storedDone) return false;
    const range = { ...this.#range };
    if (this.#fetchedTo) {
      if (range.reverse) range.high = this.#fetchedTo;
      else range.low = keyAfter(this.#fetchedTo);
    }
    this.#chunk = this.#context.view.entries(this.#index, range, this.#chunkSize);
    this.#chunkAt = 0;
    this.#chunkSize = Math.min(this.#chunkSize * 2, LARGEST_CHUNK);
    this.#fetchedTo = this.#chunk.at(-1)?.key ?? null;
    this.#storedDone = this.#chunk.length === 0;
    return !this.#storedDone;
  }

  #peekPending(): IndexEntry | null {
    const overlay = this.#context.writes.overlay(this.#table, this.#index);
    const { low, high, reverse } = this.#range;
    const keyOf = (entry: IndexEntry) => entry.key;
    if (reverse) {
      const entry = overlay[lowerBound(overlay, this.#last ?? high, keyOf) - 1];
      return entry && compareBytes(entry.key, low) >= 0 ? entry : null;
    }
    const entry = overlay[lowerBound(overlay, this.#last ? keyAfter(this.#last) : low, keyOf)];
    return entry && compareBytes(entry.key, high) < 0 ? entry : null;
  }
}
