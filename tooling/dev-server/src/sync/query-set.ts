// The queries one client watches, and which of their results it has not been shown yet. All are
// presented at one timestamp: a plan names one at which every result is true.

import type { CommitTs } from "../kernel/database-types.ts";
import type { Identity } from "../kernel/function-types.ts";
import { failureText } from "../wire/call-texts.ts";
import { ProtocolError } from "../wire/message-fields.ts";
import {
  MAX_QUERIES,
  TOO_MANY_QUERIES,
  type AddQuery,
  type StateModification,
} from "./protocol.ts";
import type { QueryResult, Subscriber, Subscription, Subscriptions } from "./subscriptions.ts";

interface WatchedQuery {
  id: number;
  query: AddQuery;
  subscription: Subscription;
  /** Fingerprint of the result the client holds; null before the first. */
  sent: string | null;
  /** The journal the client holds: a changed identity starts from it. */
  journal: string | null;
}

export interface Plan {
  ts: CommitTs;
  changed: { watched: WatchedQuery; result: QueryResult }[];
  removed: number[];
}

/** Why there is no plan: results are missing, or have no common timestamp. */
export type NoPlan = "loading" | "inconsistent";

export class QuerySet {
  readonly #subscriptions: Subscriptions;
  readonly #subscriber: Subscriber;
  readonly #queries = new Map<number, WatchedQuery>();
  #removed: number[] = [];
  #identity: Identity = { kind: "none" };

  constructor(subscriptions: Subscriptions, onChange: () => void) {
    this.#subscriptions = subscriptions;
    this.#subscriber = { onChange };
  }

  /** @throws ProtocolError when the id is in use, or the set is full. */
  add(query: AddQuery): void {
    const { queryId: id, journal } = query;
    if (this.#queries.size === MAX_QUERIES) throw new ProtocolError(TOO_MANY_QUERIES);
    if (this.#queries.has(id)) throw new ProtocolError(`query ${id} was added twice`);
    const subscription = this.#subscribe(query, journal);
    this.#queries.set(id, { id, query, subscription, sent: null, journal });
  }

  remove(id: number): void {
    const watched = this.#queries.get(id);
    if (watched === undefined) return;
    watched.subscription.release();
    this.#queries.delete(id);
    if (watched.sent !== null) this.#removed.push(id);
  }

  /** From now on every query runs as `identity`; equal identities keep their results. */
  switchIdentity(identity: Identity): void {
    this.#identity = identity;
    for (const watched of this.#queries.values()) {
      const { subscription } = watched;
      watched.subscription = this.#subscribe(watched.query, watched.journal);
      subscription.release();
    }
  }

  /**
   * What a transition now would show.
   * @param after timestamp of the last transition
   * @param floor least timestamp the client may be shown as the newest
   * @param lenient accept results newer than the timestamp (none is ever older)
   */
  plan(after: CommitTs, floor: CommitTs, lenient: boolean): Plan | NoPlan {
    const latest = this.#subscriptions.latestTs();
    let newest = latest > floor ? latest : floor;
    let oldest = after;
    const changed: Plan["changed"] = [];
    for (const watched of this.#queries.values()) {
      const result = watched.subscription.result();
      if (result === null) return "loading";
      if (result.from > oldest) oldest = result.from;
      if (result.until !== null && result.until <= newest) newest = result.until - 1n;
      if (result.fingerprint !== watched.sent) changed.push({ watched, result });
    }
    if (newest < (lenient ? after : oldest)) return "inconsistent";
    return { ts: newest, changed, removed: this.#removed };
  }

  /** The modifications of a plan; the client is now taken to hold them. */
  apply(plan: Plan): StateModification[] {
    const modifications: StateModification[] = [];
    for (const queryId of plan.removed) modifications.push({ type: "QueryRemoved", queryId });
    for (const { watched, result } of plan.changed) {
      watched.sent = result.fingerprint;
      watched.journal = result.journal;
      modifications.push(modification(watched.id, result));
    }
    this.#removed = [];
    return modifications;
  }

  close(): void {
    for (const { subscription } of this.#queries.values()) subscription.release();
    this.#queries.clear();
  }

  #subscribe(query: AddQuery, journal: string | null): Subscription {
    const { componentPath, udfPath: path, args } = query;
    const spec = { componentPath, path, args, identity: this.#identity, journal };
    return this.#subscriptions.subscribe(spec, this.#subscriber);
  }
}

function modification(queryId: number, result: QueryResult): StateModification {
  const { outcome, logLines, journal } = result;
  if (outcome.ok) {
    return { type: "QueryUpdated", queryId, value: outcome.value, logLines, journal };
  }
  const errorMessage = failureText(outcome.requestId, outcome.error);
  const errorData = outcome.error.data ?? null;
  return { type: "QueryFailed", queryId, errorMessage, errorData, logLines, journal };
}
