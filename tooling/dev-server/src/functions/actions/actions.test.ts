// Actions: concurrent, with network, timers and files; isolate and Node.js.

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { movableClock, untilSettled } from "../../testing/movable-clock.ts";
import { startTestBackend, type TestBackend } from "../../testing/runner-fixture.ts";

let backend: TestBackend;
let server: Server;
let origin: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    if (request.url !== "/slow") return void response.end('{"items":[1,2]}');
    setTimeout(() => response.end("{}"), 300);
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  backend = await startTestBackend({
    files: {
      "rows.ts": `
          export const add = internalMutation({ args: { n: v.number() }, handler: (ctx, args) => ctx.db.insert("rows", args) });
          export const count = internalQuery(async (ctx) => (await ctx.db.query("rows").collect()).length);
          export const fail = internalMutation(async (ctx) => { await ctx.db.insert("rows", { n: 0 }); throw new ConvexError({ code: "NO", at: 1n }); });
          export const publicCount = query(async (ctx) => (await ctx.db.query("rows").collect()).length);
        `,
      "acts.ts": `
          export const flow = action({ args: { n: v.number() }, handler: async (ctx, { n }) => {
            const before = await ctx.runQuery(api.rows.count);
            await ctx.runMutation(api.rows.add, { n });
            const after = await ctx.runQuery(api.rows.count);
            return after - before;
          } });
          export const nested = action(async (ctx) => (await ctx.runAction(ref("acts:flow"), { n: 1 })) + 1);
          export const fetches = action(async (ctx, { origin }) => {
            const response = await fetch(origin + "/json");
            const body = await response.json();
            return { ok: response instanceof Response, isArray: body.items instanceof Array, proto: Object.getPrototypeOf(body) === Object.prototype, body };
          });
          export const waits = action(async () => {
            const start = Date.now();
            await new Promise((resolve) => setTimeout(resolve, 30));
            return Date.now() - start >= 29;
          });
          export const convexError = action(async (ctx) => {
            try { await ctx.runMutation(api.rows.fail); } catch (error) { throw new ConvexError({ caught: error.data, is: error instanceof ConvexError }); }
          });
          export const passesOn = action(async (ctx) => { await ctx.runMutation(api.rows.fail); });
          export const boom = action(async () => { throw new Error("boom"); });
          export const boomInTimer = action(() => new Promise(() => { setTimeout(() => { throw new Error("late"); }, 1); }));
          export const rejects = action(() => new Promise(() => { void (async () => { await null; throw new Error("unseen"); })(); }));
          export const dangling = action(async (ctx, { origin }) => {
            void ctx.runMutation(api.rows.add, { n: 9 });
            void fetch(origin + "/slow");
            return "done";
          });
          export const files = action(async (ctx) => {
            const id = await ctx.storage.store(new Blob([new Uint8Array([1, 2, 3])], { type: "image/png" }));
            const blob = await ctx.storage.get(id);
            const bytes = new Uint8Array(await blob.arrayBuffer());
            const url = await ctx.storage.getUrl(id);
            const meta = await ctx.storage.getMetadata(id);
            await ctx.storage.delete(id);
            return { bytes: [...bytes], type: blob.type, url, size: meta.size, gone: await ctx.storage.get(id) };
          });
          export const digest = action(async (ctx) => ctx.storage.store(new Blob(["x"]), { sha256: "00".repeat(32) }));
          export const schedules = action(async (ctx) => {
            const id = await ctx.scheduler.runAfter(60_000, ref("rows:add"), { n: 1 });
            await ctx.scheduler.cancel(id);
            return typeof id;
          });
          export const handle = action(async () => createFunctionHandle(ref("acts:flow")));
          export const about = action(async (ctx) => ({ fn: await ctx.meta.getFunctionMetadata(), metrics: await ctx.meta.getTransactionMetrics?.() ?? "absent" }));
          export const talks = action(async (ctx, { name }) => {
            console.log("start", name);
            await new Promise((resolve) => setTimeout(resolve, 20));
            console.warn("end", name);
          });
          export const loops = action(async () => { for (;;) {} });
          export const hangs = action(() => new Promise(() => {}));
          export const counted = action(async () => typeof ref);
          export const invalid = action({ args: { n: v.number() }, returns: v.string(), handler: async () => 1 });
          export const typeOnly = query(async () => 1);
        `,
      "native.ts": `"use node";
          import { createHash } from "node:crypto"; import os from "node:os"; import { shared } from "./lib/shared";
          export const hash = action(async (ctx, { text }) => {
            console.log("hashing", text);
            await ctx.runMutation(api.rows.add, { n: 1 });
            return { hash: createHash("sha256").update(text).digest("hex"), env: process.env.NAME, keys: Object.keys(process.env),
              version: process.version, shared };
          });
          export const boom = action(async () => { throw new ConvexError("from node"); });
          export const plain = action(async () => { throw new Error("plain"); });
          export const prints = action(async () => {
            console.time("t"); console.time("t"); console.timeEnd("t"); console.count(); console.table([1]); console.dir("d");
          });
          export const throwsLater = action(() => new Promise(() => { setTimeout(() => { throw new Error("late"); }, 1); }));
          export const file = action(async (ctx) => {
            const id = await ctx.storage.store(new Blob(["abc"], { type: "text/plain" }));
            return await (await ctx.storage.get(id)).text();
          });
        `,
      "lib/shared.ts": "export const shared = 1;",
    },
    env: { NAME: "value" },
  });
});
afterAll(async () => {
  await backend.close();
  server.close();
});

describe("an action", () => {
  it("calls queries, mutations and actions, each with its own snapshot", async () => {
    expect(await backend.action("acts:flow", { n: 1 })).toBe(1);
    expect(await backend.action("acts:nested")).toBe(2);
  });

  it("has network and timers, and what it fetches belongs to its realm", async () => {
    expect(await backend.action("acts:fetches", { origin })).toEqual({
      ok: true,
      isArray: true,
      proto: true,
      body: { items: [1, 2] },
    });
    expect(await backend.action("acts:waits")).toBe(true);
  });

  it("gets and passes on the data of a ConvexError", async () => {
    const data = { code: "NO", at: { $integer: "AQAAAAAAAAA=" } };
    const caught = (await backend.runner.action(backend.call("acts:convexError"))).result;
    expect(JSON.parse((!caught.ok && caught.error.data) || "")).toEqual({ caught: data, is: true });
    const passed = (await backend.runner.action(backend.call("acts:passesOn"))).result;
    expect(JSON.parse((!passed.ok && passed.error.data) || "")).toEqual(data);
  });

  it("fails with what was thrown, wherever it was", async () => {
    await expect(backend.action("acts:boom")).rejects.toThrow(
      /^Uncaught Error: boom\n {4}at .*convex\/acts\.ts/,
    );
    await expect(backend.action("acts:boomInTimer")).rejects.toThrow("Uncaught Error: late");
    await expect(backend.action("acts:rejects")).rejects.toThrow("Uncaught Error: unseen");
  });

  it("is warned about operations it did not wait for", async () => {
    const { logLines, result } = await backend.runner.action(
      backend.call("acts:dangling", { origin }),
    );
    expect(result).toEqual({ ok: true, value: '"done"' });
    expect(logLines.map(({ messages }) => messages[0])).toEqual([
      expect.stringMatching(
        /^2 unawaited operations: \[runMutation, fetch\]\. Async operations should be awaited/,
      ),
    ]);
  });

  it("stores, reads and deletes files", async () => {
    expect(await backend.action("acts:files")).toMatchObject({
      bytes: [1, 2, 3],
      type: "image/png",
      size: 3,
      gone: null,
      url: expect.stringContaining("/api/storage/") as string,
    });
    await expect(backend.action("acts:digest")).rejects.toThrow("SHA-256");
  });

  it("schedules, makes handles and knows its name", async () => {
    expect(await backend.action("acts:schedules")).toBe("string");
    expect(await backend.action("acts:handle")).toMatch(/^function:\/\//);
    expect(await backend.action("acts:about")).toEqual({
      fn: { name: "acts:about", componentPath: "", type: "action", visibility: "public" },
      metrics: "absent",
    });
  });

  it("is checked like any function", async () => {
    await expect(backend.action("acts:invalid", {})).rejects.toThrow("ArgumentValidationError");
    await expect(backend.action("acts:invalid", { n: 1 })).rejects.toThrow(
      "ReturnsValidationError",
    );
    await expect(backend.action("acts:typeOnly")).rejects.toThrow("it is defined as Query");
    await expect(backend.action("acts:nothing")).rejects.toThrow("Could not find public function");
  });
});

describe("actions side by side", () => {
  it("keep their own lines, told as they come and not again at the end", async () => {
    backend.records.length = 0;
    const names = ["a", "b", "c"];
    const outcomes = await Promise.all(
      names.map((name) => backend.runner.action(backend.call("acts:talks", { name }))),
    );
    expect(outcomes.map(({ logLines }) => logLines.map(({ messages }) => messages[0]))).toEqual(
      names.map((name) => [`'start' '${name}'`, `'end' '${name}'`]),
    );
    const progress = backend.records.filter(({ kind }) => kind === "Progress");
    const complete = backend.records.filter(({ kind }) => kind === "Completion");
    expect(progress.flatMap(({ logLines }) => logLines)).toHaveLength(6);
    expect(complete.map(({ logLines }) => logLines.length)).toEqual([0, 0, 0]);
    expect(new Set(progress.map(({ executionId }) => executionId)).size).toBe(3);
  });

  it("an endless loop ends its thread; everything else goes on", async () => {
    movableClock("silence");
    const loop = expect(backend.action("acts:loops")).rejects.toThrow(
      "timed out (maximum duration without a pause: 1800s)",
    );
    expect(await backend.query("rows:publicCount")).toBeTypeOf("number");
    await untilSettled(loop);
    await loop;
    expect(await backend.action("acts:counted")).toBe("function");
  });

  it("one that never ends is given up", async () => {
    movableClock("call");
    const hangs = expect(backend.action("acts:hangs")).rejects.toThrow(
      "timed out (maximum duration: 3600s)",
    );
    await untilSettled(hangs);
    await hangs;
  });

  it("one that runs during a push ends on the old code", async () => {
    const running = backend.action("acts:talks", { name: "old" });
    await backend.runner.activate({ ...backend.runner.deployment, version: 99 });
    expect(await running).toBeNull();
  });
});

describe("a Node.js action", () => {
  it("has Node's modules, the deployment's environment and the backend", async () => {
    const outcome = await backend.runner.action(backend.call("native:hash", { text: "a" }));
    expect(
      JSON.parse(outcome.result.ok ? outcome.result.value : outcome.result.error.message),
    ).toMatchObject({
      hash: "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
      env: "value",
      keys: ["NAME"],
      version: process.version,
      shared: 1,
    });
    expect(outcome.logLines[0]?.messages).toEqual(["'hashing' 'a'"]);
    expect(await backend.action("native:file")).toBe("abc");
  });

  it("logs whatever method of the console prints", async () => {
    const { logLines } = await backend.runner.action(backend.call("native:prints"));
    expect(logLines.map(({ messages }) => messages[0])).toEqual([
      "\"Timer 't' already exists\"",
      expect.stringMatching(/^'t: \d+ms'$/),
      "'default: 1'",
      "[ 1 ]",
      "'d'",
    ]);
  });

  it("fails when a callback throws", async () => {
    await expect(backend.action("native:throwsLater")).rejects.toThrow(
      /^Uncaught uncaughtException: late\n/,
    );
  });

  it("fails with original positions and a ConvexError's data", async () => {
    const { result } = await backend.runner.action(backend.call("native:boom"));
    expect(result).toMatchObject({ ok: false, error: { data: '"from node"' } });
    await expect(backend.action("native:plain")).rejects.toThrow(
      /^Uncaught Error: plain\n {4}at .*\(\.\.\/convex\/native\.ts:\d+:\d+\)/,
    );
  });
});
