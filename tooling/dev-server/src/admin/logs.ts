// The log stream behind `convex logs` and the log tail of `convex dev`: a bounded history that is
// long-polled by cursor.

import type { LogStream } from "../kernel/app.ts";
import type { Clock } from "../kernel/database-types.ts";
import type { ExecutionRecord, LogLine, Usage } from "../kernel/function-types.ts";

const HISTORY = 1_000;
export const POLL_TIMEOUT_MS = 60_000;
/** Small enough to keep the cursor near the clock, and exact in a double of this size. */
const CURSOR_STEP = 1 / 1024;

/** What `/api/stream_function_logs` sends for one execution. */
export type LogEntry = Record<string, unknown> & {
  kind: "Completion" | "Progress";
  timestamp: number;
};

export interface ExecutionLog extends LogStream {
  /**
   * Entries after `cursor` (ms), at once when there are any or the cursor is 0, else as soon as one
   * is appended, or none when the time is up, the signal aborts or the log closes.
   */
  poll(
    cursor: number,
    options?: { signal?: AbortSignal | undefined; timeoutMs?: number },
  ): Promise<{ entries: LogEntry[]; newCursor: number }>;
  /** Answers everybody who waits; later polls answer at once. */
  close(): void;
}

/** Makes the log of one server. Its history lives in memory only. */
export function createLogStream(parts: { clock: Clock }): ExecutionLog {
  const history: { cursor: number; entry: LogEntry }[] = [];
  const waiting = new Set<() => void>();
  const sentAsProgress = new Map<string, number>();
  let last = 0;
  let closed = false;

  const after = (cursor: number) => history.filter((item) => item.cursor > cursor);
  const answer = (cursor: number) => {
    const items = after(cursor);
    return { entries: items.map((item) => item.entry), newCursor: items.at(-1)?.cursor ?? cursor };
  };
  const wake = () => {
    for (const resolve of [...waiting]) resolve();
  };

  return {
    append(record) {
      last = Math.max(parts.clock.now(), last + CURSOR_STEP);
      const entry = toEntry(record, last, unsentLines(record, sentAsProgress));
      history.push({ cursor: last, entry });
      if (history.length > HISTORY) history.shift();
      wake();
    },
    async poll(cursor, { signal, timeoutMs = POLL_TIMEOUT_MS } = {}) {
      if (cursor === 0) {
        // Whatever comes from now on is after the cursor that is given out here.
        last = Math.max(last, parts.clock.now(), 1);
        return { ...answer(0), newCursor: last };
      }
      if (after(cursor).length === 0 && !closed && signal?.aborted !== true) {
        await new Promise<void>((resolve) => {
          const done = () => {
            clearTimeout(timer);
            waiting.delete(done);
            signal?.removeEventListener("abort", done);
            resolve();
          };
          const timer = setTimeout(done, timeoutMs);
          timer.unref();
          waiting.add(done);
          signal?.addEventListener("abort", done);
        });
      }
      return answer(cursor);
    },
    close() {
      closed = true;
      wake();
    },
  };
}

/** A completion repeats no line that was already sent while the action ran. */
function unsentLines(record: ExecutionRecord, sent: Map<string, number>): LogLine[] {
  const before = sent.get(record.executionId) ?? 0;
  if (record.kind === "Progress") {
    sent.set(record.executionId, before + record.logLines.length);
    return record.logLines;
  }
  sent.delete(record.executionId);
  return record.logLines.slice(before);
}

function toEntry(record: ExecutionRecord, cursor: number, logLines: LogLine[]): LogEntry {
  const common = {
    udfType: record.udfType,
    componentPath: record.componentPath === "" ? null : record.componentPath,
    identifier: record.identifier,
    timestamp: cursor / 1000,
    logLines,
    requestId: record.requestId,
    executionId: record.executionId,
  };
  if (record.kind === "Progress") return { kind: "Progress", ...common };
  return {
    kind: "Completion",
    ...common,
    executionTime: record.executionTime,
    userExecutionTime: record.executionTime,
    executionTimestamp: cursor / 1000 - record.executionTime,
    success: record.httpStatus === null ? null : { status: record.httpStatus },
    error: record.error,
    cachedResult: record.cachedResult,
    caller: record.caller,
    environment: "isolate",
    identityType: record.identityType,
    parentExecutionId: null,
    usageStats: usageStats(record.usage),
    returnBytes: record.returnBytes,
    occInfo: null,
    willRetry: false,
  };
}

/** Every figure that Convex's log entries have; those that are not metered here are 0. */
function usageStats(usage: Usage | null): Record<string, number> {
  const { bytesRead = 0, bytesWritten = 0, documentsRead = 0, documentsWritten = 0 } = usage ?? {};
  return {
    databaseReadBytes: bytesRead,
    databaseWriteBytes: bytesWritten,
    databaseIoReadBytes: bytesRead,
    databaseIoWriteBytes: bytesWritten,
    databaseReadDocuments: documentsRead,
    databaseWriteDocuments: documentsWritten,
    databaseWriteIndexRows: 0,
    storageReadBytes: 0,
    storageWriteBytes: 0,
    vectorIndexReadBytes: 0,
    vectorIndexWriteBytes: 0,
    textIndexQueryBytes: 0,
    textIndexWriteQueryBytes: 0,
    vectorIndexReadQueryBytes: 0,
    vectorIndexWriteQueryBytes: 0,
    networkEgressBytes: 0,
    memoryUsedMb: 0,
  };
}
