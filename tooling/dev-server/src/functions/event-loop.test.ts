// Traps 17, 18, 31, 34 and the rules of nested calls.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestBackend, type TestBackend } from "../testing/runner-fixture.ts";

let backend: TestBackend;

beforeAll(async () => {
  backend = await startTestBackend({
    files: {
      "loop.ts": `
        export const count = query(async (ctx) => (await ctx.db.query("rows").collect()).length);
        export const clear = mutation(async (ctx) => {
          for await (const row of ctx.db.query("rows")) await ctx.db.delete(row._id);
        });
        export const unawaited = mutation(async (ctx) => {
          void ctx.db.insert("rows", { n: 1 });
          void (async () => {
            await ctx.db.insert("rows", { n: 2 });
            await ctx.db.insert("rows", { n: 3 });
          })();
          void ctx.runMutation(api.loop.insert, { n: 4 });
        });
        export const insert = mutation(async (ctx, args) => { await ctx.db.insert("rows", args); return args.n; });
        export const hangs = query(() => new Promise(() => {}));
        export const unhandled = mutation(async (ctx) => {
          await ctx.db.insert("rows", { n: 1 });
          void Promise.reject(new Error("nobody waits"));
          await ctx.runMutation(api.loop.insert, { n: 2 });
        });
        export const undefinedResult = query(async () => undefined);
        export const uncollected = query(async (ctx) => ctx.db.query("rows"));
        export const order = mutation(async (ctx) => {
          const seen = [];
          const nested = ctx.runMutation(api.loop.insert, { n: 1 }).then((n) => seen.push("nested"));
          const plain = ctx.db.query("rows").collect().then((rows) => seen.push(rows.length));
          await Promise.all([nested, plain]);
          return seen;
        });
        export const failing = mutation(async (ctx) => {
          await ctx.db.insert("rows", { n: 100 });
          await ctx.scheduler.runAfter(60_000, api.loop.insert, { n: 5 });
          throw new ConvexError({ code: "NO", big: 1n });
        });
        export const catches = mutation(async (ctx) => {
          await ctx.db.insert("rows", { n: 1 });
          let caught;
          try {
            await ctx.runMutation(api.loop.failing);
          } catch (error) {
            caught = { isConvexError: error instanceof ConvexError, data: error.data };
          }
          const { functionsScheduled } = await ctx.meta.getTransactionMetrics();
          const jobs = await ctx.db.system.query("_scheduled_functions").collect();
          return { ...caught, rows: (await ctx.db.query("rows").collect()).length, jobs: jobs.length,
            scheduled: functionsScheduled.used };
        });
        export const seesPending = mutation(async (ctx) => {
          await ctx.db.insert("rows", { n: 1 });
          return [
            await ctx.runQuery(api.loop.count),
            await ctx.runQuery(api.loop.count, {}, { useStaleSnapshot: true }),
          ];
        });
        export const deep = query(async (ctx, { n }) => n === 0 ? 0 : 1 + await ctx.runQuery(api.loop.deep, { n: n - 1 }));
        export const time = query(async (ctx) => {
          const first = [Date.now(), new Date().getTime(), performance.now()];
          for (let i = 0; i < 1e6; i++) Math.sqrt(i);
          await ctx.db.query("rows").collect();
          return { same: JSON.stringify(first) === JSON.stringify([Date.now(), new Date().getTime(), performance.now()]),
            now: first[0], child: await ctx.runQuery(api.loop.childTime) };
        });
        export const childTime = query(async () => Date.now());
        export const chance = query(async (ctx) => [Math.random(), Math.random(), crypto.randomUUID()]);
        const imported = [Math.random(), crypto.randomUUID(), Date.now()];
        export const importedChance = query(async () => imported);
        export const forbidden = query(async () => {
          const said = [];
          for (const use of [() => fetch("http://127.0.0.1:1"), () => setTimeout(() => {}, 1), () => setInterval(() => {}, 1)]) {
            try { await use(); said.push("allowed"); } catch (error) { said.push(error.message.split(".")[0]); }
          }
          return said;
        });
        export const metrics = query(async (ctx) => {
          const seen = [];
          for await (const row of ctx.db.query("rows")) {
            seen.push((await ctx.meta.getTransactionMetrics()).documentsRead.used);
          }
          return seen;
        });
        export const limited = mutation(async (ctx) => {
          try {
            await ctx.runQuery(api.loop.count, {}, { transactionLimits: { documentsRead: 1 } });
          } catch (error) {
            return error.message.split("\\n")[0];
          }
        });
        export const prints = mutation(async (ctx) => {
          console.log("parent", { a: [1, "two"] });
          await ctx.runQuery(api.loop.printsToo);
          console.error(new Error("shown"));
        });
        export const printsToo = query(async () => { console.warn("child"); });
        export const chatty = query(async () => { for (let i = 0; i < 300; i++) console.log(i); console.log("x".repeat(40_000)); });
        export const long = query(async () => { console.log("x".repeat(40_000)); });
        export const subtle = mutation(async (ctx) => {
          const key = await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, true, ["sign"]);
          const signature = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode("x"));
          await ctx.db.insert("rows", { n: signature.byteLength });
          return new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array())).length;
        });
        export const snapshot = mutation(async (ctx) => ctx.meta.getSnapshotTs());
      `,
    },
  });
});
afterAll(() => backend.close());

const count = () => backend.query("loop:count");
const fresh = () => backend.mutation("loop:clear");

describe("the end of a call", () => {
  it("commits writes that were not awaited", async () => {
    await fresh();
    await backend.mutation("loop:unawaited");
    expect(await count()).toBe(4);
  });

  it("fails when the returned promise can never resolve", async () => {
    await expect(backend.query("loop:hangs")).rejects.toThrow(
      "Returned promise will never resolve",
    );
  });

  it("fails on a rejection nobody handles, and keeps nothing", async () => {
    await fresh();
    await expect(backend.mutation("loop:unhandled")).rejects.toThrow(
      "Uncaught Error: nobody waits",
    );
    expect(await count()).toBe(0);
  });

  it("turns undefined into null and refuses a query object", async () => {
    expect(await backend.query("loop:undefinedResult")).toBeNull();
    await expect(backend.query("loop:uncollected")).rejects.toThrow("Return value is a Query");
  });

  it("waits for crypto.subtle, which ends outside of the loop", async () => {
    expect(await backend.mutation("loop:subtle")).toBe(32);
  });
});

describe("nested calls", () => {
  it("run in the order in which calls were made", async () => {
    await fresh();
    expect(await backend.mutation("loop:order")).toEqual(["nested", 1]);
  });

  it("roll back what a failed mutation did, jobs and counters too, and keep the error's data", async () => {
    await fresh();
    expect(await backend.mutation("loop:catches")).toEqual({
      isConvexError: true,
      data: { code: "NO", big: { $integer: "AQAAAAAAAAA=" } },
      rows: 1,
      jobs: 0,
      scheduled: 0,
    });
    expect(await count()).toBe(1);
  });

  it("see pending writes, unless they ask for the snapshot", async () => {
    await fresh();
    expect(await backend.mutation("loop:seesPending")).toEqual([1, 0]);
  });

  it("go eight levels deep and no deeper", async () => {
    expect(await backend.query("loop:deep", { n: 8 })).toBe(8);
    await expect(backend.query("loop:deep", { n: 9 })).rejects.toThrow(/depth limit exceeded/);
  });

  it("obey tighter limits", async () => {
    await fresh();
    for (const n of [1, 2, 3]) await backend.mutation("loop:insert", { n });
    expect(await backend.mutation("loop:limited")).toMatch(/Too many documents read/);
  });
});

describe("determinism", () => {
  it("freezes time for the whole call, nested calls included", async () => {
    const before = Date.now();
    const { same, now, child } = (await backend.query("loop:time")) as Record<string, number>;
    expect([same, child]).toEqual([true, now]);
    expect(now).toBeGreaterThanOrEqual(before);
  });

  it("gives every call other random numbers, but modules always the same", async () => {
    const [one, two] = [await backend.query("loop:chance"), await backend.query("loop:chance")];
    expect(new Set([...(one as unknown[]), ...(two as unknown[])]).size).toBe(6);
    const imported = await Promise.all(
      [1, 2, 3, 4].map(() => backend.query("loop:importedChance")),
    );
    expect(new Set(imported.map((value) => JSON.stringify(value))).size).toBe(1);
    expect((imported[0] as unknown[])[2]).toBe(1_700_000_000_000);
  });

  it("refuses the network and timers", async () => {
    expect(await backend.query("loop:forbidden")).toEqual([
      "Can't use fetch() in queries and mutations",
      "Can't use setTimeout in queries and mutations",
      "Can't use setInterval in queries and mutations",
    ]);
  });
});

describe("metrics and logs", () => {
  it("metrics grow while a query is read", async () => {
    await fresh();
    for (const n of [1, 2, 3]) await backend.mutation("loop:insert", { n });
    expect(await backend.query("loop:metrics")).toEqual([1, 2, 3]);
  });

  it("shows values as Convex does, and says which lines are a child's", async () => {
    const { logLines } = await backend.runner.mutation(backend.call("loop:prints"));
    expect(logLines.map(({ level, messages }) => [level, messages[0]?.split("\n")[0]])).toEqual([
      ["LOG", "'parent' { a: [ 1, 'two' ] }"],
      ["WARN", "'child'"],
      ["ERROR", "Error: shown"],
    ]);
    expect(logLines[1]).toMatchObject({ componentPath: "", udfPath: "loop:printsToo" });
    expect(logLines[2]?.messages[0]).toContain("(../convex/loop.ts:");
    expect(logLines[0]).not.toHaveProperty("udfPath");
  });

  it("stops at 256 lines and cuts long ones", async () => {
    const chatty = await backend.runner.query(backend.call("loop:chatty"));
    expect(chatty.logLines).toHaveLength(257);
    expect(chatty.logLines.at(-1)?.messages[0]).toContain("Log overflow (maximum 256)");
    const { logLines } = await backend.runner.query(backend.call("loop:long"));
    expect(logLines[0]).toMatchObject({ isTruncated: true });
    expect(Buffer.byteLength(logLines[0]?.messages[0] ?? "")).toBe(32_768);
    expect(logLines[0]?.messages[0]).toMatch(/ \(truncated due to length\)$/);
  });

  it("records every execution once", async () => {
    backend.records.length = 0;
    await backend.runner.mutation(backend.call("loop:prints"));
    expect(backend.records).toMatchObject([
      {
        kind: "Completion",
        udfType: "Mutation",
        identifier: "loop:prints",
        error: null,
        componentPath: null,
      },
    ]);
    expect(backend.records[0]?.logLines).toHaveLength(3);
  });
});
