// The live queries of all sessions. Equal queries share one execution; a commit re-runs exactly
// those whose reads it touched, and a result knows from when until when it is true.

import { createHash } from "node:crypto";
import { callerOf, FairQueue } from "../functions/transactions/fair-queue.ts";
import type { App } from "../kernel/app.ts";
import type { Commit, CommitTs, JsonText, ReadRange } from "../kernel/database-types.ts";
import type { FunctionError, Identity, QueryOutcome } from "../kernel/function-types.ts";
import { logText, thrownError } from "../wire/call-texts.ts";
import { CommitHistory } from "./commit-history.ts";
import { RangeIndex } from "./range-index.ts";

/** Executions at a time: enough to keep the workers busy, few enough to leave mutations a turn. */
const CONCURRENT_RUNS = 4;
/** Of these for one session: one is left to the others, however long this session's take. */
const RUNS_PER_SESSION = CONCURRENT_RUNS - 1;

export interface QuerySpec {
  componentPath: string | null;
  path: string;
  args: JsonText;
  identity: Identity;
  journal: string | null;
}

export interface QueryResult {
  /** Snapshot the result was computed at. */
  from: CommitTs;
  /** First commit that may have changed it; null while it is true at the latest commit. */
  until: CommitTs | null;
  outcome:
    | { ok: true; value: JsonText }
    /** `requestId` is not part of what makes two results differ. */
    | { ok: false; error: FunctionError; requestId: string };
  logLines: string[];
  journal: string | null;
  /** Equal when value (or error) and log lines are equal. */
  fingerprint: string;
}

export interface Subscription {
  /** The newest result, or null while there is none under the active deployment. */
  result(): QueryResult | null;
  release(): void;
}

/** A session; sessions take turns with their executions. */
export interface Subscriber {
  onChange(): void;
}

export interface Subscriptions {
  /** The subscriber receives each new result, never during this call. */
  subscribe(spec: QuerySpec, subscriber: Subscriber): Subscription;
  /** Results without `until` are true at this timestamp, that of the latest commit. */
  latestTs(): CommitTs;
  close(): void;
}

export interface SubscriptionParts {
  database: Pick<App["database"], "latestTs" | "onCommit">;
  runner: Pick<App["runner"], "onActivate">;
  run(spec: QuerySpec, requestId: string): Promise<QueryOutcome>;
  newRequestId(): string;
}

/** One execution shared by its subscribers. */
interface LiveQuery {
  key: string;
  spec: QuerySpec;
  /** Each as often as it has subscribed. */
  subscribers: Map<Subscriber, number>;
  result: QueryResult | null;
  ranges: ReadRange[];
  state: "idle" | "queued" | "running";
}

/** Watches `database` and `runner` until `close`. */
export function createSubscriptions(parts: SubscriptionParts): Subscriptions {
  return new LiveQueries(parts);
}

class LiveQueries implements Subscriptions {
  readonly #parts: SubscriptionParts;
  readonly #byKey = new Map<string, LiveQuery>();
  readonly #all = new Set<LiveQuery>();
  readonly #readers = new RangeIndex<LiveQuery>();
  readonly #history: CommitHistory;
  readonly #stopListening: (() => void)[];
  /** Invalidated since the last flush: a burst of commits re-runs a query once. */
  readonly #invalidated = new Set<LiveQuery>();
  /** A query waits in the turn of each of its subscribers, and is run in the first that comes. */
  readonly #queue = new FairQueue<LiveQuery>();
  #running = 0;
  readonly #runningFor = new Map<unknown, number>();
  /** Counts activations: what an earlier deployment computed is not shown. */
  #generation = 0;
  #closed = false;

  constructor(parts: SubscriptionParts) {
    this.#parts = parts;
    this.#history = new CommitHistory(parts.database.latestTs());
    this.#stopListening = [
      parts.database.onCommit((commit) => this.#commit(commit)),
      parts.runner.onActivate(() => this.#activate()),
    ];
  }

  latestTs(): CommitTs {
    return this.#parts.database.latestTs();
  }

  subscribe(spec: QuerySpec, subscriber: Subscriber): Subscription {
    const key = keyOf(spec, spec.journal);
    let live = this.#byKey.get(key);
    if (live === undefined) {
      live = { key, spec, subscribers: new Map(), result: null, ranges: [], state: "idle" };
      this.#byKey.set(key, live);
      this.#all.add(live);
    }
    const joined = live;
    addTo(joined.subscribers, subscriber, 1);
    if (joined.state === "queued") {
      this.#takeTurn(joined, subscriber);
      this.#startNext();
    } else if (joined.result === null) this.#enqueue(joined);
    return {
      result: () => joined.result,
      release: () => {
        addTo(joined.subscribers, subscriber, -1);
        if (joined.subscribers.size === 0) this.#drop(joined);
      },
    };
  }

  close(): void {
    this.#closed = true;
    this.#queue.drain();
    for (const stop of this.#stopListening) stop();
  }

  #commit(commit: Commit): void {
    this.#history.add(commit);
    for (const { indexId, key } of commit.keys) {
      this.#readers.find(indexId, key, (live) => {
        if (live.result === null || live.result.until !== null) return;
        live.result.until = commit.ts;
        if (this.#invalidated.size === 0) setImmediate(() => this.#flush());
        this.#invalidated.add(live);
      });
    }
  }

  #flush(): void {
    const invalidated = [...this.#invalidated];
    this.#invalidated.clear();
    for (const live of invalidated) this.#enqueue(live);
  }

  #activate(): void {
    this.#generation += 1;
    for (const live of this.#all) {
      live.result = null;
      this.#enqueue(live);
    }
  }

  #enqueue(live: LiveQuery): void {
    if (this.#closed || live.state !== "idle" || live.subscribers.size === 0) return;
    live.state = "queued";
    for (const subscriber of live.subscribers.keys()) this.#takeTurn(live, subscriber);
    this.#startNext();
  }

  #takeTurn(live: LiveQuery, subscriber: Subscriber): void {
    this.#queue.push(callerOf(live.spec.identity), subscriber, live);
  }

  #startNext(): void {
    const mayRun = (_: string, session: unknown) =>
      (this.#runningFor.get(session) ?? 0) < RUNS_PER_SESSION;
    while (this.#running < CONCURRENT_RUNS) {
      const next = this.#queue.take(mayRun);
      if (next === null) return;
      const live = next.item;
      // It ran together with another query, or has no subscriber any more.
      if (live.state !== "queued") continue;
      live.state = "idle";
      if (live.subscribers.size > 0) void this.#execute(live, next.session);
    }
  }

  async #execute(live: LiveQuery, session: unknown): Promise<void> {
    live.state = "running";
    this.#running += 1;
    addTo(this.#runningFor, session, 1);
    const generation = this.#generation;
    const requestId = this.#parts.newRequestId();
    const outcome = await this.#outcome(live.spec, requestId);
    this.#running -= 1;
    addTo(this.#runningFor, session, -1);
    live.state = "idle";
    const wanted = !this.#closed && live.subscribers.size > 0;
    if (wanted && generation === this.#generation) this.#install(live, outcome, requestId);
    if (live.result === null || live.result.until !== null) this.#enqueue(live);
    this.#startNext();
    if (live.result === null) return;
    for (const subscriber of [...live.subscribers.keys()]) subscriber.onChange();
  }

  /** A call that could not be made fails as the query's result, until something is deployed. */
  async #outcome(spec: QuerySpec, requestId: string): Promise<QueryOutcome> {
    try {
      return await this.#parts.run(spec, requestId);
    } catch (error) {
      return {
        result: { ok: false, error: thrownError(error) },
        logLines: [],
        ts: this.latestTs(),
        reads: { ranges: [] },
        journal: spec.journal,
      };
    }
  }

  #install(live: LiveQuery, outcome: QueryOutcome, requestId: string): void {
    this.#unregister(live);
    live.ranges = outcome.reads.ranges;
    for (const range of live.ranges) this.#readers.add(range, live);
    const logLines = outcome.logLines.map(logText);
    live.result = {
      from: outcome.ts,
      until: this.#history.firstTouching(outcome.reads, outcome.ts),
      outcome: outcome.result.ok ? outcome.result : { ...outcome.result, requestId },
      logLines,
      journal: outcome.journal,
      fingerprint: fingerprint(outcome.result, logLines),
    };
    if (outcome.journal !== null) this.#keepJournal(live, outcome.journal);
  }

  /**
   * Later runs end their pages where this one did. A new subscription starts with pages of its own,
   * so the query is then found under its journal only.
   */
  #keepJournal(live: LiveQuery, journal: string): void {
    live.spec = { ...live.spec, journal };
    if (this.#byKey.get(live.key) === live) this.#byKey.delete(live.key);
    live.key = keyOf(live.spec, journal);
    if (!this.#byKey.has(live.key)) this.#byKey.set(live.key, live);
  }

  #drop(live: LiveQuery): void {
    this.#unregister(live);
    this.#all.delete(live);
    this.#invalidated.delete(live);
    if (this.#byKey.get(live.key) === live) this.#byKey.delete(live.key);
  }

  #unregister(live: LiveQuery): void {
    for (const range of live.ranges) this.#readers.remove(range, live);
    live.ranges = [];
  }
}

/** Changes a count, and forgets it at zero. */
function addTo<K>(counts: Map<K, number>, key: K, change: 1 | -1): void {
  const count = (counts.get(key) ?? 0) + change;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}

function keyOf(spec: QuerySpec, journal: string | null): string {
  const { identity } = spec;
  const who =
    identity.kind === "none"
      ? null
      : identity.kind === "admin"
        ? { admin: identity.impersonating }
        : { user: identity.attributes };
  const args: unknown = JSON.parse(spec.args);
  return JSON.stringify([spec.componentPath ?? "", spec.path, args, who, journal], sortedKeys);
}

/** A JSON.stringify replacer: equal values give equal text, whatever the order of their keys. */
function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function fingerprint(result: QueryOutcome["result"], logLines: string[]): string {
  const hash = createHash("sha256");
  hash.update(result.ok ? result.value : JSON.stringify([result.error.message, result.error.data]));
  hash.update(JSON.stringify([result.ok, logLines]));
  return hash.digest("base64");
}
