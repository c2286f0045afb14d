// Against tables of their own, so that each rule stands alone.
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import { beforeEach, describe, expect, test } from "vitest";
import type { Doc, Id } from "../../convex/_generated/dataModel";
import {
  changesTo,
  checkReference,
  checkUnique,
  checkUniqueTogether,
  cleared,
  nextNumber,
} from "../../convex/lib/checks.ts";
import type { MutationCtx } from "../../convex/lib/context.ts";
import { findBy } from "../../convex/lib/rows.ts";
import { readerFor } from "../../convex/builders/scopedDb.ts";
import {
  type Person,
  type TestApp,
  initTest,
  initTestOf,
  signedInAs,
} from "../../testing/setup.ts";

const failsWith = (code: string, path: string) => ({ data: { code, issues: [{ path }] } });

describe("a reference", () => {
  let app: TestApp;
  let ann: Person;
  let bob: Person;

  beforeEach(async () => {
    app = initTest();
    ann = await signedInAs(app, "member");
    bob = await signedInAs(app, "member");
  });

  /** Runs a check as somebody's mutation would: with the rows that they may read. */
  const check = (caller: Person | null, table: "notes" | "users", id: string | null | undefined) =>
    app.run(async (ctx) => {
      const user: Doc<"users"> | null = caller && (await ctx.db.get("users", caller.userId));
      const scoped = { user, db: readerFor(ctx.db, user) } as MutationCtx;
      await checkReference(scoped, table, "about", id as never);
    });
  const noteOf = ({ userId: ownerId }: Person) =>
    app.run((ctx) => ctx.db.insert("notes", { title: "Milk", body: "", ownerId }));

  test("may be absent, and may be taken away", async () => {
    await check(ann, "notes", undefined);
    await check(ann, "notes", null);
  });

  test("leads to a row that the caller may read", async () => {
    await check(ann, "notes", await noteOf(ann));
  });

  test("to another's row, or to one that is gone, is refused alike", async () => {
    const gone = await noteOf(ann);
    await app.run((ctx) => ctx.db.delete("notes", gone));
    const refused = failsWith("INVALID", "about");
    await expect(check(ann, "notes", await noteOf(bob))).rejects.toMatchObject(refused);
    await expect(check(ann, "notes", gone)).rejects.toMatchObject(refused);
  });

  test("into a table that the caller may not read is refused, but for the one to themselves", async () => {
    const refused = failsWith("INVALID", "about");
    await expect(check(ann, "users", bob.userId)).rejects.toMatchObject(refused);
    await check(ann, "users", ann.userId);
    await check(await signedInAs(app, "admin"), "users", bob.userId);
  });

  test("of nobody is refused", async () => {
    const refused = failsWith("INVALID", "about");
    await expect(check(null, "notes", await noteOf(ann))).rejects.toMatchObject(refused);
  });
});

const team = { teamId: v.id("teams").optional() };
const schema = defineSchema({
  teams: defineTable({}),
  counters: defineTable({ ...team, table: v.string(), field: v.string(), last: v.number() }).index(
    "by_teamId_and_table_and_field",
    ["teamId", "table", "field"],
  ),
  things: defineTable({ ...team, code: v.string().optional(), number: v.number() })
    .index("by_code", ["code"])
    .index("by_number", ["number"])
    .index("by_teamId_and_code", ["teamId", "code"])
    .index("by_teamId_and_number", ["teamId", "number"]),
});

/** Runs a piece of a mutation with every row of the table at hand. */
function withThings() {
  const app = initTestOf(schema);
  type Thing = { number: number; code?: string; teamId?: Id<"teams"> };
  return {
    team: () => app.run((ctx) => ctx.db.insert("teams", {})),
    insert: (thing: Thing) => app.run((ctx) => ctx.db.insert("things", thing)),
    check: (code: string | null | undefined, within?: { teamId: Id<"teams"> }) =>
      app.run((ctx) => checkUnique(asCtx(ctx), "things" as never, { code }, within)),
    checkTogether: (given: object, row: object = given) =>
      app.run((ctx) =>
        checkUniqueTogether(asCtx(ctx), "things" as never, ["teamId", "code"], {
          given: given as Record<string, string>,
          row: row as Record<string, string>,
        }),
      ),
    find: (values: Record<string, string>, reader?: object) =>
      app.run((ctx) =>
        findBy(
          { db: (reader ?? ctx.db) as never, unscopedDb: ctx.db as never },
          "things" as never,
          values,
        ),
      ),
    remove: (id: string) => app.run((ctx) => ctx.db.delete("things", id as never)),
    next: (teamId?: Id<"teams">) =>
      app.run((ctx) =>
        nextNumber(asCtx(ctx), "things" as never, "number", teamId === undefined ? {} : { teamId }),
      ),
    counters: () => app.run((ctx) => ctx.db.query("counters").take(10)),
  };
}
const asCtx = (ctx: { db: unknown }) => ({ unscopedDb: ctx.db }) as MutationCtx;

describe("values that are unique together", () => {
  test("are taken only where all of them are", async () => {
    const things = withThings();
    const [teamId, otherId] = [await things.team(), await things.team()];
    await things.insert({ number: 1, code: "a", teamId });
    await things.checkTogether({ code: "a", teamId: otherId });
    await things.checkTogether({ code: "b", teamId });
    const again = things.checkTogether({ code: "a", teamId });
    await expect(again).rejects.toMatchObject(failsWith("CONFLICT", "code"));
  });

  test("are those after the change: what is not given stays as it is, and what is cleared is like no other", async () => {
    const things = withThings();
    const [teamId, otherId] = [await things.team(), await things.team()];
    await things.insert({ number: 1, code: "a", teamId });
    const row = { code: "a", teamId: otherId };
    const moved = things.checkTogether({ teamId }, row);
    await expect(moved).rejects.toMatchObject(failsWith("CONFLICT", "teamId"));
    await things.checkTogether({ teamId, code: undefined }, row);
    await things.checkTogether({ number: 2 }, { code: "a", teamId });
  });
});

describe("a row that is found by a value that no other has", () => {
  test("is the one with it, in its team where values are those of a team", async () => {
    const things = withThings();
    const [teamId, otherId] = [await things.team(), await things.team()];
    const id = await things.insert({ number: 1, code: "a", teamId });
    expect(await things.find({ code: "a" })).toMatchObject({ _id: id });
    expect(await things.find({ teamId, code: "a" })).toMatchObject({ _id: id });
    expect(await things.find({ teamId: otherId, code: "a" })).toBeNull();
    expect(await things.find({ code: "b" })).toBeNull();
  });

  test("is none for those who may not read it, rather than a failure", async () => {
    const things = withThings();
    await things.insert({ number: 1, code: "a" });
    const reader = { get: async () => null };
    expect(await things.find({ code: "a" }, reader)).toBeNull();
  });
});

describe("a value that is unique", () => {
  test("is free or taken", async () => {
    const things = withThings();
    await things.insert({ number: 1, code: "a" });
    await things.check("b");
    await expect(things.check("a")).rejects.toMatchObject(failsWith("CONFLICT", "code"));
  });

  test("may be absent in many rows", async () => {
    const things = withThings();
    await things.insert({ number: 1 });
    await things.check(undefined);
    await things.check(null);
  });

  test("within a team is free for every other team", async () => {
    const things = withThings();
    const [one, other] = [await things.team(), await things.team()];
    await things.insert({ number: 1, code: "a", teamId: one });
    await things.check("a", { teamId: other });
    const taken = things.check("a", { teamId: one });
    await expect(taken).rejects.toMatchObject(failsWith("CONFLICT", "code"));
  });
});

describe("numbers", () => {
  test("go on from the greatest that was there before, whatever is missing below it", async () => {
    const things = withThings();
    expect(await things.next()).toBe(1);
    const imported = withThings();
    await imported.insert({ number: 7 });
    await imported.insert({ number: 3 });
    expect(await imported.next()).toBe(8);
  });

  test("are given once, though the row goes that has the last one", async () => {
    const things = withThings();
    const number = await things.next();
    await things.remove(await things.insert({ number }));
    expect(await things.next()).toBe(number + 1);
  });

  test("count the rows of each team by themselves, from one row for each", async () => {
    const things = withThings();
    const [one, other] = [await things.team(), await things.team()];
    expect([await things.next(one), await things.next(one)]).toEqual([1, 2]);
    expect([await things.next(other), await things.next()]).toEqual([1, 1]);
    expect(await things.next(one)).toBe(3);
    const lasts = (await things.counters()).map(({ teamId, last }) => [teamId, last]);
    expect(lasts).toEqual([
      [one, 3],
      [other, 1],
      [undefined, 1],
    ]);
  });
});

describe("changes", () => {
  test("take a value away with null, and leave what they do not name", () => {
    expect(cleared({ dueAt: null, snoozedUntil: null }, ["dueAt"])).toStrictEqual({
      dueAt: null,
      snoozedUntil: undefined,
    });
    expect(cleared({ title: "a", dueAt: null, count: 0, isDone: false })).toStrictEqual({
      title: "a",
      dueAt: undefined,
      count: 0,
      isDone: false,
    });
  });

  test("of a row are the fields that differ", () => {
    const row = { title: "a", tags: ["x", "y"], meta: { deep: [1] }, count: 0, gone: undefined };
    expect(changesTo(row, { title: "a", tags: ["x", "y"], meta: { deep: [1] }, count: 0 })).toEqual(
      {},
    );
    expect(changesTo(row, { tags: ["y", "x"], count: -0 })).toStrictEqual({
      tags: ["y", "x"],
      count: -0,
    });
    expect(changesTo(row, { title: null, gone: null })).toStrictEqual({ title: undefined });
    expect(changesTo(row, { title: null }, ["title"])).toStrictEqual({ title: null });
    expect(changesTo(row, { title: "b", added: 1n })).toStrictEqual({ title: "b", added: 1n });
  });
});
