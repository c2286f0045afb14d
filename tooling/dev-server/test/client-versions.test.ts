// The versions of convex that are served: each with its own CLI, bundled library and clients.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { anyApi } from "convex/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startBackend, type Backend } from "./support/backend.ts";
import { call, tryCall } from "./support/call.ts";
import {
  cli,
  convexVersion,
  createProject,
  fixtures,
  push,
  type ConvexPackage,
  type Project,
} from "./support/project.ts";
import { checkTypes } from "./support/type-check.ts";
import { waitFor } from "./support/wait-for.ts";

const api = anyApi as any;
const FILES = {
  "convex/schema.ts": `
    import { defineSchema, defineTable } from "convex/server";
    import { v } from "convex/values";
    export default defineSchema({
      notes: defineTable({ text: v.string(), n: v.number() }).index("by_n", ["n"])
        .searchIndex("search", { searchField: "text" }),
    });`,
  "convex/notes.ts": `
    import { action, internalMutation, mutation, query } from "./_generated/server";
    import { api, internal } from "./_generated/api";
    import { ConvexError, v } from "convex/values";
    export const add = mutation({ args: { text: v.string() }, returns: v.id("notes"), handler: async (ctx, { text }) => {
      const n = (await ctx.db.query("notes").collect()).length;
      if (text === "") throw new ConvexError({ code: "EMPTY" });
      return ctx.db.insert("notes", { text, n });
    } });
    export const list = query({ args: {}, handler: async (ctx) =>
      (await ctx.db.query("notes").withIndex("by_n").collect()).map((note) => note.text) });
    export const page = query({ args: { cursor: v.union(v.string(), v.null()) }, handler: (ctx, { cursor }) =>
      ctx.db.query("notes").paginate({ numItems: 1, cursor }) });
    export const found = query({ args: { text: v.string() }, handler: async (ctx, { text }) =>
      (await ctx.db.query("notes").withSearchIndex("search", (q) => q.search("text", text)).take(3)).length });
    export const later = mutation({ args: {}, handler: async (ctx) => {
      await ctx.scheduler.runAfter(0, internal.notes.scheduled, {});
    } });
    export const scheduled = internalMutation({ args: {}, handler: (ctx) =>
      ctx.db.insert("notes", { text: "scheduled", n: 99 }) });
    export const act = action({ args: {}, handler: async (ctx): Promise<string> => {
      const id = await ctx.storage.store(new Blob(["kept"]));
      await ctx.runMutation(api.notes.add, { text: "by an action" });
      return (await (await ctx.storage.get(id))!.text());
    } });`,
  "convex/http.ts": `
    import { httpRouter } from "convex/server";
    import { httpAction } from "./_generated/server";
    const http = httpRouter();
    http.route({ path: "/hello", method: "GET", handler: httpAction(async () => new Response("hello")) });
    export default http;`,
};

describe.each<ConvexPackage>(["earlier-convex-1.36", "earlier-convex-1.48", "convex"])(
  "%s",
  (name) => {
    let backend: Backend;
    let project: Project;

    beforeAll(async () => {
      [backend, project] = await Promise.all([
        startBackend({ inMemory: true }),
        createProject(null, FILES, name),
      ]);
      await push(project, backend);
    });
    afterAll(async () => {
      await backend?.stop();
      await project?.dispose();
    });

    /** A module of the version under test. */
    const load = (module: string) =>
      createRequire(join(project.directory, "package.json"))(module) as any;

    test("the backend tells the version of what was pushed", async () => {
      const version = await (await fetch(`${backend.url}/version`)).text();
      expect(version).toBe(convexVersion(name));
    });

    test("every kind of function runs with its library", async () => {
      await call(backend, "notes:add", { text: "first note" });
      await call(backend, "notes:later");
      expect(await call(backend, "notes:act")).toBe("kept");
      await waitFor("the scheduled mutation", async () =>
        (await call<string[]>(backend, "notes:list")).includes("scheduled"),
      );
      const page = await call<any>(backend, "notes:page", { cursor: null });
      expect(page).toMatchObject({ isDone: false, page: [{ text: "first note" }] });
      expect(await call(backend, "notes:found", { text: "note" })).toBe(1);
      expect((await tryCall(backend, "notes:add", { text: "" })).errorData).toEqual({
        code: "EMPTY",
      });
      expect(await (await fetch(`${backend.siteUrl}/hello`)).text()).toBe("hello");
    });

    test("its clients call, subscribe and see errors with their data", async () => {
      const { ConvexClient, ConvexHttpClient } = load("convex/browser");
      const http = new ConvexHttpClient(backend.url, { skipConvexDeploymentUrlCheck: true });
      await expect(http.mutation(api.notes.add, { text: "" })).rejects.toMatchObject({
        data: { code: "EMPTY" },
      });
      const socket = new ConvexClient(backend.url, { skipConvexDeploymentUrlCheck: true });
      try {
        const seen: string[][] = [];
        socket.onUpdate(api.notes.list, {}, (list: string[]) => seen.push(list));
        await waitFor("the first result", () => seen.length > 0);
        await socket.mutation(api.notes.add, { text: "live" });
        await waitFor("the update", () => seen.at(-1)!.includes("live"));
        expect(await http.query(api.notes.list)).toContain("live");
      } finally {
        await socket.close();
      }
    });

    // `cli.test.ts` runs every command of the current version. The push was one of this version's, too.
    test.skipIf(name === "convex").each([
      [["run", "notes:list"], "first note"],
      [["data", "notes"], "first note"],
      [["function-spec"], "notes.js:add"],
      [["export", "--path", "out.zip"], "out.zip"],
      [["codegen", "--typecheck", "disable"], ""],
    ])("its CLI works: %j", async (args, shown) => {
      const result = await cli(project, backend, args);
      expect(result.code, result.output).toBe(0);
      expect(result.output).toContain(shown);
    });
  },
);

describe("what only the newest has", () => {
  test("v.function(): a text that is no handle is refused as an argument and as a document", async () => {
    const backend = await startBackend({ inMemory: true });
    const project = await createProject(null, {
      "convex/tsconfig.json": await readFile(join(fixtures, "basic/convex/tsconfig.json"), "utf8"),
      "convex/schema.ts": `
        import { defineSchema, defineTable } from "convex/server";
        import { v } from "convex/values";
        export default defineSchema({ jobs: defineTable({ done: v.function({ fnType: "mutation" }) }) });`,
      "convex/jobs.ts": `
        import { createFunctionHandle } from "convex/server";
        import { internal } from "./_generated/api";
        import { internalMutation, mutation, query } from "./_generated/server";
        import { v } from "convex/values";
        export const target = internalMutation({ args: { n: v.number() }, returns: v.number(), handler: async (_, { n }) => n + 1 });
        export const handle = query({ args: {}, handler: (): Promise<string> => createFunctionHandle(internal.jobs.target) });
        const done = v.function({ fnType: "mutation", args: { n: v.number() }, returns: v.number() });
        export const keep = mutation({ args: { done }, returns: v.number(), handler: async (ctx, args): Promise<number> => {
          await ctx.db.insert("jobs", args);
          return ctx.runMutation(args.done, { n: 1 });
        } });
        export const keepUnchecked = mutation({ args: { done: v.any() }, handler: (ctx, args) => ctx.db.insert("jobs", args) });`,
    });
    try {
      await push(project, backend);
      await checkTypes(project);
      const done = await call<string>(backend, "jobs:handle");
      expect(await call(backend, "jobs:keep", { done })).toBe(2);
      const argument = await tryCall(backend, "jobs:keep", { done: "jobs:target" });
      expect(argument.errorMessage).toMatch(/ArgumentValidationError[^]*Path: \.done/);
      const document = await tryCall(backend, "jobs:keepUnchecked", { done: "jobs:target" });
      expect(document.errorMessage).toContain('v.function({fnType: "mutation"})');
    } finally {
      await backend.stop();
      await project.dispose();
    }
  });
});
