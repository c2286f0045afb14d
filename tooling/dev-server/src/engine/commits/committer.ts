// The one writer: checks what workers submit against what was committed since, and commits.

import type {
  Clock,
  Commit,
  CommitOutcome,
  CommitTs,
  RandomBytes,
  ReadSet,
  Submission,
  Transaction,
} from "../../kernel/database-types.ts";
import type { Catalog } from "../storage/catalog.ts";
import { NO_LIMITS } from "../storage/meter.ts";
import { StoreView, type Store } from "../storage/store.ts";
import { EngineTransaction } from "../transactions/transaction.ts";
import { resolveCommitTs } from "../values/value.ts";
import { CommitBatch } from "./commit-batch.ts";
import { CommitLog } from "./commit-log.ts";

type Within = (tx: Transaction, ts: CommitTs) => void;

interface Waiting {
  submission: Submission;
  within: Within | undefined;
  resolve: (outcome: CommitOutcome) => void;
  reject: (error: unknown) => void;
}

export class Committer {
  catalog: Catalog;
  latestTs: CommitTs;
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #random: RandomBytes;
  readonly #log: CommitLog;
  readonly #listeners = new Set<(commit: Commit) => void>();
  #waiting: Waiting[] = [];
  #isWriting = false;
  #unannounced: Commit[] = [];
  #isAnnouncing = false;

  constructor(store: Store, clock: Clock, random: RandomBytes) {
    this.#store = store;
    this.#clock = clock;
    this.#random = random;
    const view = new StoreView(store, null);
    this.catalog = view.catalog();
    this.latestTs = view.latestTs();
    this.#log = new CommitLog(this.latestTs);
  }

  onCommit(listener: (commit: Commit) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  isCurrent(reads: ReadSet, since: CommitTs): boolean {
    return this.#log.conflict(reads, since) === null;
  }

  /** Runs and commits at once. A throw of `run` leaves nothing behind and is rethrown. */
  transact<T>(run: (tx: Transaction) => T): { value: T; ts: CommitTs } {
    return this.write((batch) => {
      const tx = this.#begin(batch);
      const value = run(tx);
      const { writes, newTables } = tx.submission();
      if (writes.length === 0 && newTables.length === 0) return { value, ts: batch.latestTs };
      return { value, ts: batch.apply(batch.nextTs(writes), { writes, newTables }).ts };
    });
  }

  /** Queues a submission; everything queued in one turn of the event loop shares a disk flush. */
  commit(submission: Submission, within?: Within): Promise<CommitOutcome> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ submission, within, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => this.#commitWaiting());
    });
  }

  /** Commits what is queued, e.g. before closing. */
  flush(): void {
    this.#commitWaiting();
  }

  /**
   * Opens a write transaction for `body`, which makes commits through the batch. It is on disk when
   * this returns; listeners have heard of it, unless a listener is what called.
   */
  write<T>(body: (batch: CommitBatch) => T): T {
    if (this.#isWriting) throw new Error("A transaction cannot be started inside another one.");
    this.#isWriting = true;
    const batch = new CommitBatch({
      store: this.#store,
      log: this.#log,
      catalog: this.catalog,
      latestTs: this.latestTs,
      nowMs: this.#clock.now(),
    });
    let value: T;
    try {
      value = this.#store.environment.transactionSync(() => {
        const result = body(batch);
        batch.finish();
        return result;
      });
    } catch (error) {
      this.#log.dropAfter(this.latestTs);
      throw error;
    } finally {
      this.#isWriting = false;
    }
    this.catalog = batch.catalog;
    this.latestTs = batch.latestTs;
    this.#announce(batch.commits);
    return value;
  }

  #commitWaiting(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    if (waiting.length === 0) return;
    const settle: (() => void)[] = [];
    try {
      this.write((batch) => {
        for (const entry of waiting) settle.push(this.#settleOne(batch, entry));
      });
    } catch (error) {
      for (const { reject } of waiting) reject(error);
      return;
    }
    for (const run of settle) run();
  }

  /** Applies one submission to the batch; returns what to do once the batch is on disk. */
  #settleOne(batch: CommitBatch, { submission, within, resolve, reject }: Waiting): () => void {
    const conflictingTable =
      this.#log.conflict(submission.reads, submission.snapshotTs) ??
      batch.tableConflict(submission.newTables);
    if (conflictingTable !== null) return () => resolve({ committed: false, conflictingTable });
    const catalogBefore = batch.catalog;
    let { writes, newTables } = submission;
    const ts = batch.nextTs(writes);
    const keys = batch.addTables(newTables);
    if (within) {
      try {
        const tx = this.#begin(batch);
        tx.preload(
          writes.map((write) => ({
            ...write,
            after: write.after && resolveCommitTs(write.after, ts),
          })),
        );
        within(tx, ts);
        ({ writes, newTables } = tx.submission());
      } catch (error) {
        batch.catalog = catalogBefore;
        return () => reject(error);
      }
    }
    if (writes.length === 0 && newTables.length === 0 && keys.length === 0) {
      return () => resolve({ committed: true, ts: submission.snapshotTs });
    }
    batch.apply(ts, { writes, newTables, keys });
    return () => resolve({ committed: true, ts });
  }

  #begin(batch: CommitBatch): EngineTransaction {
    return new EngineTransaction({
      view: new StoreView(this.#store, null),
      catalog: batch.catalog,
      now: this.#clock.now(),
      random: this.#random,
      limits: NO_LIMITS,
    });
  }

  /** Listeners hear of commits in order, also of those that listeners make. */
  #announce(commits: readonly Commit[]): void {
    this.#unannounced.push(...commits);
    if (this.#isAnnouncing) return;
    this.#isAnnouncing = true;
    try {
      for (let commit = this.#unannounced.shift(); commit; commit = this.#unannounced.shift()) {
        for (const listener of this.#listeners) notify(listener, commit);
      }
    } finally {
      this.#isAnnouncing = false;
    }
  }
}

/** The commit is on disk: a listener that fails must not make it look as if it were not. */
function notify(listener: (commit: Commit) => void, commit: Commit): void {
  try {
    listener(commit);
  } catch (error) {
    console.error("A listener failed on hearing of a commit:", error);
  }
}
