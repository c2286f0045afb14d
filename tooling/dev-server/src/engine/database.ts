// The database as the main thread holds it: storage, catalog and the one writer, behind one object.

import { Committer } from "./commits/committer.ts";
import {
  checkDocuments,
  currentIndexes,
  putSchemas,
  refillSearchIndexes,
} from "./commits/schema-apply.ts";
import { NO_LIMITS } from "./storage/meter.ts";
import { openStore, SEARCH_LAYOUT, StoreView, type Store } from "./storage/store.ts";
import { indexChanges } from "./transactions/schema.ts";
import { EngineTransaction } from "./transactions/transaction.ts";

import { splitIndexName } from "./storage/index-name.ts";
import type {
  Clock,
  ComponentId,
  Database,
  IndexChanges,
  RandomBytes,
  SchemaCheck,
  SchemaDefinition,
  TableResolver,
  Transaction,
} from "../kernel/database-types.ts";
import { searchVectors } from "./search/vector-search.ts";

export interface DatabaseOptions {
  /** Where the files lie; made when missing. */
  directory: string;
  clock: Clock;
  random: RandomBytes;
}

/**
 * Opens (or makes) the database in a directory. One process at a time may: it is the writer. Worker
 * threads of the process read through openReader.
 */
export function openDatabase(options: DatabaseOptions): EngineDatabase {
  return new EngineDatabase(options);
}

export class EngineDatabase implements Database {
  readonly directory: string;
  readonly #store: Store;
  readonly #committer: Committer;
  readonly #clock: Clock;
  readonly #random: RandomBytes;

  constructor({ directory, clock, random }: DatabaseOptions) {
    this.directory = directory;
    this.#clock = clock;
    this.#random = random;
    this.#store = openStore(directory, false);
    this.#committer = new Committer(this.#store, clock, random);
    if (this.#store.meta.get("searchLayout") === SEARCH_LAYOUT) return;
    this.#committer.write((batch) => {
      refillSearchIndexes(batch);
      batch.store.meta.put("searchLayout", SEARCH_LAYOUT);
    });
  }

  latestTs(): bigint {
    return this.#committer.latestTs;
  }

  transact: Database["transact"] = (run) => this.#committer.transact(run);

  commit: Database["commit"] = (submission, within) => this.#committer.commit(submission, within);

  isCurrent: Database["isCurrent"] = (reads, since) => this.#committer.isCurrent(reads, since);

  onCommit: Database["onCommit"] = (listener) => this.#committer.onCommit(listener);

  read: Database["read"] = <T>(run: (tx: Transaction) => T) =>
    this.#atLatest((view) => {
      const tx = new EngineTransaction({
        view,
        catalog: this.#committer.catalog,
        now: this.#clock.now(),
        random: this.#random,
        limits: NO_LIMITS,
        readOnly: "Writing is not allowed in a read.",
      });
      const value = run(tx);
      return { value, ts: tx.snapshotTs, reads: tx.reads() };
    });

  vectorSearch: Database["vectorSearch"] = (ns, query) =>
    this.#atLatest((view) => {
      const { table: name } = splitIndexName(query.indexName);
      const table = this.#committer.catalog.table(ns.component, name);
      return { results: searchVectors(view, table, query) };
    });

  schema(component: ComponentId): SchemaDefinition | null {
    return this.#committer.catalog.schema(component);
  }

  diffSchema(component: ComponentId, next: SchemaDefinition | null): IndexChanges {
    return indexChanges(currentIndexes(this.#committer.catalog, component), next);
  }

  checkSchema(component: ComponentId, next: SchemaDefinition): SchemaCheck {
    return this.#atLatest((view) => checkDocuments(view, this.#committer.catalog, component, next));
  }

  applySchemas(schemas: { component: ComponentId; schema: SchemaDefinition | null }[]): void {
    this.#committer.write((batch) => putSchemas(batch, schemas));
  }

  tableNumber(component: ComponentId, table: string): number | null {
    return this.#committer.catalog.table(component, table)?.number ?? null;
  }

  /** Names and numbers of a component's tables, for validateValue. */
  tableResolver(component: ComponentId): TableResolver {
    return this.#committer.catalog.resolver(component);
  }

  async close(): Promise<void> {
    this.#committer.flush();
    await this.#store.environment.close();
  }

  #atLatest<T>(run: (view: StoreView) => T): T {
    this.#store.environment.resetReadTxn();
    const transaction = this.#store.environment.useReadTransaction();
    try {
      return run(new StoreView(this.#store, transaction));
    } finally {
      transaction.done();
    }
  }
}
