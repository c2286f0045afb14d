// What the documents of a commit change together: counters, and blocks of postings.

import type { SearchIndex, TableInfo } from "../storage/catalog.ts";
import { countName, type Store } from "../storage/store.ts";
import { scopesOf } from "./filter-scope.ts";
import { PostingWriter } from "./posting-writer.ts";
import {
  parseTotals,
  totalsKey,
  totalsValue,
  type IndexedText,
  type SearchTotals,
} from "./postings.ts";

/** Counts and postings that documents change, gathered to be stored once. */
export class SharedEntries {
  readonly postings: PostingWriter;
  readonly #store: Store;
  readonly #counts = new Map<string, number>();
  /** By the keys of the totals, as latin1 text. */
  readonly #searches = new Map<string, SearchTotals>();

  constructor(store: Store) {
    this.#store = store;
    this.postings = new PostingWriter(store);
  }

  addDocuments(table: TableInfo, change: number): void {
    const name = countName(table.byId);
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + change);
  }

  /** @param sign 1 for a text that is added, -1 for one that is removed */
  addText(index: SearchIndex, { hashes, length }: IndexedText, sign: 1 | -1): void {
    for (const scope of scopesOf(index, hashes)) {
      const key = totalsKey(scope).toString("latin1");
      const { documents, terms } = this.#searches.get(key) ?? { documents: 0, terms: 0 };
      const sum = { documents: documents + sign, terms: terms + sign * length };
      this.#searches.set(key, sum);
    }
  }

  /** Inside the open write transaction. */
  save(): void {
    this.postings.save();
    const { meta, postings } = this.#store;
    for (const [name, change] of this.#counts) {
      if (change !== 0) meta.put(name, String(Number(meta.get(name) ?? "0") + change));
    }
    for (const [text, change] of this.#searches) {
      if (change.documents === 0 && change.terms === 0) continue;
      const key = Buffer.from(text, "latin1");
      const { documents, terms } = parseTotals(postings.get(key));
      const sum = { documents: documents + change.documents, terms: terms + change.terms };
      if (sum.documents === 0) postings.remove(key);
      else postings.put(key, totalsValue(sum));
    }
  }
}
