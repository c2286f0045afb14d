// A worker thread's read-only view of the database's files.

import type { Transaction as LmdbTransaction } from "lmdb";
import type { DatabaseReader, RandomBytes } from "../../kernel/database-types.ts";
import type { Catalog } from "../storage/catalog.ts";
import { DEFAULT_LIMITS } from "../storage/meter.ts";
import { openStore, StoreView, type Store } from "../storage/store.ts";
import { EngineTransaction } from "./transaction.ts";

/** Opens the files of a database that this process has open for writing. */
export function openReader(directory: string): EngineReader {
  return new EngineReader(directory);
}

export class EngineReader implements DatabaseReader {
  readonly #store: Store;
  #snapshot: LmdbTransaction | null = null;
  #catalog: Catalog | null = null;

  constructor(directory: string) {
    this.#store = openStore(directory, true);
  }

  /** Starts at the newest commit. The transaction before it can no longer be used. */
  begin({ now, random }: { now: number; random: RandomBytes }): EngineTransaction {
    this.release();
    this.#store.environment.resetReadTxn();
    this.#snapshot = this.#store.environment.useReadTransaction();
    const view = new StoreView(this.#store, this.#snapshot);
    if (this.#catalog?.stored.version !== view.catalogVersion()) this.#catalog = view.catalog();
    return new EngineTransaction({
      view,
      catalog: this.#catalog!,
      now,
      random,
      limits: DEFAULT_LIMITS,
    });
  }

  /**
   * Lets go of the snapshot; the transaction can no longer be used. An idle worker that holds one
   * keeps the writer from reusing pages, and the file grows.
   */
  release(): void {
    this.#snapshot?.done();
    this.#snapshot = null;
  }

  close(): void {
    this.release();
    void this.#store.environment.close();
  }
}
