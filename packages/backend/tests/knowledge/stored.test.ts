// How much a team's knowledge holds, and what becomes of it when people leave.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { api } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import { settle } from "../../testing/settle.ts";
import { type Person, type TestApp, inTeam, initTest, signedInAs } from "../../testing/setup.ts";

let app: TestApp;
let ann: Person;
let bob: Person;

beforeEach(async () => {
  vi.useFakeTimers();
  app = initTest();
  ann = await signedInAs(app, "member");
  bob = await signedInAs(app, "member");
});
afterEach(() => void vi.useRealTimers());

/** A text as large as a row may hold. */
const longText = "x".repeat(890_000);
const start = { kind: "text", status: "ready", attempts: 0, chunkCount: 0 } as const;

async function leave(person: Person): Promise<void> {
  const { email } = await person.query(api.users.me);
  await person.mutation(api.users.removeAccount, { email });
  await settle(app);
}

const bytesOf = async (teamId: Id<"teams">) => {
  const quotas = await bob.query(api.quotas.ofTeam, { teamId });
  return quotas.find(({ table }) => table === "sources")!.bytes.used;
};

test("the text of a source counts for its team and who added it", async () => {
  const teamId = await inTeam(app, { owner: ann, members: [bob] });
  const text = "A text of many words. ".repeat(1000);
  const id = await ann.mutation(api.sources.addText, { teamId, title: "T", kind: "text", text });
  expect(await bytesOf(teamId)).toBeGreaterThan(text.length);
  const mine = await ann.query(api.quotas.mine, {});
  expect(mine.find(({ table }) => table === "sources")!.bytes.used).toBeGreaterThan(text.length);
  await ann.mutation(api.sources.remove, { id });
  expect(await bytesOf(teamId)).toBe(0);
});

test("an account is removed with its own teams, however long their texts are", async () => {
  for (let n = 0; n < 10; n++) {
    const teamId = await inTeam(app, { owner: ann });
    await app.run(async ({ db }) => {
      const sourceId = await db.insert("sources", { ...start, title: "s", teamId });
      for (const state of ["inUse", "next"] as const)
        await db.insert("sourceVersions", { sourceId, kind: "text", state, text: longText });
    });
  }
  await leave(ann);
  for (const table of ["sources", "sourceVersions", "teams"] as const) {
    expect(await app.run((ctx) => ctx.db.query(table).take(5)), table).toEqual([]);
  }
});

test("an account is removed, and the long texts read from its files stay with their team", async () => {
  const teamId = await inTeam(app, { owner: bob, members: [ann] });
  const file = { name: "f", purpose: "knowledge", status: "ready", ownerId: ann.userId } as const;
  for (let n = 0; n < 25; n++) {
    await app.run(async ({ db }) => {
      const sourceId = await db.insert("sources", { ...start, title: "s", teamId });
      const fileId = await db.insert("files", file);
      const version = { sourceId, fileId, kind: "text", state: "inUse", text: longText } as const;
      await db.insert("sourceVersions", version);
    });
  }
  await leave(ann);
  expect(await app.run((ctx) => ctx.db.query("files").collect())).toEqual([]);
  expect(await app.run((ctx) => ctx.db.get("users", ann.userId))).toBeNull();
  expect(await app.run((ctx) => ctx.db.query("sources").collect())).toHaveLength(25);
});
