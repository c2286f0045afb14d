// The last commits with the keys they touched: tells how long a result that was computed in a
// worker stayed true while it travelled.

import { ReadMatcher } from "../engine/storage/read-set.ts";
import type { Commit, CommitTs, ReadSet } from "../kernel/database-types.ts";

const MAX_KEYS = 50_000;

export class CommitHistory {
  #commits: Commit[] = [];
  #keys = 0;
  /** Commits up to here are forgotten. */
  #floor: CommitTs;

  constructor(latest: CommitTs) {
    this.#floor = latest;
  }

  add(commit: Commit): void {
    this.#commits.push(commit);
    this.#keys += commit.keys.length + 1;
    while (this.#keys > MAX_KEYS && this.#commits.length > 1) {
      const oldest = this.#commits.shift()!;
      this.#keys -= oldest.keys.length + 1;
      this.#floor = oldest.ts;
    }
  }

  /**
   * The first commit after `since` that touched `reads`, or null when there is none. When that is
   * no longer known: the next timestamp, because the reads are valid at `since` only.
   */
  firstTouching(reads: ReadSet, since: CommitTs): CommitTs | null {
    if (since < this.#floor) return since + 1n;
    let first = this.#commits.length;
    while (first > 0 && this.#commits[first - 1]!.ts > since) first -= 1;
    if (first === this.#commits.length) return null;
    const matcher = new ReadMatcher(reads);
    const touching = this.#commits
      .slice(first)
      .find(({ keys }) => matcher.findTouched(keys) !== -1);
    return touching?.ts ?? null;
  }
}
