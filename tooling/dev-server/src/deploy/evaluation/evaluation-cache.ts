// Results of evaluating pushed code by a hash of everything they depend on, so that a push evaluates
// only what has changed.

const MAX_ENTRIES = 4_000;

export class EvaluationCache {
  readonly #entries = new Map<string, unknown>();

  get(key: string): unknown {
    const value = this.#entries.get(key);
    if (value !== undefined) {
      // Used last: forgotten last.
      this.#entries.delete(key);
      this.#entries.set(key, value);
    }
    return value;
  }

  set(key: string, value: NonNullable<unknown>): void {
    this.#entries.set(key, value);
    if (this.#entries.size <= MAX_ENTRIES) return;
    const oldest = this.#entries.keys().next();
    if (oldest.done !== true) this.#entries.delete(oldest.value);
  }

  /** The cached value, or the computed one; a failure is not kept. */
  async of<T extends NonNullable<unknown>>(key: string, compute: () => Promise<T>): Promise<T> {
    const cached = this.get(key) as T | undefined;
    if (cached !== undefined) return cached;
    const value = await compute();
    this.set(key, value);
    return value;
  }
}
