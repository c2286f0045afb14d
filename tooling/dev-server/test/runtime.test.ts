// What user code may rely on while it runs: event loop, time, errors, values, limits, nesting.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { jsonToConvex, type Value } from "convex/values";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startBackend, type Backend } from "./support/backend.ts";
import { call, httpClient, queryRef, tryCall } from "./support/call.ts";
import { deploy } from "./support/deploy.ts";
import { fixtures } from "./support/project.ts";
import { waitFor } from "./support/wait-for.ts";

let backend: Backend;

beforeAll(async () => {
  backend = await startBackend({ inMemory: true });
  await deploy("basic", backend);
});
afterAll(async () => {
  await backend?.stop();
});

const failure = async (path: string, args: Record<string, Value> = {}) => {
  const answer = await tryCall(backend, path, args);
  expect(answer.status).toBe("error");
  return answer.errorMessage!;
};

describe("the event loop of queries and mutations", () => {
  test("writes that nobody awaited are committed", async () => {
    await call(backend, "runtime:forgetsToAwait", { tag: "dangling" });
    expect(await call(backend, "runtime:journal", { tag: "dangling" })).toEqual([1, 2]);
  });

  test("a promise that nothing can resolve ends in an error that says so", async () => {
    expect(await failure("runtime:neverResolves")).toContain("Returned promise will never resolve");
  });

  test("an unhandled rejection fails the mutation and undoes its writes", async () => {
    expect(await failure("runtime:rejectsUnhandled", { tag: "unhandled" })).toContain(
      "nobody caught this",
    );
    expect(await call(backend, "runtime:journal", { tag: "unhandled" })).toEqual([]);
  });

  test("time stands still inside a call, and randomness differs between and within calls", async () => {
    type Seen = { frozen: boolean; dice: number[]; uuid: string };
    const first = await call<Seen>(backend, "runtime:time");
    const second = await call<Seen>(backend, "runtime:time");
    expect(first.frozen).toBe(true);
    expect(first.dice[0]).not.toBe(first.dice[1]);
    expect(second.dice).not.toEqual(first.dice);
    expect(first.uuid).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(second.uuid).not.toBe(first.uuid);
  });

  test("import-time time and randomness are constant for one deployed version", async () => {
    const seen = await Promise.all(
      Array.from({ length: 6 }, () => call(backend, "runtime:importPhase")),
    );
    expect(new Set(seen.map((value) => JSON.stringify(value))).size).toBe(1);
  });

  test("fetch and timers are refused in queries and mutations, with the advice to use an action", async () => {
    expect(await failure("runtime:usesFetch")).toMatch(
      /Can't use fetch.* in queries and mutations.*action/s,
    );
    expect(await failure("runtime:usesTimer")).toMatch(
      /Can't use setTimeout in queries and mutations.*action/s,
    );
  });

  test("WebAssembly can be awaited in a mutation although nothing is queued while it compiles", async () => {
    expect(await call(backend, "runtime:usesWasm")).toBe(42);
  });

  test("crypto.subtle works in a mutation although nothing is queued while it runs", async () => {
    expect(await call(backend, "runtime:digestInMutation")).toBe(32);
  });
});

describe("errors", () => {
  test("a plain error has its source-mapped place and no errorData", async () => {
    const answer = await tryCall(backend, "runtime:throwsPlain");
    expect(answer.errorMessage).toMatch(/^\[Request ID: [0-9a-f]{16}\] Server Error\n/);
    expect(answer.errorMessage).toContain("Uncaught Error: plain failure");
    const line = (await readFile(join(fixtures, "basic/convex/runtime.ts"), "utf8"))
      .split("\n")
      .findIndex((text) => text.includes("plain failure"));
    expect(answer.errorMessage).toMatch(
      new RegExp(`at handler \\(\\.\\./convex/runtime\\.ts:${line + 1}:\\d+\\)`),
    );
    expect(answer).not.toHaveProperty("errorData");
  });

  test("a ConvexError keeps its data, int64 and bytes included", async () => {
    const answer = await tryCall(backend, "runtime:throwsConvex");
    expect(answer.errorMessage).toContain("Uncaught ConvexError");
    expect(jsonToConvex(answer.errorData as never)).toEqual({
      code: "CODED",
      big: 7n,
      bytes: new Uint8Array([1, 2]).buffer,
    });
  });

  test("a ConvexError keeps its data through an action's runQuery", async () => {
    const answer = await tryCall(backend, "runtime:throwsThroughAction");
    expect(jsonToConvex(answer.errorData as never)).toMatchObject({ code: "CODED", big: 7n });
  });

  test("a nested mutation that fails undoes its own writes and jobs only", async () => {
    const result = await call(backend, "runtime:catchesInner", { tag: "nested" });
    expect(result).toEqual({ caught: "inner", seen: 1 });
    expect(await call(backend, "runtime:journal", { tag: "nested" })).toEqual([1, 2]);
    await call(backend, "jobs:later", { tag: "nested fence", ms: 0, kind: "note" });
    await waitFor(
      "the fence job",
      async () => (await call(backend, "jobs:count", { tag: "nested fence" })) === 1,
    );
    expect(await call(backend, "runtime:journal", { tag: "nested" })).toEqual([1, 2]);
  });

  test("unknown and internal functions look the same from outside", async () => {
    const client = httpClient(backend);
    const message = (path: string) => `Could not find public function for '${path}'`;
    await expect(client.query(queryRef("tasks:nope"), {})).rejects.toThrow(message("tasks:nope"));
    await expect(client.query(queryRef("runtime:countJournal"), { tag: "x" })).rejects.toThrow(
      message("runtime:countJournal"),
    );
  });
});

describe("arguments and returns", () => {
  test("a missing argument is named", async () => {
    const message = await failure("runtime:typed");
    expect(message).toContain("ArgumentValidationError: Object is missing the required field `n`.");
  });

  test("an extra argument is named", async () => {
    expect(await failure("runtime:typed", { n: 1, extra: true })).toContain(
      "Object contains extra field `extra` that is not in the validator.",
    );
  });

  test("a mismatch deep inside shows its path, value and validator", async () => {
    const message = await failure("runtime:typed", { n: 1, nested: { deep: 5 } });
    expect(message).toContain("Value does not match validator.");
    expect(message).toMatch(/Path: \.nested\.deep\n/);
    expect(message).toContain("Validator: v.int64()");
  });

  test("v.number takes no bigint and int64 comes back as bigint", async () => {
    expect(await failure("runtime:typed", { n: 1n })).toContain("Value does not match validator.");
    expect(await call(backend, "runtime:echo", { value: 1n })).toEqual({
      $integer: "AQAAAAAAAAA=",
    });
  });

  test("a wrong return value fails the call", async () => {
    expect(await failure("runtime:badReturn")).toContain(
      "ReturnsValidationError: Value does not match validator.",
    );
  });

  test("returning undefined gives null", async () => {
    expect(await call(backend, "runtime:returnsUndefined")).toBeNull();
  });

  test("an id of another table is refused by v.id, naming both tables", async () => {
    const id = await call<string>(backend, "tasks:create", { list: "ids", title: "x" });
    expect(await call(backend, "runtime:wantsTask", { id })).toBe(id);
    const point = await call<string>(backend, "points:add", { label: "p", vector: [] });
    expect(await failure("runtime:wantsTask", { id: point })).toMatch(
      /Found ID "\w+" from table `points`, which does not match the table name in validator `v\.id\("tasks"\)`/,
    );
    expect(await failure("runtime:wantsTask", { id: "not an id" })).toContain(
      "ArgumentValidationError",
    );
  });

  test("ids are canonical: base32 of 31 to 37 lower-case letters, and a changed letter is no id", async () => {
    const id = await call<string>(backend, "tasks:create", { list: "canonical", title: "x" });
    expect(id).toMatch(/^[0-9abcdefghjkmnpqrstvwxyz]{31,37}$/);
    expect(id).toHaveLength(32);
    const changed = id.slice(0, -1) + (id.endsWith("0") ? "1" : "0");
    expect(await failure("runtime:wantsTask", { id: changed })).toContain(
      "ArgumentValidationError",
    );
    expect(await failure("runtime:wantsTask", { id: id.toUpperCase() })).toContain(
      "ArgumentValidationError",
    );
  });
});

describe("documents", () => {
  test("patching with undefined removes a field, replacing drops it", async () => {
    expect(await call(backend, "runtime:patchAway", { list: "patch" })).toEqual({
      patchedHasNote: false,
      replacedKeys: ["_creationTime", "_id", "done", "list", "rank", "title"],
    });
  });

  test("a document that breaks the schema is refused at write time, naming the table", async () => {
    expect(await failure("runtime:badSchema", { list: "bad" })).toContain(
      'Failed to insert or update a document in table "tasks" because it does not match the schema: Value does not match validator.',
    );
    expect(await call(backend, "tasks:list", { list: "bad" })).toEqual([]);
  });

  test("writing to a deleted document names the id; reading gives null", async () => {
    expect(await call(backend, "runtime:onMissing", { how: "get" })).toBeNull();
    expect(await failure("runtime:onMissing", { how: "patch" })).toMatch(
      /Update on nonexistent document ID \w{32}/,
    );
    expect(await failure("runtime:onMissing", { how: "replace" })).toMatch(
      /Replace on nonexistent document ID \w{32}/,
    );
    expect(await failure("runtime:onMissing", { how: "delete" })).toMatch(
      /Delete on nonexistent document ID \w{32}/,
    );
  });

  test("creation times grow within one mutation, so the default order is the order of insertion", async () => {
    await call(backend, "runtime:insertMany", { tag: "many", count: 1_000 });
    const rows = await call<{ at: number; time: number }[]>(backend, "runtime:creationTimes", {
      tag: "many",
    });
    expect(rows.map((row) => row.at)).toEqual(Array.from({ length: 1_000 }, (_, n) => n));
    expect(rows.every((row, n) => n === 0 || row.time > rows[n - 1]!.time)).toBe(true);
  });

  test("undefined and null are different in an index and in a filter", async () => {
    await call(backend, "runtime:sortValues", { group: "absent", values: [null], absent: 2 });
    const found = async (by: string) =>
      (await call<unknown[]>(backend, "runtime:sorted", { group: "absent", by })).length;
    expect(await found("eqNull")).toBe(1);
    expect(await found("eqUndefined")).toBe(2);
    expect(await found("filterUndefined")).toBe(2);
  });

  test("index order is null, int64, float64, boolean, string by UTF-8, bytes, array, object", async () => {
    const sorted: Value[] = [
      null,
      -5n,
      2n ** 62n,
      -Infinity,
      -1.5,
      -0,
      0,
      1e-300,
      7,
      Infinity,
      NaN,
      false,
      true,
      "",
      "Z",
      "a",
      "a\u0000",
      "aa",
      "\uffff",
      "😀",
      new Uint8Array([]).buffer,
      new Uint8Array([1]).buffer,
      new Uint8Array([1, 0]).buffer,
      [],
      [null],
      [0, "b"],
      [1],
      {},
      { a: 1 },
      { a: 1, b: 0 },
      { a: 2 },
      { b: 0 },
    ];
    const shuffled = sorted
      .map((value, n) => ({ value, key: (n * 17) % sorted.length }))
      .sort((a, b) => a.key - b.key);
    await call(backend, "runtime:sortValues", {
      group: "order",
      values: shuffled.map(({ value }) => value),
    });
    const answer = await call(backend, "runtime:sorted", { group: "order" });
    const values = jsonToConvex(answer as never) as Value[];
    expect(values).toHaveLength(sorted.length);
    values.forEach((value, n) => {
      if (typeof value === "number") expect(Object.is(value, sorted[n])).toBe(true);
      else expect(value).toEqual(sorted[n]);
    });
  });

  test("a commit timestamp is a placeholder inside the mutation and the same int64 outside", async () => {
    const before = (
      jsonToConvex((await call(backend, "runtime:stamp", { name: "a" })) as never) as { at: bigint }
    ).at;
    const stamped = jsonToConvex(
      (await call(backend, "runtime:stamp", { name: "b" })) as never,
    ) as { at: bigint };
    expect(typeof stamped.at).toBe("bigint");
    expect(stamped.at).toBeGreaterThan(before);
    const since = jsonToConvex(
      (await call(backend, "runtime:stampedSince", { since: before })) as never,
    );
    expect(since).toEqual([{ name: "b", at: stamped.at }]);
  });
});

describe("snapshots and nested calls", () => {
  test("a snapshot's timestamp is on the clock of commit timestamps", async () => {
    const stamp = async (name: string) =>
      (jsonToConvex((await call(backend, "runtime:stamp", { name })) as never) as { at: bigint })
        .at;
    const before = await stamp("snapshot before");
    const snapshot = jsonToConvex((await call(backend, "runtime:snapshotTs")) as never) as bigint;
    const after = await stamp("snapshot after");
    expect(snapshot).toBeGreaterThanOrEqual(before);
    expect(after).toBeGreaterThan(snapshot);
  });

  test("a stale nested query does not see the mutation's own writes, a plain one does", async () => {
    expect(await call(backend, "runtime:staleRead", { name: "stale", stale: true })).toEqual({
      stale: 0,
      fresh: 5,
    });
    expect(await call(backend, "runtime:staleRead", { name: "plain", stale: false })).toMatchObject(
      { stale: 5 },
    );
  });

  test("calls nest eight deep and no deeper", async () => {
    expect(await call(backend, "runtime:nestedDeep", { depth: 7 })).toBe(0);
    expect(await failure("runtime:nestedDeep", { depth: 12 })).toMatch(/depth|nested/i);
  });

  test("a page that may read few rows stops early and says where to split", async () => {
    await call(backend, "tasks:createMany", { list: "split", count: 30 });
    const page = await call<any>(backend, "runtime:usesPagination", {
      list: "split",
      numItems: 5,
      maximumRowsRead: 10,
    });
    expect(page).toMatchObject({ page: [], isDone: false, pageStatus: "SplitRequired" });
    expect(typeof page.splitCursor).toBe("string");
    expect(await failure("runtime:usesPagination", { list: "split", numItems: 0 })).toMatch(
      /NoDocuments|numItems|document/i,
    );
  });

  test("what an action did not await is named in a warning", async () => {
    const answer = await tryCall(backend, "runtime:danglingInAction", { tag: "dangling" });
    expect(answer.value).toBe("done");
    expect(answer.logLines?.join()).toMatch(/1 unawaited operation/);
  });

  test("log lines beyond 256 are cut off, with a note", async () => {
    const { logLines } = await tryCall(backend, "runtime:logsALot", { lines: 400 });
    expect(logLines!.length).toBeLessThanOrEqual(258);
    expect(logLines!.at(-1)).toContain("Log overflow (maximum 256)");
  });
});

describe("actions, Node actions and their surroundings", () => {
  test("an action's query, mutation and second query are separate transactions", async () => {
    const result = await call(backend, "tasks:createByAction", { list: "by action", title: "t" });
    expect(result).toMatchObject({ before: 0, after: 1 });
  });

  test("an action that runs mutations while other mutations run neither deadlocks nor loses a write", async () => {
    const runs = Array.from({ length: 4 }, () =>
      call(backend, "runtime:queryThenMutation", { name: "shared", rounds: 5 }),
    );
    await Promise.all(runs);
    expect(await call(backend, "counters:get", { name: "shared" })).toBe(20);
  });

  test("web APIs belong to the realm of the user code: instanceof holds", async () => {
    expect(await call(backend, "runtime:realm")).toEqual({
      bytes: { $bytes: "AQID" },
      isBuffer: true,
      isResponse: true,
      isError: true,
      storage: "function",
      url: "1",
      text: "round",
    });
  });

  test('"use node" actions run on Node, with queries, source-mapped errors and logs', async () => {
    const digest = await call(backend, "host:sha", { text: "abc" });
    expect(digest).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    await call(backend, "tasks:create", { list: "counted on node", title: "t" });
    expect(await call(backend, "host:countTasks", { list: "counted on node" })).toBe(1);
    expect(await failure("host:explodes")).toMatch(/node failure[\s\S]*convex\/host\.ts:\d+/);
  });

  test("console output reaches the caller with level and quotes", async () => {
    const answer = await tryCall(backend, "runtime:logs");
    expect(answer.logLines).toEqual([
      "[LOG] 'hello' { a: 1 } [ 1, 'two' ]",
      "[WARN] 'careful'",
      "[ERROR] 'logged'",
    ]);
  });

  test("a function in a folder and a default export are addressed by path", async () => {
    expect(await call(backend, "folder/deep:answer")).toBe("from a folder");
    expect(await call(backend, "folder/deep:default")).toBe("by default");
    expect(await call(backend, "folder/deep")).toBe("by default");
    expect(await call(backend, "folder/deep.js:answer")).toBe("from a folder");
  });
});

describe("limits", () => {
  test("transaction metrics grow while a query streams", async () => {
    await call(backend, "tasks:createMany", { list: "metered", count: 4 });
    const { used, name } = await call<{ used: number[]; name: string }>(
      backend,
      "runtime:metrics",
      { list: "metered" },
    );
    expect(used.every((count, n) => n === 0 || count > used[n - 1]!)).toBe(true);
    expect(name).toBe("runtime:metrics");
  });

  test("reading more than 32,000 documents is refused with that number", async () => {
    await call(backend, "runtime:insertMany", { tag: "plenty", count: 1_000 });
    expect(await failure("runtime:readsTooMuch")).toMatch(/Too many documents read.*limit: 32000/);
  });

  test("writing more than 16,000 documents is refused with that number", async () => {
    expect(await failure("runtime:insertMany", { tag: "flood", count: 16_001 })).toMatch(
      /Too many writes.*limit: 16000/,
    );
    expect(await call(backend, "runtime:journal", { tag: "flood" })).toEqual([]);
  });

  test("a second paginate in one query is refused", async () => {
    expect(await failure("runtime:twoPages")).toMatch(/paginat/i);
  });

  test("a document over 1 MiB is refused", async () => {
    const message = await failure("tasks:create", { list: "big", title: "x".repeat(1_100_000) });
    expect(message).toMatch(/Value is too large \(.* > maximum size 1 MiB\)/);
  });
});
