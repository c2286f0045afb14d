// Against tables of their own: what a removal does, for each rule, and over more rows than a batch.
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import { beforeEach, describe, expect, test } from "vitest";
import { type References } from "./references";
import { type Remover, REMOVAL_BATCH, finishRemoval, removeRow } from "./model/removal";
import { initTestOf } from "./testing.setup";

const schema = defineSchema({
  teams: defineTable({}),
  boards: defineTable({ teamId: v.id("teams") }).index("by_teamId", ["teamId"]),
  cards: defineTable({
    boardId: v.id("boards"),
    reviewedIn: v.optional(v.id("boards")),
  })
    .index("by_boardId", ["boardId"])
    .index("by_reviewedIn", ["reviewedIn"]),
  bills: defineTable({ teamId: v.id("teams") }).index("by_teamId", ["teamId"]),
});
type Table = keyof (typeof schema)["tables"];

const map = {
  boards: { teamId: { to: "teams", onRemove: "cascade" } },
  cards: {
    boardId: { to: "boards", onRemove: "cascade" },
    reviewedIn: { to: "boards", onRemove: "clear" },
  },
  bills: { teamId: { to: "teams", onRemove: "restrict" } },
} as unknown as References;

type At = Parameters<typeof finishRemoval>[1];

const newApp = () => initTestOf(schema);
let app: ReturnType<typeof newApp>;
let scheduled: At[];

beforeEach(() => {
  app = newApp();
  scheduled = [];
});

/** Runs one transaction of a removal; what it leaves to others is kept for `finish`. */
const inTransaction = (work: (ctx: Remover) => Promise<void>) =>
  app.run(async (ctx) => {
    const scheduler = { runAfter: async (_: number, __: unknown, at: At) => scheduled.push(at) };
    await work({ ...ctx, scheduler } as unknown as Remover);
  });
const remove = (table: Table, id: string) =>
  inTransaction((ctx) => removeRow(ctx, table, id, { map }));

/** Runs what was scheduled until nothing is, and tells how many transactions that took. */
async function finish(): Promise<number> {
  let transactions = 0;
  for (let at = scheduled.shift(); at !== undefined; at = scheduled.shift()) {
    const next = at;
    await inTransaction((ctx) => finishRemoval(ctx, next, map));
    transactions++;
  }
  return transactions;
}

const count = async (table: Table) =>
  (await app.run((ctx) => ctx.db.query(table).take(10_000))).length;
const team = () => app.run((ctx) => ctx.db.insert("teams", {}));

describe("a row that others refer to", () => {
  test("stays while one restricts its removal, and nothing else is touched", async () => {
    const teamId = await team();
    await app.run(async (ctx) => {
      await ctx.db.insert("boards", { teamId });
      await ctx.db.insert("bills", { teamId });
    });
    const conflict = { data: { code: "CONFLICT" } };
    await expect(remove("teams", teamId)).rejects.toMatchObject(conflict);
    expect([await count("teams"), await count("boards"), await count("bills")]).toEqual([1, 1, 1]);
  });

  test("takes those along that cascade, and clears itself out of others", async () => {
    const [teamId, otherId] = [await team(), await team()];
    const kept = await app.run(async (ctx) => {
      const boardId = await ctx.db.insert("boards", { teamId });
      const elsewhere = await ctx.db.insert("boards", { teamId: otherId });
      await ctx.db.insert("cards", { boardId });
      return await ctx.db.insert("cards", { boardId: elsewhere, reviewedIn: boardId });
    });
    await remove("teams", teamId);
    expect(scheduled).toEqual([]);
    expect([await count("teams"), await count("boards"), await count("cards")]).toEqual([1, 1, 1]);
    expect(await app.run((ctx) => ctx.db.get("cards", kept))).not.toHaveProperty("reviewedIn");
  });

  test("may be gone already", async () => {
    const teamId = await team();
    await remove("teams", teamId);
    await remove("teams", teamId);
    expect(await count("teams")).toBe(0);
  });
});

describe("more rows than a batch", () => {
  const MANY = REMOVAL_BATCH * 2 + 50;

  test("are removed in transactions that follow, none with more than a batch", async () => {
    const teamId = await team();
    const boardId = await app.run(async (ctx) => {
      const id = await ctx.db.insert("boards", { teamId });
      for (let n = 0; n < MANY; n++) await ctx.db.insert("cards", { boardId: id });
      return id;
    });
    await remove("teams", teamId);
    expect(await count("cards")).toBeGreaterThanOrEqual(MANY - REMOVAL_BATCH);
    expect(scheduled).toContainEqual({ table: "cards", field: "boardId", target: boardId });
    expect(await finish()).toBeGreaterThanOrEqual(2);
    expect([await count("teams"), await count("boards"), await count("cards")]).toEqual([0, 0, 0]);
  });

  test("of more rows each, go to the last of them", async () => {
    const teamId = await team();
    await app.run(async (ctx) => {
      for (let n = 0; n < 30; n++) {
        const boardId = await ctx.db.insert("boards", { teamId });
        for (let m = 0; m < 15; m++) await ctx.db.insert("cards", { boardId });
      }
    });
    await remove("teams", teamId);
    await finish();
    expect([await count("boards"), await count("cards")]).toEqual([0, 0]);
  });

  test("are cleared, each once", async () => {
    const teamId = await team();
    const boardId = await app.run(async (ctx) => {
      const home = await ctx.db.insert("boards", { teamId: await ctx.db.insert("teams", {}) });
      const id = await ctx.db.insert("boards", { teamId });
      for (let n = 0; n < MANY; n++) {
        await ctx.db.insert("cards", { boardId: home, reviewedIn: id });
      }
      return id;
    });
    await remove("boards", boardId);
    expect(await finish()).toBeGreaterThanOrEqual(2);
    const cards = await app.run((ctx) => ctx.db.query("cards").take(MANY * 2));
    expect(cards).toHaveLength(MANY);
    expect(cards.filter((card) => card.reviewedIn !== undefined)).toEqual([]);
  });

  test("that were finished already are no matter when they are finished again", async () => {
    const teamId = await team();
    await remove("teams", teamId);
    scheduled.push({ table: "boards", field: "teamId", target: teamId });
    expect(await finish()).toBe(1);
  });
});
