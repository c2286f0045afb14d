// Commits that share one LMDB write transaction: what they write, their timestamps, their keys.

import type {
  Commit,
  CommitTs,
  ComponentId,
  DocumentWrite,
  Submission,
} from "../../kernel/database-types.ts";
import { SharedEntries } from "../search/shared-entries.ts";
import { CATALOG_INDEX, catalogKey, type Catalog } from "../storage/catalog.ts";
import type { Store } from "../storage/store.ts";
import { nanosNotBefore } from "../values/creation-time.ts";
import { resolveCommitTs, type JsonObject } from "../values/value.ts";
import type { CommitLog } from "./commit-log.ts";
import { writeDocument, type ChangedKeys } from "./index-writer.ts";

/** Creation times further ahead than this were imported, and do not move the clock. */
const MAX_LEAD_MS = 60_000;

export interface Change {
  writes: DocumentWrite[];
  newTables: Submission["newTables"];
  /** Keys to report beside those of the documents. */
  keys?: ChangedKeys;
}

/** Lives inside one write transaction. When that aborts, so does everything here. */
export class CommitBatch {
  readonly store: Store;
  readonly log: CommitLog;
  readonly commits: Commit[] = [];
  catalog: Catalog;
  latestTs: CommitTs;
  readonly #nowMs: number;
  readonly #startVersion: number;

  constructor(parts: {
    store: Store;
    log: CommitLog;
    catalog: Catalog;
    latestTs: CommitTs;
    nowMs: number;
  }) {
    this.store = parts.store;
    this.log = parts.log;
    this.catalog = parts.catalog;
    this.latestTs = parts.latestTs;
    this.#nowMs = parts.nowMs;
    this.#startVersion = parts.catalog.stored.version;
  }

  /**
   * The timestamp the next commit gets: the clock's, above the last one, and not before the creation
   * times it holds, so that a later document's creation time is later.
   */
  nextTs(writes: readonly DocumentWrite[]): CommitTs {
    let ts = BigInt(Math.floor(this.#nowMs)) * 1_000_000n;
    for (const { before, after } of writes) {
      if (before !== null || after === null) continue;
      const created = (JSON.parse(after) as JsonObject)["_creationTime"];
      if (typeof created !== "number" || created > this.#nowMs + MAX_LEAD_MS) continue;
      const createdNs = nanosNotBefore(created);
      if (createdNs > ts) ts = createdNs;
    }
    return ts > this.latestTs ? ts : this.latestTs + 1n;
  }

  /** Adds tables to a fresh draft of the catalog; the old catalog stays as it was. */
  addTables(newTables: Submission["newTables"]): ChangedKeys {
    const keys: ChangedKeys = [];
    const missing = newTables.filter(
      ({ component, table }) => !this.catalog.table(component, table),
    );
    if (missing.length === 0) return keys;
    this.catalog = this.catalog.draft();
    for (const { component, table, number } of missing) {
      this.catalog.addTable(component, table, number);
      keys.push({ indexId: CATALOG_INDEX, key: catalogKey(component, table) });
    }
    return keys;
  }

  /** Why these new tables cannot be made with the numbers chosen for them, or null. */
  tableConflict(newTables: Submission["newTables"]): string | null {
    const clash = newTables.find(({ component, table, number }) => {
      const existing = this.catalog.table(component, table);
      if (existing) return existing.number !== number;
      return (
        this.catalog.numberForNew(component, table) > number || this.#isTaken(component, number)
      );
    });
    return clash?.table ?? null;
  }

  #isTaken(component: ComponentId, number: number): boolean {
    return this.catalog.tableByNumber(component, number) !== null;
  }

  /** Writes documents at a timestamp and remembers the commit. */
  apply(ts: CommitTs, change: Change): Commit {
    const keys = [...(change.keys ?? []), ...this.addTables(change.newTables)];
    const writes: DocumentWrite[] = [];
    const shared = new SharedEntries(this.store);
    const tableNames = new Map<number, string>();
    for (const write of change.writes) {
      const table = this.catalog.table(write.component, write.table);
      if (!table) throw new Error(`A commit writes to the missing table ${write.table}.`);
      const after = write.after === null ? null : resolveCommitTs(write.after, ts);
      const document = after === null ? null : (JSON.parse(after) as JsonObject);
      writeDocument(this.store, table, write.id, document, { keys, shared });
      writes.push({ ...write, after });
      for (const { id } of [table.byId, ...table.indexes, ...table.searchIndexes]) {
        tableNames.set(id, table.name);
      }
    }
    shared.save();
    this.latestTs = ts;
    const commit: Commit = { ts, writes, keys };
    this.commits.push(commit);
    const anyTable = writes[0]?.table;
    this.log.append({ ts, keys, tableOf: (indexId) => tableNames.get(indexId) ?? anyTable });
    return commit;
  }

  /** Puts timestamp and catalog beside the documents, before the write transaction ends. */
  finish(): void {
    const { meta } = this.store;
    if (this.commits.length > 0) meta.put("latestTs", String(this.latestTs));
    const { stored } = this.catalog;
    if (stored.version === this.#startVersion) return;
    meta.put("catalog", JSON.stringify(stored));
    meta.put("catalogVersion", String(stored.version));
  }
}
