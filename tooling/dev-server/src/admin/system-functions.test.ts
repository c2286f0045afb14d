import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseSchema } from "../deploy/schema/schema-parse.ts";
import type { RunningServer } from "../server-options.ts";
import { startServer } from "../server.ts";
import { call, push, run, setEnvironment } from "../testing/push-fixture.ts";

const FILES = {
  "main.ts": `
    import { actionGeneric, internalQueryGeneric, mutationGeneric } from "convex/server";
    import { v } from "convex/values";
    export const add = mutationGeneric({
      args: { n: v.number() },
      returns: v.null(),
      handler: async (ctx, { n }) => { await ctx.db.insert("numbers", { n }); return null; },
    });
    export const later = mutationGeneric({
      handler: async (ctx) => { await ctx.scheduler.runAfter(1e8, "main:add" as never, { n: 1 }); },
    });
    export const hidden = internalQueryGeneric({ handler: async () => "hidden" });
    export const act = actionGeneric({ handler: async () => null });`,
  "http.ts": `
    import { httpActionGeneric, httpRouter } from "convex/server";
    const http = httpRouter();
    http.route({ path: "/hook", method: "POST", handler: httpActionGeneric(async () => new Response()) });
    export default http;`,
};

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ port: 0, sitePort: 0, inMemory: true });
  await push(server, FILES);
  for (const n of [1, 2, 3]) await run(server, "main:add", { n });
});
afterAll(() => server.close());

interface Page {
  page: Record<string, unknown>[];
  isDone: boolean;
  continueCursor: string;
}
const page = (numItems: number, cursor: string | null = null) => ({
  paginationOpts: { numItems, cursor },
});

describe("what the CLI asks of a deployment", () => {
  test("tables, by name; the system's are not among them", async () => {
    const tables = (await run(server, "_system/cli/tables", page(10))) as Page;
    expect(tables).toMatchObject({ page: [{ name: "numbers" }], isDone: true });
  });

  test("documents page by page, newest first when asked", async () => {
    const args = { table: "numbers", order: "desc" };
    const first = (await run(server, "_system/cli/tableData", { ...args, ...page(2) })) as Page;
    expect(first.page.map(({ n }) => n)).toEqual([3, 2]);
    expect(first.isDone).toBe(false);
    const rest = (await run(server, "_system/cli/tableData:default", {
      ...args,
      ...page(2, first.continueCursor),
    })) as Page;
    expect(rest.page.map(({ n }) => n)).toEqual([1]);
  });

  test("scheduled functions as their owner sees them, and no other system table", async () => {
    await run(server, "main:later");
    const table = "_scheduled_functions";
    const jobs = (await run(server, "_system/cli/tableData", { table, ...page(5) })) as Page;
    expect(Object.keys(jobs.page[0] ?? {}).sort()).toEqual([
      "_creationTime",
      "_id",
      "args",
      "name",
      "scheduledTime",
      "state",
    ]);
    const hidden = { table: "_environment_variables", ...page(5) };
    await expect(run(server, "_system/cli/tableData", hidden)).rejects.toThrow("TableNotVisible");
  });

  test("a table or a component that is not there has no rows", async () => {
    const none = { page: [], isDone: true };
    const rows = (componentPath = "") =>
      run(server, "_system/cli/tableData", { table: "nothing", ...page(5) }, componentPath);
    expect(await rows()).toMatchObject(none);
    expect(await rows("nowhere")).toMatchObject(none);
    expect(await run(server, "_system/cli/tables", page(5), "nowhere")).toMatchObject(none);
    const size = run(server, "_system/cli/tableSize", { tableName: "numbers" }, "nowhere");
    await expect(size).rejects.toThrow('There is no component "nowhere"; there are: none.');
  });

  test("the schema as Convex exports it, and every table's shape", async () => {
    const schema = `
      import { defineSchema, defineTable } from "convex/server";
      import { v } from "convex/values";
      export default defineSchema({
        numbers: defineTable({ n: v.number(), t: v.optional(v.string()), v: v.optional(v.array(v.float64())) })
          .index("by_n", ["n"])
          .index("later", { fields: ["t"], staged: true })
          .searchIndex("text", { searchField: "t", filterFields: ["n"] })
          .vectorIndex("near", { vectorField: "v", dimensions: 2 }),
      }, { strictTableNameTypes: false });`;
    await push(server, { ...FILES, "schema.ts": schema });
    const { active } = (await run(server, "_system/frontend/getSchemas", {
      componentId: null,
    })) as {
      active: string;
    };
    const exported = JSON.parse(active) as { tables: { documentType: { type: string } }[] };
    expect(exported).toMatchObject({
      schemaValidation: true,
      tables: [
        {
          tableName: "numbers",
          indexes: [{ indexDescriptor: "by_n", fields: ["n"] }],
          stagedDbIndexes: [{ indexDescriptor: "later", fields: ["t"] }],
          searchIndexes: [{ indexDescriptor: "text", searchField: "t", filterFields: ["n"] }],
          stagedSearchIndexes: [],
          vectorIndexes: [
            { indexDescriptor: "near", vectorField: "v", dimensions: 2, filterFields: [] },
          ],
          stagedVectorIndexes: [],
        },
      ],
    });
    expect(exported.tables[0]?.documentType.type).toBe("object");
    // What is handed out can be pushed again: it is the form of an exported schema.
    expect(parseSchema(active).definition.tables).toHaveLength(1);
    const shapes = await fetch(`${server.cloudOrigin}/api/shapes2`, {
      headers: { authorization: `Convex ${server.adminKey}` },
    });
    expect(await shapes.json()).toEqual({ numbers: { type: "Unknown" } });
  });

  test("a number that changes with a table, and the size of a table", async () => {
    const change = () => run(server, "_system/cli/queryTable", { tableName: "numbers" });
    const before = await change();
    await run(server, "main:add", { n: 4 });
    expect(await change()).not.toBe(before);
    expect(await run(server, "_system/cli/tableSize", { tableName: "numbers" })).toBe(4);
    expect(await run(server, "_system/cli/tableSize", { tableName: "nothing" })).toBe(0);
  });

  test("the functions and routes, with validators as JSON", async () => {
    const spec = (await run(server, "_system/cli/modules:apiSpec")) as object[];
    expect(spec).toContainEqual({
      identifier: "main.js:add",
      functionType: "Mutation",
      visibility: { kind: "public" },
      args: { type: "object", value: { n: { fieldType: { type: "number" }, optional: false } } },
      returns: { type: "null" },
    });
    expect(spec).toContainEqual(
      expect.objectContaining({
        identifier: "main.js:hidden",
        visibility: { kind: "internal" },
        args: { type: "any" },
        returns: { type: "any" },
      }),
    );
    expect(spec).toContainEqual({ functionType: "HttpAction", method: "POST", path: "/hook" });
    expect(await run(server, "_system/cli/convexUrl:cloudUrl")).toBe(server.cloudOrigin);
  });

  test("variables, sorted, one alone, or null", async () => {
    await setEnvironment(server, { B: "2", A: "1" });
    const path = "_system/cli/queryEnvironmentVariables";
    const all = (await run(server, path)) as { name: string; value: string }[];
    expect(all.map(({ name, value }) => [name, value])).toEqual([
      ["A", "1"],
      ["B", "2"],
    ]);
    expect(await run(server, `${path}:get`, { name: "A" })).toEqual({ name: "A", value: "1" });
    expect(await run(server, `${path}:get`, { name: "Z" })).toBeNull();
    const listed = await fetch(`${server.cloudOrigin}/api/list_environment_variables`, {
      headers: { authorization: `Convex ${server.adminKey}` },
    });
    expect(await listed.json()).toEqual({ environment_variables: { A: "1", B: "2" } });
  });

  test("a wrong argument and an unknown name are errors of the function", async () => {
    await expect(run(server, "_system/cli/tableSize", { tableName: 1 })).rejects.toThrow(
      "`tableName` must be a string",
    );
    await expect(run(server, "_system/cli/tables", {})).rejects.toThrow("paginationOpts");
    await expect(run(server, "_system/cli/nothing")).rejects.toThrow("Could not find");
  });

  test("nobody but an admin gets any of it", async () => {
    const response = await fetch(`${server.cloudOrigin}/api/query`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ path: "_system/cli/queryEnvironmentVariables", args: {} }),
    });
    expect(response.status).toBeGreaterThanOrEqual(401);
    expect(response.status).toBeLessThanOrEqual(403);
  });
});

describe("an inline query", () => {
  const inline = (source: string, componentId?: string) =>
    call(server, "/api/run_test_function", {
      adminKey: server.adminKey,
      args: {},
      bundle: { path: "testQuery.js", source },
      format: "convex_encoded_json",
      ...(componentId === undefined ? {} : { componentId }),
    });
  const query = (body: string) => `
    import { query, internalQuery } from "convex:/_system/repl/wrappers.js";
    export default query({ handler: async (ctx) => { ${body} } });`;

  test("reads the database and may print", async () => {
    const source = query('console.log("hi"); return (await ctx.db.query("numbers").first()).n;');
    const { body } = await inline(source);
    expect(body).toMatchObject({ status: "success", value: 1 });
    expect(body.logLines).toEqual(["[LOG] 'hi'"]);
  });

  test("its failures are answers, its mistakes 400", async () => {
    expect((await inline(query('throw new Error("oh no")'))).body).toMatchObject({
      status: "error",
      errorMessage: expect.stringContaining("oh no") as string,
    });
    expect(await inline("export default query(")).toMatchObject({
      status: 400,
      body: { code: "InvalidTestQuery" },
    });
    expect(await inline(query("return 1"), "nowhere")).toMatchObject({
      status: 400,
      body: { code: "ComponentNotFound" },
    });
  });
});
