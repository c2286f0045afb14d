// The limits of one function execution, and how much of each is used.

import type { TransactionMetrics } from "../../kernel/database-types.ts";
import { LIMITS, overLimit } from "../../kernel/limits.ts";

type Metric = keyof TransactionMetrics;
export type Limits = Record<Metric, number>;

export const DEFAULT_LIMITS: Limits = {
  bytesRead: LIMITS.bytesRead.value,
  bytesWritten: LIMITS.bytesWritten.value,
  databaseQueries: LIMITS.databaseQueries.value,
  documentsRead: LIMITS.documentsRead.value,
  documentsWritten: LIMITS.documentsWritten.value,
  functionsScheduled: LIMITS.functionsScheduled.value,
  scheduledFunctionArgsBytes: LIMITS.scheduledFunctionArgsBytes.value,
};

/** For the backend's own transactions. */
export const NO_LIMITS: Limits = {
  bytesRead: Number.MAX_SAFE_INTEGER,
  bytesWritten: Number.MAX_SAFE_INTEGER,
  databaseQueries: Number.MAX_SAFE_INTEGER,
  documentsRead: Number.MAX_SAFE_INTEGER,
  documentsWritten: Number.MAX_SAFE_INTEGER,
  functionsScheduled: Number.MAX_SAFE_INTEGER,
  scheduledFunctionArgsBytes: Number.MAX_SAFE_INTEGER,
};

const READ_ADVICE =
  "Consider using smaller limits in your queries, paginating your queries, or using indexed queries with a selective index range expressions.";

const MESSAGES: Record<Metric, (limit: number) => string> = {
  bytesRead: (limit) =>
    `Too many bytes read in a single function execution (limit: ${limit} bytes). ${READ_ADVICE}`,
  bytesWritten: (limit) =>
    `Too many bytes written in a single function execution (limit: ${limit} bytes)`,
  databaseQueries: (limit) =>
    `Too many reads in a single function execution (limit: ${limit}). ${READ_ADVICE}`,
  documentsRead: (limit) =>
    `Too many documents read in a single function execution (limit: ${limit}). ${READ_ADVICE}`,
  documentsWritten: (limit) => `Too many writes in a single function execution (limit: ${limit})`,
  functionsScheduled: (limit) => `Too many functions scheduled by this mutation (limit: ${limit})`,
  scheduledFunctionArgsBytes: (limit) =>
    `Too large total size of the arguments of scheduled functions from this mutation (limit: ${limit} bytes)`,
};

/** What a rollback gives back. */
const WRITE_METRICS = [
  "bytesWritten",
  "documentsWritten",
  "functionsScheduled",
  "scheduledFunctionArgsBytes",
] as const satisfies readonly Metric[];

export class Meter {
  readonly #used: Limits = {
    bytesRead: 0,
    bytesWritten: 0,
    databaseQueries: 0,
    documentsRead: 0,
    documentsWritten: 0,
    functionsScheduled: 0,
    scheduledFunctionArgsBytes: 0,
  };
  /** The whole execution's limits first, then those of nested calls. `atMost` is a total. */
  #bounds: { atMost: Limits; declared: Limits }[];

  constructor(limits: Limits) {
    this.#bounds = [{ atMost: limits, declared: limits }];
  }

  /** Throws BackendError with the code of the limit that would be crossed. */
  add(metric: Metric, amount: number): void {
    const total = this.#used[metric] + amount;
    for (const { atMost, declared } of this.#bounds) {
      if (total > atMost[metric]) {
        throw overLimit(metric, MESSAGES[metric](declared[metric]));
      }
    }
    this.#used[metric] = total;
  }

  /** Tightens limits for what follows; returns what undoes it. */
  limit(limits: Partial<Limits>): () => void {
    const atMost = { ...NO_LIMITS };
    const declared = { ...NO_LIMITS };
    for (const metric of Object.keys(limits) as Metric[]) {
      const limit = limits[metric];
      if (limit === undefined || !(metric in atMost)) continue;
      declared[metric] = limit;
      atMost[metric] = this.#used[metric] + limit;
    }
    const bound = { atMost, declared };
    this.#bounds.push(bound);
    return () => {
      this.#bounds = this.#bounds.filter((other) => other !== bound);
    };
  }

  metrics(): TransactionMetrics {
    const metrics = {} as TransactionMetrics;
    for (const metric of Object.keys(this.#used) as Metric[]) {
      const used = this.#used[metric];
      const left = this.#bounds.map(({ atMost }) => atMost[metric] - used);
      metrics[metric] = { used, remaining: Math.max(0, Math.min(...left)) };
    }
    return metrics;
  }

  /** Call the result to give back what was written since. */
  mark(): () => void {
    const before = WRITE_METRICS.map((metric) => [metric, this.#used[metric]] as const);
    return () => {
      for (const [metric, value] of before) this.#used[metric] = value;
    };
  }
}
