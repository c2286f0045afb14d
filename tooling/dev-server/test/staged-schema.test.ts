// A schema change of a table with rows, as the CLI rolls it out: staged beside the schema that is enforced, then
// enforced. https://docs.convex.dev/database/schemas#staged-validators
import { afterAll, beforeAll, expect, test } from "vitest";
import { startBackend, type Backend } from "./support/backend.ts";
import { call, tryCall } from "./support/call.ts";
import { createProject, push, pushAnyway, type Project } from "./support/project.ts";

const schema = (table: string) => `import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
export default defineSchema({ people: ${table} });
`;
const WIDE = "defineTable({ name: v.string(), key: v.string().optional() })";
const STAGED = `${WIDE}.staged({ key: v.string() }).index("by_key", { fields: ["key"], staged: true })`;
const NARROW = 'defineTable({ name: v.string(), key: v.string() }).index("by_key", ["key"])';
const people = `import { v } from "convex/values";
import { mutation, query } from "./_generated/server";
export const add = mutation({
  args: { name: v.string(), key: v.string().optional() },
  handler: (ctx, args) => ctx.db.insert("people", args),
});
export const fill = mutation({
  args: {},
  handler: async (ctx) => {
    for (const { _id, name } of await ctx.db.query("people").collect())
      await ctx.db.patch(_id, { key: name.toLowerCase() });
  },
});
export const keys = query({
  args: {},
  handler: async (ctx) => (await ctx.db.query("people").withIndex("by_key" as never).collect()).map((p) => p.key),
});
`;

let backend: Backend;
let project: Project;
beforeAll(async () => {
  [backend, project] = await Promise.all([
    startBackend({ inMemory: true }),
    createProject(null, { "convex/schema.ts": schema(WIDE), "convex/people.ts": people }),
  ]);
  await push(project, backend);
  await call(backend, "people:add", { name: "Cy" });
  await call(backend, "people:add", { name: "Bo" });
});
afterAll(async () => {
  await backend?.stop();
  await project?.dispose();
});

const roll = async (table: string) => {
  await project.write("convex/schema.ts", schema(table));
  return await pushAnyway(project, backend);
};

test("rows are held against a staged validator, and the enforced one stays until they fit", async () => {
  const early = await roll(NARROW);
  expect(early.code).not.toBe(0);

  const failing = await roll(STAGED);
  expect(failing.code).toBe(0);
  expect(failing.output).toContain("people: failed: Object is missing the required field `key`");
  expect(failing.output).toMatch(/\[\+\] people\.by_key +key +\(staged\)/);
  // The enforced validator takes rows as before, and a staged index answers no query.
  await call(backend, "people:add", { name: "Al" });
  expect(await tryCall(backend, "people:keys", {})).toMatchObject({ status: "error" });

  await call(backend, "people:fill", {});
  const ready = await roll(STAGED);
  expect(ready.code).toBe(0);
  expect(ready.output).toContain("people: validated.");

  expect((await roll(NARROW)).code).toBe(0);
  expect(await call(backend, "people:keys", {})).toEqual(["al", "bo", "cy"]);
  expect(await tryCall(backend, "people:add", { name: "Di" })).toMatchObject({
    status: "error",
  });
});
