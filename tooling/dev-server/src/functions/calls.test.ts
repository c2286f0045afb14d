// How calls are refused, validated, committed and reported.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonValue } from "../kernel/database-types.ts";
import { startTestBackend, type TestBackend } from "../testing/runner-fixture.ts";

let backend: TestBackend;
const source = {
  files: {
    "tasks.ts": `
      export const add = mutation({ args: { text: v.string(), owner: v.optional(v.id("tasks")) },
        returns: v.id("tasks"), handler: (ctx, args) => ctx.db.insert("tasks", args) });
      export const list = query({ args: {}, handler: async (ctx) => ctx.db.query("tasks").collect() });
      export const hidden = internalQuery(async () => "secret");
      export const wrongReturn = query({ args: {}, returns: v.string(), handler: async () => 5 });
      export const big = query(async () => "x".repeat(17 * 1024 * 1024));
      export const echo = query(async (ctx, args) => args);
      export const counter = mutation(async (ctx) => {
        const row = await ctx.db.query("counters").first();
        if (row === null) return ctx.db.insert("counters", { n: 1 });
        await ctx.db.patch(row._id, { n: row.n + 1 });
      });
      export const counted = query(async (ctx) => (await ctx.db.query("counters").first())?.n ?? 0);
      export const stamp = mutation(async (ctx) => {
        const id = await ctx.db.insert("stamps", { at: ctx.db.vars.commitTs });
        return { at: (await ctx.db.get(id)).at, snapshot: ctx.meta.getSnapshotTs() };
      });
      export const stamps = query(async (ctx) => (await ctx.db.query("stamps").collect()).map((row) => row.at));
      export const who = query(async (ctx) => ctx.auth.getUserIdentity());
      export const meta = mutation(async (ctx) => ({ fn: await ctx.meta.getFunctionMetadata(),
        request: await ctx.meta.getRequestMetadata(), deployment: await ctx.meta.getDeploymentMetadata() }));
      export const patchUndefined = mutation(async (ctx) => {
        const id = await ctx.db.insert("bags", { a: 1, b: undefined, c: 3 });
        await ctx.db.patch(id, { a: undefined, d: 4 });
        const { _id, _creationTime, ...rest } = await ctx.db.get(id);
        return rest;
      });
      export const many = mutation(async (ctx) => {
        for (let n = 0; n < 1000; n++) await ctx.db.insert("many", { n });
        const rows = await ctx.db.query("many").collect();
        return rows.every((row, at) => row.n === at && (at === 0 || row._creationTime > rows[at - 1]._creationTime));
      });
      export const page = query(async (ctx, { paginationOpts, kind }) => {
        const page = await ctx.db.query("tasks").filter((q) => q.neq(q.field("text"), kind ?? "")).paginate(paginationOpts);
        return { texts: page.page.map((task) => task.text), isDone: page.isDone, cursor: page.continueCursor };
      });
      export const twoPages = query(async (ctx, { paginationOpts }) => {
        await ctx.db.query("tasks").paginate(paginationOpts);
        await ctx.db.query("tasks").paginate(paginationOpts);
      });
      export const env = query(async () => [process.env.NAME, process.env.NOTHING ?? null, "NAME" in process.env, Object.keys(process.env)]);
      export const newFile = mutation(async (ctx) => {
        const id = await ctx.storage.store(new Blob(["hello"], { type: "text/plain" }));
        const blob = await ctx.storage.get(id);
        return { text: await blob.text(), type: blob.type, url: await ctx.storage.getUrl(id),
          meta: await ctx.storage.getMetadata(id), row: await ctx.db.system.get(id), upload: await ctx.storage.generateUploadUrl() };
      });
      export const later = mutation(async (ctx) => {
        const id = await ctx.scheduler.runAfter(60_000, ref("tasks:add"), { text: "later" });
        const job = await ctx.db.system.get(id);
        await ctx.scheduler.cancel(id);
        return [job.name, job.state.kind, (await ctx.db.system.get(id)).state.kind, Object.keys(job).sort()];
      });
      export const throughUserTables = mutation(async (ctx) => {
        const id = await ctx.scheduler.runAfter(60_000, ref("tasks:add"), { text: "later" });
        return ctx.db.get(id);
      });
      export const list8193 = query(async () => ({ all: new Array(8193).fill(1) }));
      export const nowhere = mutation(async (ctx) => ctx.scheduler.runAfter(0, ref("tasks:nothing")));
      export const allocate = query(async () => { const all = []; for (;;) all.push(new Array(1e6).fill(1.5)); });
    `,
  },
  env: { NAME: "value" },
};

beforeAll(async () => {
  backend = await startTestBackend(source);
});
afterAll(() => backend.close());

describe("refusals", () => {
  it("does not tell an internal function from a missing one", async () => {
    const missing = (path: string) =>
      `Could not find public function for '${path}'. ` +
      "Did you forget to run `npx convex dev` or `npx convex deploy`?";
    for (const path of ["tasks:nothing", "tasks:hidden"]) {
      const { result } = await backend.runner.query(backend.call(path));
      expect(result).toEqual({ ok: false, error: { message: missing(path) } });
    }
    const unnamed = await backend.runner.query(backend.call("nothing"));
    expect(unnamed.result).toEqual({ ok: false, error: { message: missing("nothing") } });
    const { result } = await backend.runner.query(
      backend.call("tasks:hidden", {}, { allowInternal: true }),
    );
    expect(result).toEqual({ ok: true, value: '"secret"' });
  });

  it("names the type a function has", async () => {
    await expect(backend.mutation("tasks:list")).rejects.toThrow(
      "Trying to execute tasks.js:list as Mutation, but it is defined as Query.",
    );
  });

  it("keeps system documents to db.system", async () => {
    await expect(backend.mutation("tasks:throughUserTables")).rejects.toThrow(
      "System tables can only be accessed with db.system.",
    );
  });

  it("checks arguments and return values", async () => {
    await expect(backend.mutation("tasks:add", {})).rejects.toThrow(
      /^ArgumentValidationError: Object is missing the required field `text`/,
    );
    await expect(backend.mutation("tasks:add", { text: "a", owner: "no id" })).rejects.toThrow(
      /^ArgumentValidationError: /,
    );
    await expect(backend.query("tasks:wrongReturn")).rejects.toThrow(/^ReturnsValidationError: /);
    await expect(backend.query("tasks:list8193")).rejects.toThrow(
      "Array length is too long (8193 > maximum length 8192)",
    );
    await expect(backend.query("tasks:big")).rejects.toThrow(
      /return value is too large \(actual: 17 MiB, limit: 16 MiB\)/,
    );
  });

  it("reports a heap that overflows and goes on", async () => {
    await expect(backend.query("tasks:allocate")).rejects.toThrow("ran out of memory");
    expect(await backend.query("tasks:counted")).toBeTypeOf("number");
  });
});

describe("values", () => {
  it("come back with every kind of value and sorted keys", async () => {
    const value = {
      z: { $integer: "AQAAAAAAAAA=" },
      b: { $bytes: "AQID" },
      a: { $float: "AAAAAAAAAIA=" },
    };
    const { result } = await backend.runner.query(backend.call("tasks:echo", value));
    expect(result.ok && result.value).toBe(
      '{"a":{"$float":"AAAAAAAAAIA="},"b":{"$bytes":"AQID"},"z":{"$integer":"AQAAAAAAAAA="}}',
    );
  });

  it("lose a field that is patched with undefined", async () => {
    expect(await backend.mutation("tasks:patchUndefined")).toEqual({ c: 3, d: 4 });
  });

  it("keep the order of insertion within one mutation", async () => {
    expect(await backend.mutation("tasks:many")).toBe(true);
  });
});

describe("commits", () => {
  it("two mutations that conflict both count in the end", async () => {
    await Promise.all(Array.from({ length: 6 }, () => backend.mutation("tasks:counter")));
    expect(await backend.query("tasks:counted")).toBe(6);
  });

  it("replace the placeholder of the commit timestamp everywhere", async () => {
    const outcome = await backend.runner.mutation(backend.call("tasks:stamp"));
    const value = JSON.parse(outcome.result.ok ? outcome.result.value : "") as Record<
      string,
      { $integer: string }
    >;
    const int64 = (json: JsonValue | undefined) =>
      Buffer.from((json as { $integer: string }).$integer, "base64").readBigInt64LE();
    expect(int64(value.at)).toBe(outcome.ts);
    expect(int64(value.snapshot)).toBeLessThan(outcome.ts);
    expect(((await backend.query("tasks:stamps")) as JsonValue[]).map(int64)).toEqual([outcome.ts]);
  });

  it("run `within` in the same commit, and nothing is kept when it throws", async () => {
    const before = await backend.query("tasks:counted");
    const call = backend.call("tasks:counter");
    const refused = backend.runner.mutation(call, {
      within: () => {
        throw new Error("not today");
      },
    });
    await expect(refused).rejects.toThrow("not today");
    expect(await backend.query("tasks:counted")).toBe(before);
    const seen: unknown[] = [];
    const outcome = await backend.runner.mutation(backend.call("tasks:meta"), {
      within: (tx, { ts }) => seen.push(ts, tx.insert({ component: "" }, "within", { ok: true })),
    });
    expect(seen).toEqual([outcome.ts, expect.any(String)]);
  });

  it("start from writes that are given to them", async () => {
    const ns = { component: "" };
    const id = backend.database.transact((tx) => tx.insert(ns, "given", { n: 1 })).value;
    const before = backend.database.read((tx) => tx.get(ns, id)).value;
    const after = before?.replace('"n":1', '"n":2') ?? null;
    await backend.runner.mutation(backend.call("tasks:counter"), {
      initialWrites: [{ component: "", table: "given", id, before, after }],
    });
    expect(backend.database.read((tx) => tx.get(ns, id)).value).toBe(after);
  });

  it("report what a query read, so that only a change of it makes the result old", async () => {
    const counted = await backend.runner.query(backend.call("tasks:counted"));
    await backend.mutation("tasks:stamp");
    expect(backend.database.isCurrent(counted.reads, counted.ts)).toBe(true);
    await backend.mutation("tasks:counter");
    expect(backend.database.isCurrent(counted.reads, counted.ts)).toBe(false);
  });
});

describe("pagination", () => {
  const options = (cursor: string | null, numItems = 2) => ({
    paginationOpts: { cursor, numItems },
  });
  type Page = { texts: string[]; isDone: boolean; cursor: string };

  it("keeps the end of a page where it was when the journal comes back", async () => {
    const rows = (await backend.query("tasks:list")) as { _id: string }[];
    backend.database.transact((tx) => rows.forEach(({ _id }) => tx.remove({ component: "" }, _id)));
    for (const text of ["a", "b", "c"]) await backend.mutation("tasks:add", { text });
    const first = await backend.runner.query(backend.call("tasks:page", options(null)));
    const page = JSON.parse(first.result.ok ? first.result.value : "") as Page;
    expect(page).toMatchObject({ texts: ["a", "b"], isDone: false });
    const [a] = (await backend.query("tasks:list")) as { _id: string }[];
    backend.database.transact((tx) => tx.remove({ component: "" }, a!._id));
    const again = await backend.runner.query(backend.call("tasks:page", options(null)), {
      journal: first.journal,
    });
    const shorter = JSON.parse(again.result.ok ? again.result.value : "") as Page;
    expect(shorter).toMatchObject({ texts: ["b"], cursor: page.cursor });
    expect(again.journal).toBe(first.journal);
  });

  it("answers a foreign cursor with an error that clients reset on", async () => {
    const { cursor } = (await backend.query("tasks:page", options(null))) as Page;
    const { result } = await backend.runner.query(
      backend.call("tasks:page", { ...options(cursor), kind: "b" }),
    );
    expect(result).toMatchObject({ ok: false });
    const error = result.ok ? null : result.error;
    expect(error?.message).toContain("InvalidCursor");
    expect(JSON.parse(error?.data ?? "null")).toEqual({
      isConvexSystemError: true,
      paginationError: "InvalidCursor",
    });
  });

  it("is possible once per function", async () => {
    await expect(backend.query("tasks:twoPages", options(null))).rejects.toThrow(
      /multiple paginated queries/,
    );
  });
});

describe("what a function learns", () => {
  it("its environment", async () => {
    expect(await backend.query("tasks:env")).toEqual(["value", null, true, ["NAME"]]);
  });

  it("who calls", async () => {
    const attributes = { subject: "s", issuer: "i", tokenIdentifier: "i|s" };
    const identity = { kind: "user", attributes, expiresAt: 0, token: "jwt" } as const;
    const asked = await backend.runner.query(backend.call("tasks:who", {}, { identity }));
    expect(JSON.parse(asked.result.ok ? asked.result.value : "")).toEqual(attributes);
    expect(await backend.query("tasks:who")).toBeNull();
  });

  it("its own name, the request and the deployment", async () => {
    const { result } = await backend.runner.mutation(
      backend.call("tasks:meta", {}, { request: { ip: "127.0.0.1", userAgent: "test" } }),
    );
    expect(JSON.parse(result.ok ? result.value : "")).toEqual({
      fn: { name: "tasks:meta", componentPath: "", type: "mutation", visibility: "public" },
      request: {
        ip: "127.0.0.1",
        userAgent: "test",
        requestId: "0123456789abcdef",
        scheduledFunctionId: null,
      },
      deployment: { name: "local", region: null, class: "s16" },
    });
  });
});

describe("files and jobs in mutations", () => {
  it("stores, reads and describes a file", async () => {
    const file = (await backend.mutation("tasks:newFile")) as Record<
      string,
      Record<string, unknown>
    >;
    const hash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    expect(file).toMatchObject({
      text: "hello",
      type: "text/plain",
      meta: { sha256: hash, size: 5, contentType: "text/plain" },
      row: { sha256: Buffer.from(hash, "hex").toString("base64"), size: 5 },
    });
    expect(file.url).toMatch(/^http:\/\/127\.0\.0\.1:3210\/api\/storage\/[0-9a-f-]{36}$/);
    expect(file.upload).toMatch(/^http:\/\/127\.0\.0\.1:3210\/api\/storage\/upload\?token=/);
    expect(file.row).not.toHaveProperty("uuid");
  });

  it("schedules and cancels", async () => {
    expect(await backend.mutation("tasks:later")).toEqual([
      "tasks.js:add",
      "pending",
      "canceled",
      ["_creationTime", "_id", "args", "name", "scheduledTime", "state"],
    ]);
    await expect(backend.mutation("tasks:nowhere")).rejects.toThrow(
      /no exported function nothing found/,
    );
  });
});

describe("a new deployment", () => {
  it("serves new code and environment, and tells listeners", async () => {
    const versions: number[] = [];
    const stop = backend.runner.onActivate(({ version }) => versions.push(version));
    await backend.deploy({ ...source, env: { NAME: "other" } });
    stop();
    expect(versions).toEqual([2]);
    expect(((await backend.query("tasks:env")) as unknown[])[0]).toBe("other");
  });

  it("runs an inline query", async () => {
    const inline = `export default { isQuery: true, invokeQuery: async (args) => JSON.stringify([args, JSON.parse(Convex.syscall("1.0/db/normalizeId", '{"table":"tasks","idString":"x"}'))]) };`;
    const { result } = await backend.runner.testQuery(inline, "");
    expect(result).toEqual({ ok: true, value: '["[{}]",{"id":null}]' });
  });
});
