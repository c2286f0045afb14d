import { describe, expect, test } from "vitest";
import type { ExecutionRecord, LogLine } from "../kernel/function-types.ts";
import { createLogStream } from "./logs.ts";

const line = (text: string): LogLine => ({
  messages: [text],
  level: "LOG",
  timestamp: 1,
  isTruncated: false,
});
const record = (over: Partial<ExecutionRecord> = {}): ExecutionRecord => ({
  kind: "Completion",
  udfType: "Query",
  componentPath: null,
  identifier: "tasks:list",
  logLines: [],
  executionTime: 0.01,
  error: null,
  httpStatus: null,
  caller: "HttpApi",
  requestId: "r",
  executionId: "e",
  cachedResult: false,
  identityType: "unknown",
  usage: null,
  returnBytes: null,
  ...over,
});
const stream = () => createLogStream({ clock: { now: () => 1_700_000_000_000 } });

describe("the log stream", () => {
  test("cursor 0 answers at once, with the history and a cursor that is not 0", async () => {
    const logs = stream();
    const empty = await logs.poll(0);
    expect(empty.entries).toEqual([]);
    expect(empty.newCursor).toBeGreaterThan(0);
    logs.append(record());
    expect((await logs.poll(0)).entries).toHaveLength(1);
  });

  test("what happens after the first answer is seen, even in the same millisecond", async () => {
    const logs = stream();
    logs.append(record({ identifier: "a:a" }));
    const { newCursor } = await logs.poll(0);
    logs.append(record({ identifier: "b:b" }));
    logs.append(record({ identifier: "c:c" }));
    const next = await logs.poll(newCursor);
    expect(next.entries.map((entry) => entry.identifier)).toEqual(["b:b", "c:c"]);
    const times = next.entries.map((entry) => entry.timestamp);
    expect(times[1]).toBeGreaterThan(times[0] ?? Infinity);
  });

  test("a poll waits for the next execution", async () => {
    const logs = stream();
    const { newCursor } = await logs.poll(0);
    const waiting = logs.poll(newCursor);
    logs.append(record({ identifier: "late:one" }));
    expect((await waiting).entries[0]?.identifier).toBe("late:one");
  });

  test("when the time is up the cursor stays", async () => {
    const logs = stream();
    expect(await logs.poll(5e12, { timeoutMs: 5 })).toEqual({ entries: [], newCursor: 5e12 });
  });

  test("a client that goes away, and the end of the server, end the wait", async () => {
    const logs = stream();
    const gone = new AbortController();
    const first = logs.poll(5e12, { signal: gone.signal });
    gone.abort();
    expect((await first).entries).toEqual([]);
    const second = logs.poll(5e12);
    logs.close();
    expect((await second).entries).toEqual([]);
  });

  test("lines sent while an action ran are not repeated when it ends", async () => {
    const logs = stream();
    logs.append(record({ kind: "Progress", udfType: "Action", logLines: [line("one")] }));
    logs.append(record({ kind: "Progress", udfType: "Action", logLines: [line("two")] }));
    logs.append(record({ udfType: "Action", logLines: [line("one"), line("two"), line("three")] }));
    const { entries } = await logs.poll(0);
    const texts = entries.map((entry) => (entry.logLines as LogLine[]).map((l) => l.messages[0]));
    expect(texts).toEqual([["one"], ["two"], ["three"]]);
  });

  test("functions have no success value, HTTP actions their status", async () => {
    const logs = stream();
    logs.append(record());
    logs.append(record({ udfType: "HttpAction", identifier: "GET /x", httpStatus: "200" }));
    const { entries } = await logs.poll(0);
    expect(entries.map((entry) => entry.success)).toEqual([null, { status: "200" }]);
  });
});
