// Counting again what was stored past the functions.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { api, internal } from "../../convex/_generated/api";
import type { Doc, Id } from "../../convex/_generated/dataModel";
import { isCounted } from "../../convex/model/platform/quotas.ts";
import {
  RECOUNT_BATCH,
  RECOUNT_TRIES,
  firstRecount,
  recountBatch,
} from "../../convex/model/platform/recounts.ts";
import schema from "../../convex/schema.ts";
import { exampleDocument } from "../../testing/manifest.ts";
import { type Person, type TestApp, inTeam, initTest, signedInAs } from "../../testing/setup.ts";
import { followedDb } from "../../convex/builders/writes.ts";

let app: TestApp;
let ann: Person;
let teamId: Id<"teams">;

beforeEach(async () => {
  vi.useFakeTimers();
  app = initTest();
  ann = await signedInAs(app, "member");
  teamId = await inTeam(app, { owner: ann });
});
afterEach(() => void vi.useRealTimers());

const settle = () => app.finishAllScheduledFunctions(vi.runAllTimers);
const recount = async (holder: { userId?: Id<"users">; teamId?: Id<"teams"> }) => {
  await app.mutation(internal.quotas.recount, holder);
  await settle();
};

/** What is counted, by holder and table, without what is nothing. */
const counts = async () => {
  const all = await app.run((ctx) => ctx.db.query("quotas").collect());
  const held = all.filter(({ rows, bytes }) => rows !== 0 || bytes !== 0);
  const named = held.map((row): [string, unknown] => {
    const { ownerId = "", teamId: team = "", table, rows, bytes } = row;
    return [`${ownerId}${team} ${table}`, { rows, bytes }];
  });
  return Object.fromEntries(named.sort(([a], [b]) => a.localeCompare(b)));
};

type Note = Omit<Doc<"notes">, "_id" | "_creationTime">;
const note = (title = "n"): Note => ({ ownerId: ann.userId, title, body: "b" });

/** As many notes as are asked for, past the functions. */
const importNotes = async (many: number) =>
  await app.run(async (ctx) => {
    for (let n = 0; n < many; n++) await ctx.db.insert("notes", note(`n${n}`));
  });

describe("a recount", () => {
  const counted = (Object.keys(schema.tables) as (keyof typeof schema.tables)[]).filter(isCounted);

  test.each(counted)("of %s equals the count that each write kept", async (table) => {
    const row = await exampleDocument(app, ann, table, true);
    // The rows that this one refers to were never counted; one of a table that refers to itself is of the same.
    await app.mutation(internal.quotas.recountAll, {});
    await settle();
    await app.run(async (ctx) => {
      const db = followedDb(ctx, async () => null);
      await db.insert(table, row as never);
      await db.insert(table, row as never);
    });
    const right = await counts();
    expect(Object.keys(right).some((at) => at.endsWith(` ${table}`))).toBe(true);
    await app.run(async (ctx) => {
      for (const { _id } of await ctx.db.query("quotas").collect())
        await ctx.db.patch("quotas", _id, { rows: 4711, bytes: 4711 });
    });
    await app.mutation(internal.quotas.recountAll, {});
    await settle();
    const again = Object.entries(await counts()).filter(([at]) => at.endsWith(` ${table}`));
    const before = Object.entries(right).filter(([at]) => at.endsWith(` ${table}`));
    expect(again).toEqual(before);
  });

  test("finds what was imported, in as many batches as it takes, and keeps the limits", async () => {
    const admin = await signedInAs(app, "admin");
    const limit = { userId: ann.userId, table: "notes", rows: 7, bytes: null };
    await admin.mutation(api.quotas.changeForPerson, limit);
    await importNotes(2 * RECOUNT_BATCH + 1);
    await recount({ userId: ann.userId });
    const notes = (await ann.query(api.quotas.mine, {})).find(({ table }) => table === "notes")!;
    expect(notes.rows).toEqual({ used: 2 * RECOUNT_BATCH + 1, limit: 7 });
    const all = await app.run((ctx) => ctx.db.query("quotas").collect());
    expect(all.filter((row) => row.recount !== undefined)).toEqual([]);
    expect(all.map(({ table }) => table)).toEqual(["notes"]);
  });

  test("is of one holder alone, and asks for one", async () => {
    await importNotes(1);
    await recount({ teamId });
    expect(await counts()).toEqual({});
    const refused = app.mutation(internal.quotas.recount, {});
    await expect(refused).rejects.toMatchObject({ data: { code: "INVALID" } });
  });
});

describe("a table that is written to while it is counted", () => {
  const start = () => firstRecount({ ownerId: ann.userId })!;
  const atNotes = () => ({ ...start(), table: "notes" });

  test("is started over, and the count is exact in the end", async () => {
    await importNotes(RECOUNT_BATCH + 5);
    const half = await app.run((ctx) => recountBatch(ctx as never, atNotes()));
    expect(half).toMatchObject({ table: "notes", rows: RECOUNT_BATCH, tries: 0 });
    // One that was counted already goes, and one comes: the number is the same, and what it tells is not.
    await app.run(async (ctx) => {
      const db = followedDb(ctx, async () => null);
      await db.delete("notes", (await db.query("notes").first())!._id);
      await db.insert("notes", { ...note(), body: "longer than the others" });
    });
    const restarted = await app.run((ctx) => recountBatch(ctx as never, half!));
    expect(restarted).toMatchObject({ table: "notes", cursor: null, rows: 0, tries: 1 });
    await app.mutation(internal.quotas.recountOn, restarted!);
    await settle();
    const right = await counts();
    await recount({ userId: ann.userId });
    expect(await counts()).toEqual(right);
    expect(right[`${ann.userId} notes`]).toMatchObject({ rows: RECOUNT_BATCH + 5 });
  });

  test("all the time is given up after a while, and said so", async () => {
    await importNotes(RECOUNT_BATCH + 5);
    const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const half = await app.run((ctx) => recountBatch(ctx as never, atNotes()));
    await app.run((ctx) => followedDb(ctx, async () => null).insert("notes", note()));
    await app.mutation(internal.quotas.recountOn, { ...half!, tries: RECOUNT_TRIES - 1 });
    await settle();
    expect(said.mock.calls).toEqual([[expect.stringContaining('Rows of "notes" changed')]]);
    said.mockRestore();
  });
});

test("a change of a quota is on record: by whom, for whom, of what", async () => {
  const admin = await signedInAs(app, "admin");
  const limits = { table: "tasks", rows: 10, bytes: null };
  await admin.mutation(api.quotas.changeForTeam, { teamId, ...limits });
  await admin.mutation(api.quotas.changeForPerson, { userId: ann.userId, ...limits });
  const events = await app.run((ctx) => ctx.db.query("auditEvents").collect());
  const by = { actorId: admin.userId };
  const details = Object.entries(limits).map(([field, to]) => ({ field, to }));
  expect(events).toMatchObject([
    { ...by, action: "teams.changeQuota", table: "teams", rowId: teamId, teamId, details },
    { ...by, action: "users.changeQuota", table: "users", rowId: ann.userId, details },
  ]);
});
