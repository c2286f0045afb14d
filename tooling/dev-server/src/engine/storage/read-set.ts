// What a transaction has read, as key ranges of indexes, and whether a commit touched it.

import type { Commit, ComponentId, ReadRange, ReadSet } from "../../kernel/database-types.ts";
import { compareBytes, keyAfter, lowerBound, prefixEnd } from "../values/bytes.ts";
import { CATALOG_INDEX, catalogKey, catalogPrefix } from "./catalog.ts";

/** A scan in progress: it has read from its start up to where it stands. */
export interface TrackedScan {
  /** The scan has seen the entry at `key`, and that there is nothing between it and the one before. */
  advance(key: Buffer): void;
  /** The scan has seen everything up to the end of its range. */
  finish(): void;
}

export class ReadRecorder {
  #ranges: ReadRange[] = [];
  /** Catalog facts recorded already: every operation names its table. */
  readonly #facts = new Set<string>();

  point(indexId: number, key: Buffer): void {
    this.range(indexId, key, keyAfter(key));
  }

  /** Indexes of tables not stored yet have negative ids and need no record. */
  range(indexId: number, low: Uint8Array, high: Uint8Array): void {
    if (indexId >= 0) this.#ranges.push({ indexId, low, high });
  }

  /** That a table exists or not (a name), or what a component's schema is (null). */
  catalog(component: ComponentId, table: string | null): void {
    const fact = JSON.stringify([component, table]);
    if (this.#facts.has(fact)) return;
    this.#facts.add(fact);
    this.point(CATALOG_INDEX, catalogKey(component, table));
  }

  /** Everything about a component's tables. */
  wholeCatalog(component: ComponentId): void {
    const low = catalogPrefix(component);
    this.range(CATALOG_INDEX, low, prefixEnd(low));
  }

  scan(indexId: number, low: Buffer, high: Buffer, reverse: boolean): TrackedScan {
    let range: ReadRange | null = null;
    const update = (change: Partial<ReadRange>) => {
      if (range) Object.assign(range, change);
      else {
        range = { indexId, low, high, ...change };
        if (indexId >= 0) this.#ranges.push(range);
      }
    };
    return {
      advance: (key) => update(reverse ? { low: key } : { high: keyAfter(key) }),
      finish: () => update({ low, high }),
    };
  }

  /** Everything recorded so far, sorted, overlaps joined. */
  toReadSet(): ReadSet {
    this.#ranges = normalized(this.#ranges);
    return { ranges: this.#ranges.map((range) => ({ ...range })) };
  }
}

/** Records nothing. */
export class NoReads extends ReadRecorder {
  override range(): void {}
  override scan(): TrackedScan {
    return { advance() {}, finish() {} };
  }
}

function normalized(ranges: ReadRange[]): ReadRange[] {
  const sorted = ranges
    .filter(({ low, high }) => compareBytes(low, high) < 0)
    .sort((a, b) => a.indexId - b.indexId || compareBytes(a.low, b.low));
  const joined: ReadRange[] = [];
  for (const range of sorted) {
    const last = joined.at(-1);
    if (last && last.indexId === range.indexId && compareBytes(range.low, last.high) <= 0) {
      if (compareBytes(range.high, last.high) > 0) last.high = range.high;
    } else {
      joined.push({ ...range });
    }
  }
  return joined;
}

/** Answers quickly whether keys lie in a read set. Build once, ask often. */
export class ReadMatcher {
  readonly #byIndex = new Map<number, ReadRange[]>();

  constructor(reads: ReadSet) {
    for (const range of normalized(reads.ranges)) {
      const list = this.#byIndex.get(range.indexId);
      if (list) list.push(range);
      else this.#byIndex.set(range.indexId, [range]);
    }
  }

  /** Position in `keys` of one that lies in the read set, or -1. */
  findTouched(keys: Commit["keys"]): number {
    return keys.findIndex(({ indexId, key }) => {
      const ranges = this.#byIndex.get(indexId);
      if (!ranges) return false;
      // The last range that starts at or before the key is the only candidate.
      const after = lowerBound(ranges, keyAfter(key), (range) => range.low);
      const candidate = ranges[after - 1];
      return candidate !== undefined && compareBytes(key, candidate.high) < 0;
    });
  }
}
