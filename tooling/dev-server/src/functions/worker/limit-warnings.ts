// Warns in the log of a function that came close to a limit.

import type { TransactionMetrics } from "../../kernel/database-types.ts";
import type { LogLines } from "../syscalls/log-lines.ts";

const WARN_AT = 0.8;
const NARROW_READS =
  "Consider using smaller limits in your queries, paginating your queries, or using indexed queries with a selective index range expressions.";

const MESSAGES: Partial<Record<keyof TransactionMetrics, { text: string; advice: string }>> = {
  documentsRead: { text: "Many documents read", advice: NARROW_READS },
  bytesRead: { text: "Many bytes read", advice: NARROW_READS },
  databaseQueries: { text: "Many reads", advice: NARROW_READS },
  documentsWritten: { text: "Many writes", advice: "Consider writing in several mutations." },
  bytesWritten: { text: "Many bytes written", advice: "Consider writing in several mutations." },
  functionsScheduled: {
    text: "Many functions scheduled",
    advice: "Consider scheduling one function that schedules the others.",
  },
};

/** Adds one WARN line for each limit of which four fifths are used. */
export function warnNearLimits(metrics: TransactionMetrics, logs: LogLines): void {
  for (const [name, message] of Object.entries(MESSAGES)) {
    const { used, remaining } = metrics[name as keyof TransactionMetrics];
    const limit = used + remaining;
    if (used < limit * WARN_AT) continue;
    logs.system(
      "WARN",
      `${message.text} in a single function execution (actual: ${used}, limit: ${limit}). ${message.advice}`,
      `warning:${name}`,
    );
  }
}
