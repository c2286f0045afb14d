// Calls that wait for a worker: mutations first, for they are short and somebody waits for each,
// while a query that is slow is likely run for many.

/** So many mutations in a row may overtake a waiting query. */
const MAX_OVERTAKING = 8;

export class TransactionQueue<T> {
  readonly #mutations: T[] = [];
  readonly #queries: T[] = [];
  #overtaken = 0;

  push(task: T, udfType: "Query" | "Mutation"): void {
    (udfType === "Mutation" ? this.#mutations : this.#queries).push(task);
  }

  /** Whether `take` would give something. */
  has(options: { mutationsOnly: boolean }): boolean {
    return this.#mutations.length > 0 || (!options.mutationsOnly && this.#queries.length > 0);
  }

  /** The call that is next, with its kind. */
  take(options: { mutationsOnly: boolean }): { task: T; isQuery: boolean } | null {
    const canQuery = this.#queries.length > 0 && !options.mutationsOnly;
    const isQuery = canQuery && (this.#mutations.length === 0 || this.#overtaken >= MAX_OVERTAKING);
    const task = (isQuery ? this.#queries : this.#mutations).shift();
    if (task === undefined) return null;
    this.#overtaken = isQuery || !canQuery ? 0 : this.#overtaken + 1;
    return { task, isQuery };
  }

  /** Empties the queue. */
  drain(): T[] {
    return [...this.#mutations.splice(0), ...this.#queries.splice(0)];
  }
}
