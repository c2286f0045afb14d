// Component boundaries: own tables, environment, identity, references and handles.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ComponentSource, TestBackend } from "../testing/runner-fixture.ts";
import { startTestBackend } from "../testing/runner-fixture.ts";

const counter: ComponentSource = {
  files: {
    "lib/public.ts": "export {};",
    "count.ts": `
      export const add = mutation({ args: { by: v.number() }, returns: v.number(), handler: async (ctx, { by }) => {
        const row = await ctx.db.query("counts").first();
        if (row === null) { await ctx.db.insert("counts", { n: by }); return by; }
        await ctx.db.patch(row._id, { n: row.n + by });
        return row.n + by;
      } });
      export const value = query(async (ctx) => (await ctx.db.query("counts").first())?.n ?? 0);
      export const secret = internalQuery(async () => "secret");
      export const who = query(async (ctx) => ({ identity: await ctx.auth.getUserIdentity(),
        level: process.env.LEVEL ?? null, app: process.env.APP ?? null, fn: await ctx.meta.getFunctionMetadata() }));
      export const idOf = mutation(async (ctx) => ctx.db.insert("counts2", { n: 1 }));
      export const call = mutation(async (ctx, { handle, args }) => ctx.runMutation(handle, args));
      export const handles = mutation(async (ctx) => [await createFunctionHandle(ref("count:secret")), await createFunctionHandle(ref("count:add"))]);
      export const fail = mutation(async (ctx) => { await ctx.db.insert("counts3", {}); throw new ConvexError({ code: "CHILD" }); });
      export const schedule = mutation(async (ctx, { handle }) => {
        const id = await ctx.scheduler.runAfter(60_000, handle, { by: 5 });
        return (await ctx.db.system.get(id)).name;
      });
      export const act = action(async (ctx) => ({ identity: await ctx.auth.getUserIdentity(), n: await ctx.runMutation(ref("count:add"), { by: 1 }) }));
      export const rows = query(async (ctx) => (await ctx.db.query("counts3").collect()).length);
    `,
  },
  env: { LEVEL: "debug" },
};
const app: ComponentSource = {
  files: {
    "main.ts": `
      export const add = mutation(async (ctx) => ctx.runMutation(components.counter.count.add, { by: 2 }));
      export const value = query(async (ctx) => ctx.runQuery(components.counter.count.value));
      export const other = query(async (ctx) => ctx.runQuery(components.other.count.value));
      export const secret = query(async (ctx) => ctx.runQuery(components.counter.count.secret));
      export const who = query(async (ctx) => ({ mine: await ctx.auth.getUserIdentity(), theirs: await ctx.runQuery(components.counter.count.who),
        same: await ctx.runQuery(ref("main:me")) }));
      export const me = query(async (ctx) => (await ctx.auth.getUserIdentity())?.subject ?? null);
      export const foreignId = mutation(async (ctx) => {
        await ctx.db.insert("aaa", {}); await ctx.db.insert("bbb", {});
        const id = await ctx.runMutation(components.counter.count.idOf);
        return ctx.runQuery(ref("main:takesId"), { id });
      });
      export const takesId = query({ args: { id: v.id("counts2") }, handler: async () => "accepted" });
      export const handle = mutation(async (ctx) => createFunctionHandle(ref("main:internalAdd")));
      export const internalAdd = internalMutation({ args: { by: v.number() }, handler: async (ctx, { by }) => { await ctx.db.insert("added", { by }); return by * 10; } });
      export const viaChild = mutation(async (ctx) => {
        const handle = await createFunctionHandle(ref("main:internalAdd"));
        return ctx.runMutation(components.counter.count.call, { handle, args: { by: 4 } });
      });
      export const childHandles = mutation(async (ctx) => ctx.runMutation(components.counter.count.handles));
      export const use = query(async (ctx, { handle }) => ctx.runQuery(handle));
      export const catches = mutation(async (ctx) => {
        try { await ctx.runMutation(components.counter.count.fail); } catch (error) { return { data: error.data, ok: error instanceof ConvexError,
          rows: await ctx.runQuery(components.counter.count.rows) }; }
      });
      export const childSchedules = mutation(async (ctx) => {
        const handle = await createFunctionHandle(ref("main:internalAdd"));
        const name = await ctx.runMutation(components.counter.count.schedule, { handle });
        return [name, (await ctx.db.system.query("_scheduled_functions").collect()).length];
      });
      export const childAction = action(async (ctx) => ctx.runAction(components.counter.count.act));
    `,
  },
  env: { APP: "yes" },
  children: { counter, other: counter },
};

let backend: TestBackend;
beforeAll(async () => {
  backend = await startTestBackend(app);
});
afterAll(() => backend.close());

describe("a component", () => {
  it("has tables of its own, also when it is mounted twice", async () => {
    expect(await backend.mutation("main:add")).toBe(2);
    expect(await backend.mutation("main:add")).toBe(4);
    expect(await backend.query("main:value")).toBe(4);
    expect(await backend.query("main:other")).toBe(0);
  });

  it("shows its public functions only", async () => {
    await expect(backend.query("main:secret")).rejects.toThrow(
      "Couldn't resolve _reference/childComponent/counter/count/secret",
    );
  });

  it("does not learn who calls and sees its own environment", async () => {
    const attributes = { subject: "s", issuer: "i", tokenIdentifier: "i|s" };
    const identity = { kind: "user", attributes, expiresAt: 0, token: "jwt" } as const;
    const { result } = await backend.runner.query(backend.call("main:who", {}, { identity }));
    expect(JSON.parse(result.ok ? result.value : result.error.message)).toMatchObject({
      mine: attributes,
      same: "s",
      theirs: {
        identity: null,
        level: "debug",
        app: null,
        fn: { name: "count:who", componentPath: "counter" },
      },
    });
    const acted = await backend.runner.action(backend.call("main:childAction", {}, { identity }));
    expect(JSON.parse(acted.result.ok ? acted.result.value : "")).toEqual({ identity: null, n: 5 });
  });

  it("gives ids that are not ids of the app's tables", async () => {
    await expect(backend.mutation("main:foreignId")).rejects.toThrow("ArgumentValidationError");
  });

  it("passes the data of its errors on, and keeps nothing of a failed mutation", async () => {
    expect(await backend.mutation("main:catches")).toEqual({
      data: { code: "CHILD" },
      ok: true,
      rows: 0,
    });
  });
});

describe("function handles", () => {
  it("let a component call an internal function of the app", async () => {
    expect(await backend.mutation("main:viaChild")).toBe(40);
  });

  it("differ by component and stay the same over pushes", async () => {
    const before = [
      await backend.mutation("main:handle"),
      await backend.mutation("main:childHandles"),
    ];
    expect(new Set(before.flat()).size).toBe(3);
    await backend.deploy(app);
    const after = [
      await backend.mutation("main:handle"),
      await backend.mutation("main:childHandles"),
    ];
    expect(after).toEqual(before);
  });

  it("stop working when their function is gone, and work again when it is back", async () => {
    const [secret] = (await backend.mutation("main:childHandles")) as string[];
    expect(await backend.query("main:use", { handle: secret! })).toBe("secret");
    const files = { "count.ts": "export const value = query(async () => 1);" };
    await backend.deploy({ ...app, children: { counter: { files }, other: counter } });
    await expect(backend.query("main:use", { handle: secret! })).rejects.toThrow(
      "Function handle not found",
    );
    await backend.deploy(app);
    expect(await backend.query("main:use", { handle: secret! })).toBe("secret");
  });

  it("can be scheduled; the job lives with the component that scheduled it", async () => {
    expect(await backend.mutation("main:childSchedules")).toEqual(["main.js:internalAdd", 0]);
  });
});
