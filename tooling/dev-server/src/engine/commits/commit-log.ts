// The recent commits of this process, to find out whether something that was read has changed.

import type { Commit, CommitTs, ReadSet } from "../../kernel/database-types.ts";
import { ReadMatcher } from "../storage/read-set.ts";

/** Index keys remembered over all commits; older commits are forgotten first. */
const MAX_KEYS = 200_000;

interface LoggedCommit {
  ts: CommitTs;
  keys: Commit["keys"];
  /** Which table an index belongs to, for the text of a conflict. */
  tableOf: (indexId: number) => string | undefined;
}

export class CommitLog {
  #commits: LoggedCommit[] = [];
  #keys = 0;
  /** Everything after this timestamp is remembered. */
  #knownSince: CommitTs;

  constructor(knownSince: CommitTs) {
    this.#knownSince = knownSince;
  }

  append(commit: LoggedCommit): void {
    this.#commits.push(commit);
    this.#keys += commit.keys.length + 1;
    let forgotten = 0;
    while (this.#keys > MAX_KEYS && forgotten < this.#commits.length - 1) {
      const oldest = this.#commits[forgotten]!;
      this.#keys -= oldest.keys.length + 1;
      this.#knownSince = oldest.ts;
      forgotten += 1;
    }
    if (forgotten > 0) this.#commits.splice(0, forgotten);
  }

  /** Rolls back commits that did not reach the disk. */
  dropAfter(ts: CommitTs): void {
    for (const commit of this.#commits.splice(this.#firstAfter(ts)))
      this.#keys -= commit.keys.length + 1;
  }

  /**
   * What a commit after `since` changed of these reads: the name of a table, or null when nothing
   * changed. Also a name when it is no longer known.
   */
  conflict(reads: ReadSet, since: CommitTs): string | null {
    if (since < this.#knownSince) return "unknown";
    const from = this.#firstAfter(since);
    if (from === this.#commits.length) return null;
    const matcher = new ReadMatcher(reads);
    for (let i = from; i < this.#commits.length; i++) {
      const commit = this.#commits[i]!;
      const touched = matcher.findTouched(commit.keys);
      if (touched === -1) continue;
      return commit.tableOf(commit.keys[touched]!.indexId) ?? "unknown";
    }
    return null;
  }

  #firstAfter(ts: CommitTs): number {
    let from = 0;
    let to = this.#commits.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (this.#commits[middle]!.ts <= ts) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
