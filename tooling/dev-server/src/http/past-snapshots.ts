// Queries at an earlier timestamp (`/api/query_at_ts`). The database keeps no old snapshots. Instead,
// recent commits are kept in memory, and a query runs on top of writes that undo them.

import type { App } from "../kernel/app.ts";
import type { Commit, CommitTs, DocumentWrite } from "../kernel/database-types.ts";
import { BackendError } from "../kernel/errors.ts";
import type { QueryOutcome } from "../kernel/function-types.ts";

/** How long a timestamp can be queried. */
const KEEP_NANOSECONDS = 60n * 1_000_000_000n;
/** A transaction writes no more documents than this. */
const MAX_UNDONE_WRITES = 10_000;
/** Commits made while the query runs may touch what it reads. */
const ATTEMPTS = 3;

export class PastSnapshots {
  readonly #database: Pick<App["database"], "isCurrent" | "latestTs" | "onCommit">;
  #commits: Commit[] = [];
  /** Commits after this timestamp are kept. */
  #knownSince: CommitTs;

  /** Keeps commits from now on. */
  constructor(database: Pick<App["database"], "isCurrent" | "latestTs" | "onCommit">) {
    this.#database = database;
    this.#knownSince = database.latestTs();
    database.onCommit((commit) => this.#remember(commit));
  }

  /**
   * The outcome a query would have had at `ts`.
   * @param query runs it on top of the given writes
   * @throws BackendError 400 `SnapshotNoLongerAvailable`
   */
  async run(
    ts: CommitTs,
    query: (initialWrites: DocumentWrite[]) => Promise<QueryOutcome>,
  ): Promise<QueryOutcome> {
    const present = await query([]);
    if (this.#database.isCurrent(present.reads, ts)) return present;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const latest = this.#database.latestTs();
      const undo = this.#undo(ts);
      if (undo === null) break;
      const outcome = await query(undo);
      if (this.#database.isCurrent(outcome.reads, latest)) return outcome;
    }
    throw new BackendError(
      "SnapshotNoLongerAvailable",
      "The documents that this query reads have changed since the timestamp, too long ago or too often; " +
        "ask /api/query_ts for a new one",
    );
  }

  #remember(commit: Commit): void {
    this.#commits.push(commit);
    let forgotten = 0;
    while (this.#commits[forgotten]!.ts < commit.ts - KEEP_NANOSECONDS) forgotten += 1;
    if (forgotten === 0) return;
    this.#knownSince = this.#commits[forgotten - 1]!.ts;
    this.#commits.splice(0, forgotten);
  }

  /** Writes that restore every document as of `ts`, or null when that is no longer known. */
  #undo(ts: CommitTs): DocumentWrite[] | null {
    if (ts < this.#knownSince) return null;
    const first = new Map<string, DocumentWrite>();
    for (const commit of this.#commits) {
      if (commit.ts <= ts) continue;
      for (const write of commit.writes) {
        const key = `${write.component} ${write.id}`;
        if (!first.has(key)) first.set(key, { ...write, before: null, after: write.before });
        if (first.size > MAX_UNDONE_WRITES) return null;
      }
    }
    return [...first.values()];
  }
}
