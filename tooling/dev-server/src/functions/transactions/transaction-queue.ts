// Calls that wait for a worker: mutations first, for they are short and a caller waits for each,
// while a query that is slow is likely run for many. Within each kind, callers take turns.

import type { FunctionCall } from "../../kernel/function-types.ts";
import { callerOf, FairQueue } from "./fair-queue.ts";

/** So many mutations in a row may overtake a waiting query. */
const MAX_OVERTAKING = 8;

export class TransactionQueue<T> {
  readonly #mutations = new FairQueue<T>();
  readonly #queries = new FairQueue<T>();
  #overtaken = 0;

  push(task: T, udfType: "Query" | "Mutation", call: Pick<FunctionCall, "identity" | "request">) {
    const queue = udfType === "Mutation" ? this.#mutations : this.#queries;
    queue.push(callerOf(call.identity), call.request?.ip ?? null, task);
  }

  /** Whether `take` would give something. @param mayQuery whether a caller may have a query run */
  has(mayQuery: (caller: string) => boolean): boolean {
    return this.#mutations.size > 0 || this.#queries.has(mayQuery);
  }

  /** The call that is next, with its kind and whose it is. */
  take(
    mayQuery: (caller: string) => boolean,
  ): { task: T; isQuery: boolean; caller: string } | null {
    const canQuery = this.#queries.has(mayQuery);
    const isQuery = canQuery && (this.#mutations.size === 0 || this.#overtaken >= MAX_OVERTAKING);
    const next = isQuery ? this.#queries.take(mayQuery) : this.#mutations.take();
    if (next === null) return null;
    this.#overtaken = isQuery || !canQuery ? 0 : this.#overtaken + 1;
    return { task: next.item, isQuery, caller: next.caller };
  }

  /** Empties the queue. */
  drain(): T[] {
    return [...this.#mutations.drain(), ...this.#queries.drain()];
  }
}
