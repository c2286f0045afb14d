// The LMDB environment: what lies on disk, and reads of it at one snapshot. One process writes.
//
//   documents  by_id key                → see document-record.ts
//   entries    index key                → length of the id at its end (1 byte)
//   postings   search index, scope, …   → see postings.ts
//   vectors    vector index, scope, id  → see vector-search.ts
//   meta       name                     → catalog, its version, latest timestamp, counters
//
// LMDB keys are limited to 1978 bytes. A longer index key is stored as its first LONG_KEY_BYTES
// bytes and a hash, with the id and the whole key in the value; scans put such neighbours into their order.
// Entries of earlier versions have the whole id in place of its length.

import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { open, type Database as LmdbDatabase, type RootDatabase, type Transaction } from "lmdb";
import type { CommitTs } from "../../kernel/database-types.ts";
import { compareBytes } from "../values/bytes.ts";
import { parseRecord, type StoredDocument } from "../values/document-record.ts";
import { decodeIdKey } from "../values/index-key.ts";
import { Catalog, type DatabaseIndex, type StoredCatalog } from "./catalog.ts";

/** Of the entries of search and vector indexes: those of another layout are rebuilt. */
export const SEARCH_LAYOUT = "5";

/** Of a page of 4 KB a smaller value fills a quarter at most. */
const COMPRESSED_BYTES = 1024;
const LONG_KEY_BYTES = 1900;
const HASH_BYTES = 16;

export interface IndexEntry {
  key: Buffer;
  id: string;
}

export interface Store {
  environment: RootDatabase<string, Buffer>;
  documents: LmdbDatabase<string, Buffer>;
  entries: LmdbDatabase<string, Buffer>;
  postings: LmdbDatabase<Buffer, Buffer>;
  vectors: LmdbDatabase<Buffer, Buffer>;
  meta: LmdbDatabase<string, string>;
}

/** Opens the environment in a directory, which a writer makes when it does not exist. */
export function openStore(directory: string, readOnly: boolean): Store {
  if (!readOnly) mkdirSync(directory, { recursive: true });
  const environment = open<string, Buffer>({
    path: directory,
    // A directory whose name has a dot would be treated as a file.
    noSubdir: false,
    readOnly,
    maxDbs: 8,
    keyEncoding: "binary",
    encoding: "string",
    eventTurnBatching: false,
  });
  const keyEncoding = "binary";
  return {
    environment,
    documents: environment.openDB("documents", {
      keyEncoding,
      encoding: "string",
      // LZ4, which costs a read little. Values from before it are read as they are.
      compression: { threshold: COMPRESSED_BYTES },
    }),
    entries: environment.openDB("entries", { keyEncoding, encoding: "string" }),
    postings: environment.openDB("postings", { keyEncoding, encoding: "binary" }),
    vectors: environment.openDB("vectors", { keyEncoding, encoding: "binary" }),
    meta: environment.openDB("meta", { encoding: "string" }),
  };
}

/** Name of the meta entry that counts the documents of the table whose by_id index this is. */
export function countName(byId: { id: number }): string {
  return `count/${byId.id}`;
}

/** Key and value of an index entry as LMDB takes them. */
export function storedEntry({ key, id }: IndexEntry): { key: Buffer; value: string } {
  if (key.length <= LONG_KEY_BYTES) return { key, value: String.fromCharCode(id.length) };
  const hash = createHash("sha256").update(key).digest().subarray(0, HASH_BYTES);
  const short = Buffer.concat([key.subarray(0, LONG_KEY_BYTES), hash]);
  return { key: short, value: `${id} ${key.toString("base64")}` };
}

/** Reads at one snapshot. Without a transaction: inside the write transaction that is open. */
export class StoreView {
  readonly store: Store;
  readonly #options: { transaction?: Transaction };

  constructor(store: Store, transaction: Transaction | null) {
    this.store = store;
    this.#options = transaction ? { transaction } : {};
  }

  document(byIdKey: Buffer): StoredDocument | null {
    const record = this.store.documents.get(byIdKey, this.#options);
    return record === undefined ? null : parseRecord(record);
  }

  meta(name: string): string | undefined {
    return this.store.meta.get(name, this.#options);
  }

  latestTs(): CommitTs {
    return BigInt(this.meta("latestTs") ?? "0");
  }

  /** Number of documents stored in the table whose by_id index this is. */
  count(byId: DatabaseIndex): number {
    return Number(this.meta(countName(byId)) ?? "0");
  }

  catalogVersion(): number {
    return Number(this.meta("catalogVersion") ?? "0");
  }

  catalog(): Catalog {
    const text = this.meta("catalog");
    return text === undefined ? Catalog.empty() : new Catalog(JSON.parse(text) as StoredCatalog);
  }

  posting(key: Buffer): Buffer | undefined {
    return this.store.postings.get(key, this.#options);
  }

  vector(key: Buffer): Buffer | undefined {
    return this.store.vectors.get(key, this.#options);
  }

  /** All postings or vectors in [low, high), in order. */
  binaryRange(
    kind: "postings" | "vectors",
    low: Buffer,
    high: Buffer,
  ): Iterable<{ key: Buffer; value: Buffer }> {
    return this.store[kind].getRange({ start: low, end: high, ...this.#options });
  }

  /**
   * Up to about `limit` entries of an index in [low, high), ascending or descending; never an empty
   * list while entries remain. Continue after (or before) the key of the last one.
   */
  entries(
    index: DatabaseIndex,
    range: { low: Buffer; high: Buffer; reverse: boolean },
    limit: number,
  ): IndexEntry[] {
    if (compareBytes(range.low, range.high) >= 0) return [];
    if (index.name === "by_id") return this.#idEntries(range, limit);
    const found: IndexEntry[] = [];
    let { low, high } = storedBounds(range);
    for (;;) {
      let long: Buffer | null = null;
      const rows = this.store.entries.getRange({
        ...directed(low, high, range.reverse),
        limit,
        ...this.#options,
      });
      for (const { key, value } of rows) {
        if (key.length > LONG_KEY_BYTES) {
          long = key.subarray(0, LONG_KEY_BYTES);
          break;
        }
        found.push({ key, id: value.length === 1 ? idAtEnd(key, value.charCodeAt(0)) : value });
      }
      if (long === null) return found;
      found.push(...this.#longEntries(long, range));
      if (found.length > 0) return found;
      // Every long key here was outside the range: go on behind them.
      if (range.reverse) high = long;
      else low = longEnd(long);
    }
  }

  #idEntries(range: { low: Buffer; high: Buffer; reverse: boolean }, limit: number): IndexEntry[] {
    const keys = this.store.documents.getKeys({
      ...directed(clipped(range.low), clipped(range.high), range.reverse),
      limit,
      ...this.#options,
    });
    return Array.from(keys, (key) => ({ key, id: decodeIdKey(key) }));
  }

  /** All entries whose keys start with a long prefix and lie in the range, in the range's order. */
  #longEntries(
    prefix: Buffer,
    range: { low: Buffer; high: Buffer; reverse: boolean },
  ): IndexEntry[] {
    const found: IndexEntry[] = [];
    const rows = this.store.entries.getRange({
      start: prefix,
      end: longEnd(prefix),
      ...this.#options,
    });
    for (const { value } of rows) {
      const [id, text] = value.split(" ");
      const key = Buffer.from(text ?? "", "base64");
      if (compareBytes(key, range.low) >= 0 && compareBytes(key, range.high) < 0) {
        found.push({ key, id: id! });
      }
    }
    found.sort((a, b) => compareBytes(a.key, b.key));
    return range.reverse ? found.reverse() : found;
  }
}

function idAtEnd(key: Buffer, length: number): string {
  return key.toString("latin1", key.length - length);
}

function longEnd(prefix: Buffer): Buffer {
  return Buffer.concat([prefix, Buffer.alloc(HASH_BYTES + 1, 0xff)]);
}

/** Bounds for seeking: long keys with the same start as a bound are inside, and filtered later. */
function storedBounds({ low, high }: { low: Buffer; high: Buffer }): { low: Buffer; high: Buffer } {
  return {
    low: clipped(low),
    high: high.length > LONG_KEY_BYTES ? longEnd(high.subarray(0, LONG_KEY_BYTES)) : high,
  };
}

function clipped(key: Buffer): Buffer {
  return key.length > LONG_KEY_BYTES ? key.subarray(0, LONG_KEY_BYTES) : key;
}

/** lmdb's range options for [low, high) in either direction. */
function directed(low: Buffer, high: Buffer, reverse: boolean) {
  return reverse
    ? { start: high, end: low, reverse, exclusiveStart: true, inclusiveEnd: true }
    : { start: low, end: high };
}
