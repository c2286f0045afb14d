import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunningServer } from "../server-options.ts";
import { startServer } from "../server.ts";
import { bundleModules } from "../testing/bundle-modules.ts";
import { call, run } from "../testing/push-fixture.ts";

const FUNCTIONS = `
  import { mutationGeneric } from "convex/server";
  export const add = mutationGeneric(async (ctx, { n }) => {
    await ctx.db.insert("things", { n });
    return (await ctx.db.query("things").withIndex("by_n", (q) => q.eq("n", n)).collect()).length;
  });`;
const schemaOf = (type: string) => `
  import { defineSchema, defineTable } from "convex/server";
  import { v } from "convex/values";
  export default defineSchema({ things: defineTable({ n: v.${type}() }).index("by_n", ["n"]) });`;

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ port: 0, sitePort: 0, inMemory: true });
});
afterAll(() => server.close());

async function push(type: string) {
  const [bundle] = await bundleModules({ "schema.ts": schemaOf(type) });
  const prepared = await call(server, "/api/prepare_schema", { bundle, dryRun: false });
  const schemaId = String(prepared.body.schemaId);
  const modules = await bundleModules({ "main.ts": FUNCTIONS });
  const config = { config: {}, modules, nodeDependencies: [], udfServerVersion: "1.20.0" };
  return { schemaId, answer: await call(server, "/api/push_config", { ...config, schemaId }) };
}

test("a schema and then the functions make a deployment", async () => {
  const { schemaId, answer } = await push("number");
  expect(answer).toEqual({ status: 200, body: { schemaId } });
  expect(await run(server, "main:add", { n: 1 })).toBe(1);
  const authorization = `Convex ${server.adminKey}`;
  const state = await fetch(`${server.cloudOrigin}/api/schema_state/${schemaId}`, {
    headers: { authorization },
  });
  expect(await state.json()).toEqual({ indexes: [], schemaState: { state: "validated" } });
});

test("a schema that documents do not fit is refused with what does not fit", async () => {
  const { answer } = await push("string");
  expect(answer.status).toBe(400);
  expect(String(answer.body.message)).toContain("does not match the schema");
  expect(await run(server, "main:add", { n: 2 })).toBe(1);
});

test("strangers are refused", async () => {
  const state = await fetch(`${server.cloudOrigin}/api/schema_state/x`);
  expect(state.status).toBe(401);
  const response = await fetch(`${server.cloudOrigin}/api/push_config`, {
    method: "POST",
    body: "{}",
  });
  expect(response.status).toBe(401);
});
