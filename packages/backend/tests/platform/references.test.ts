// Against tables of their own: what a removal does, for each rule, and over more rows than a batch.
import {
  type DataModelFromSchemaDefinition,
  type WithoutSystemFields,
  defineSchema,
  defineTable,
} from "convex/server";
import { v } from "convex/values";
import { beforeEach, describe, expect, test } from "vitest";
import { followLists } from "../../convex/model/platform/listedIds.ts";
import { type References } from "../../convex/model/platform/references.ts";
import {
  type Remover,
  type Target,
  REMOVAL_BATCH,
  finishRemoval,
  recordStep,
  removeRow,
} from "../../convex/model/platform/removal.ts";
import appSchema from "../../convex/schema.ts";
import { initTestOf } from "../../testing/setup.ts";

const schema = defineSchema({
  teams: defineTable({}),
  boards: defineTable({ teamId: v.id("teams") }).index("by_teamId", ["teamId"]),
  cards: defineTable({
    boardId: v.id("boards"),
    reviewedIn: v.id("boards").optional(),
  })
    .index("by_boardId", ["boardId"])
    .index("by_reviewedIn", ["reviewedIn"]),
  bills: defineTable({ teamId: v.id("teams") }).index("by_teamId", ["teamId"]),
  albums: defineTable({
    boardIds: v.array(v.id("boards")),
    keptIds: v.array(v.id("teams")),
  }),
  listedIds: appSchema.tables.listedIds,
  // Where it is noted which removals are under way.
  removals: appSchema.tables.removals,
});
type Table = keyof (typeof schema)["tables"];

const map = {
  boards: { teamId: { to: "teams", onRemove: "cascade" } },
  cards: {
    boardId: { to: "boards", onRemove: "cascade" },
    reviewedIn: { to: "boards", onRemove: "clear" },
  },
  bills: { teamId: { to: "teams", onRemove: "restrict" } },
  albums: {
    boardIds: { to: "boards", onRemove: "clear", isList: true },
    keptIds: { to: "teams", onRemove: "restrict", isList: true },
  },
} as unknown as References;

const newApp = () => initTestOf(schema);
let app: ReturnType<typeof newApp>;
let scheduled: Target[];

beforeEach(() => {
  app = newApp();
  scheduled = [];
});

/** Runs one transaction of a removal; what it leaves to others is kept for `finish`. */
const inTransaction = (work: (ctx: Remover) => Promise<void>) =>
  app.run(async (ctx) => {
    const runAfter = async (_: number, __: unknown, at: object) => {
      if ("table" in at) scheduled.push(at as Target);
    };
    const scheduler = { runAfter };
    await work({ ...ctx, scheduler } as unknown as Remover);
  });
const remove = (table: Table, id: string) =>
  inTransaction((ctx) => removeRow(ctx, table, id, { map }));

/** Runs what was scheduled until nothing is, and tells how many transactions that took. */
async function finish(): Promise<number> {
  let transactions = 0;
  for (let at = scheduled.shift(); at !== undefined; at = scheduled.shift()) {
    const next = at;
    await inTransaction(async (ctx) => {
      const before = await countAll(ctx);
      const step = await finishRemoval(ctx, next, map);
      expect(before - (await countAll(ctx))).toBeLessThanOrEqual(REMOVAL_BATCH);
      await recordStep(ctx, next, step);
    });
    transactions++;
  }
  return transactions;
}

/** Rows of the tables that a removal empties. */
const countAll = async ({ db }: Pick<Remover, "db">) => {
  const all = ["boards", "cards"].map((table) => db.query(table as never).collect());
  return (await Promise.all(all)).flat().length;
};

const count = async (table: Table) =>
  (await app.run((ctx) => ctx.db.query(table).take(10_000))).length;
const team = () => app.run((ctx) => ctx.db.insert("teams", {}));

/** A row with lists, as the database of every mutation writes it. */
async function insertAlbum(
  ctx: Parameters<Parameters<typeof app.run>[0]>[0],
  album: WithoutSystemFields<Doc<"albums">>,
) {
  const id = await ctx.db.insert("albums", album);
  const change = { table: "albums", id, before: null, after: album };
  await followLists(ctx as unknown as Remover, change, map);
  return id;
}
type Doc<Name extends Table> = DataModelFromSchemaDefinition<typeof schema>[Name]["document"];

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

  test("leaves the lists that it is in, which keep the others in their order", async () => {
    const teamId = await team();
    const albumId = await app.run(async (ctx) => {
      const board = () => ctx.db.insert("boards", { teamId });
      const boardIds = [await board(), await board(), await board()];
      return await insertAlbum(ctx, { boardIds, keptIds: [] });
    });
    const album = () => app.run((ctx) => ctx.db.get("albums", albumId));
    const [first, second, third] = (await album())!.boardIds;
    await remove("boards", second!);
    expect((await album())!.boardIds).toEqual([first, third]);
    expect(await count("listedIds")).toBe(2);
  });

  test("stays while a list that it is in restricts its removal", async () => {
    const teamId = await team();
    await app.run((ctx) => insertAlbum(ctx, { boardIds: [], keptIds: [teamId] }));
    await expect(remove("teams", teamId)).rejects.toMatchObject({ data: { code: "CONFLICT" } });
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

  test("lose it from their lists in transactions that follow", async () => {
    const boardId = await app.run(async (ctx) => {
      const teamId = await ctx.db.insert("teams", {});
      const id = await ctx.db.insert("boards", { teamId });
      for (let n = 0; n < MANY; n++) await insertAlbum(ctx, { boardIds: [id], keptIds: [] });
      return id;
    });
    await remove("boards", boardId);
    expect(await count("listedIds")).toBeGreaterThanOrEqual(MANY - REMOVAL_BATCH);
    expect(await finish()).toBeGreaterThanOrEqual(2);
    const albums = await app.run((ctx) => ctx.db.query("albums").take(MANY));
    expect(albums.flatMap(({ boardIds }) => boardIds)).toEqual([]);
    expect(await count("listedIds")).toBe(0);
  });

  test("are removed in transactions that follow, none with more than a batch", async () => {
    const teamId = await team();
    const boardId = await app.run(async (ctx) => {
      const id = await ctx.db.insert("boards", { teamId });
      for (let n = 0; n < MANY; n++) await ctx.db.insert("cards", { boardId: id });
      return id;
    });
    await remove("teams", teamId);
    expect(await count("cards")).toBeGreaterThanOrEqual(MANY - REMOVAL_BATCH);
    expect(scheduled).toContainEqual({ table: "boards", rowId: boardId });
    expect(await count("removals")).toBe(scheduled.length);
    expect(await finish()).toBeGreaterThanOrEqual(2);
    expect([await count("teams"), await count("boards"), await count("cards")]).toEqual([0, 0, 0]);
    expect(await count("removals")).toBe(0);
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

  test("that are already finished are ignored when they are finished again", async () => {
    const teamId = await team();
    await remove("teams", teamId);
    scheduled.push({ table: "teams", rowId: teamId });
    expect(await finish()).toBe(1);
  });
});
