import { quotaOf } from "@repo/validators/platform/quotas";
import { beforeEach, describe, expect, test } from "vitest";
import { api } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import type { MutationCtx } from "../../convex/lib/context.ts";
import { claimFile } from "../../convex/model/files/files.ts";
import { isCounted } from "../../convex/model/platform/quotas.ts";
import { writerFor } from "../../convex/builders/scopedDb.ts";
import schema from "../../convex/schema.ts";
import { exampleDocument } from "../../testing/manifest.ts";
import {
  type Person,
  type TestApp,
  exampleFile,
  inTeam,
  initTest,
  signedInAs,
} from "../../testing/setup.ts";
import { followedDb } from "../../convex/builders/writes.ts";

let app: TestApp;
let ann: Person;
let bob: Person;
let admin: Person;
let teamId: Id<"teams">;

beforeEach(async () => {
  app = initTest();
  ann = await signedInAs(app, "member");
  bob = await signedInAs(app, "member");
  admin = await signedInAs(app, "admin");
  teamId = await inTeam(app, { owner: ann, members: [bob] });
});

const task = { title: "A task", priority: "normal" } as const;
const note = { title: "A note", body: "" };
const usageOf = async (person: Person, table: string) =>
  (await person.query(api.quotas.mine, {})).find((each) => each.table === table)!;
const usageOfTeam = async (table: string) =>
  (await bob.query(api.quotas.ofTeam, { teamId })).find((each) => each.table === table)!;
const used = ({ rows, bytes }: Awaited<ReturnType<typeof usageOf>>) => [rows.used, bytes.used];
const limitAnn = (table: string, limits: { rows?: number; bytes?: number }) =>
  admin.mutation(api.quotas.changeForPerson, {
    userId: ann.userId,
    table,
    rows: limits.rows ?? null,
    bytes: limits.bytes ?? null,
  });

describe("usage", () => {
  test("is listed with the limits before anything is stored", async () => {
    const { rows, bytes } = quotaOf("notes").person!;
    expect(await usageOf(ann, "notes")).toEqual({
      table: "notes",
      rows: { used: 0, limit: rows },
      bytes: { used: 0, limit: bytes },
    });
  });

  test("follows each write, and is nothing again once all is removed", async () => {
    const id = await ann.mutation(api.notes.create, note);
    const [rows, bytes] = used(await usageOf(ann, "notes"));
    expect(rows).toBe(1);
    await ann.mutation(api.notes.update, { id, body: "0123456789" });
    expect(used(await usageOf(ann, "notes"))).toEqual([1, bytes! + 10]);
    await ann.mutation(api.notes.remove, { id });
    expect(used(await usageOf(ann, "notes"))).toEqual([0, 0]);
  });

  test("of a team's rows is the team's and its maker's, and stays the team's without them", async () => {
    await bob.mutation(api.tasks.create, { teamId, ...task, title: "Paint" });
    expect((await usageOf(bob, "tasks")).rows.used).toBe(1);
    expect((await usageOf(ann, "tasks")).rows.used).toBe(0);
    expect((await usageOfTeam("tasks")).rows.used).toBe(1);
    await app.run(async (ctx) => {
      const task = (await ctx.db.query("tasks").first())!;
      await followedDb(ctx, async () => null).patch("tasks", task._id, { creatorId: undefined });
    });
    expect(used(await usageOf(bob, "tasks"))).toEqual([0, 0]);
    expect((await usageOfTeam("tasks")).rows.used).toBe(1);
  });

  test("is for the members of a team to see, and an admin", async () => {
    const stranger = await signedInAs(app, "member");
    const refused = stranger.query(api.quotas.ofTeam, { teamId });
    await expect(refused).rejects.toMatchObject({ data: { code: "NOT_FOUND" } });
    expect(await admin.query(api.quotas.ofTeam, { teamId })).not.toEqual([]);
  });
});

describe("a limit", () => {
  test("refuses what is too much, names what it is, and lets in again after a removal", async () => {
    await limitAnn("notes", { rows: 2 });
    const id = await ann.mutation(api.notes.create, note);
    await ann.mutation(api.notes.create, note);
    await expect(ann.mutation(api.notes.create, note)).rejects.toMatchObject({
      data: {
        code: "QUOTA_EXCEEDED",
        message: expect.stringContaining(`You have 2 of at most 2 rows in "notes"`),
        quota: { table: "notes", of: "person", unit: "rows", used: 2, limit: 2 },
      },
    });
    expect((await usageOf(ann, "notes")).rows).toEqual({ used: 2, limit: 2 });
    await bob.mutation(api.notes.create, note);
    await ann.mutation(api.notes.remove, { id });
    await ann.mutation(api.notes.create, note);
  });

  test("of bytes refuses what grows, and nothing that shrinks", async () => {
    const id = await ann.mutation(api.notes.create, { ...note, body: "x".repeat(100) });
    const { used } = (await usageOf(ann, "notes")).bytes;
    await limitAnn("notes", { bytes: used - 10 });
    const grow = ann.mutation(api.notes.update, { id, body: "x".repeat(101) });
    const quota = { table: "notes", of: "person", unit: "bytes", used, limit: used - 10 };
    await expect(grow).rejects.toMatchObject({ data: { code: "QUOTA_EXCEEDED", quota } });
    await ann.mutation(api.notes.update, { id, body: "x".repeat(95) });
  });

  test("of a team holds for each of its members, and for them alone", async () => {
    const change = { teamId, table: "tasks", rows: 1, bytes: null };
    await admin.mutation(api.quotas.changeForTeam, change);
    await ann.mutation(api.tasks.create, { ...task, teamId });
    const refused = bob.mutation(api.tasks.create, { ...task, teamId });
    const quota = { table: "tasks", of: "team", unit: "rows", used: 1, limit: 1 };
    await expect(refused).rejects.toMatchObject({ data: { code: "QUOTA_EXCEEDED", quota } });
    const other = await inTeam(app, { owner: bob });
    await bob.mutation(api.tasks.create, { ...task, teamId: other });
  });

  test("is set and reset by an admin, of a counted table", async () => {
    const change = { userId: bob.userId, table: "notes", rows: 5, bytes: null };
    const forbidden = bob.mutation(api.quotas.changeForPerson, change);
    await expect(forbidden).rejects.toMatchObject({ data: { code: "FORBIDDEN" } });
    await admin.mutation(api.quotas.changeForPerson, change);
    expect((await usageOf(bob, "notes")).rows.limit).toBe(5);
    await admin.mutation(api.quotas.changeForPerson, { ...change, rows: null });
    expect((await usageOf(bob, "notes")).rows.limit).toBe(quotaOf("notes").person!.rows);
    const wrong = admin.mutation(api.quotas.changeForPerson, { ...change, table: "jobs" });
    await expect(wrong).rejects.toMatchObject({
      data: { code: "INVALID", issues: [{ path: "table" }] },
    });
  });

  test("holds no clock back, which is counted all the same", async () => {
    await limitAnn("notes", { rows: 0 });
    await app.run(async (ctx) => {
      await followedDb(ctx, async () => null).insert("notes", { ...note, ownerId: ann.userId });
    });
    expect((await usageOf(ann, "notes")).rows.used).toBe(1);
  });
});

describe("files", () => {
  const report = { name: "report.txt", purpose: "attachment" } as const;

  async function finished(bytes: string) {
    const { id } = await ann.mutation(api.files.requestUpload, report);
    const storageId = await exampleFile(app, "text/plain", bytes);
    await ann.mutation(api.files.finishUpload, { id, storageId });
    return id;
  }

  test("count with their bytes, until they are removed", async () => {
    const id = await finished("x".repeat(5000));
    expect((await usageOf(ann, "files")).bytes.used).toBeGreaterThan(5000);
    await ann.mutation(api.files.remove, { id });
    expect(used(await usageOf(ann, "files"))).toEqual([0, 0]);
  });

  test("that are too many bytes are refused, and counted by nobody", async () => {
    await limitAnn("files", { bytes: 4000 });
    await expect(finished("x".repeat(5000))).rejects.toMatchObject({
      data: { code: "QUOTA_EXCEEDED", quota: { table: "files", unit: "bytes", limit: 4000 } },
    });
    expect((await usageOf(ann, "files")).bytes.used).toBeLessThan(4000);
  });

  test("that are given to a team count for it, too", async () => {
    const id = await finished("x".repeat(5000));
    expect((await usageOfTeam("files")).rows.used).toBe(0);
    await app.run(async (ctx) => {
      const user = await ctx.db.get("users", ann.userId);
      const unscopedDb = followedDb(ctx, async () => user);
      const scoped = { user, unscopedDb, db: writerFor({ ...ctx, db: unscopedDb }, user) };
      await claimFile({ ...ctx, ...scoped } as MutationCtx, id, "attachment", "notes", teamId);
    });
    expect(used(await usageOfTeam("files"))).toEqual(used(await usageOf(ann, "files")));
  });
});

const counted = (Object.keys(schema.tables) as (keyof typeof schema.tables)[]).filter(isCounted);

test.each(counted)(
  "a row of %s is counted when it comes, and not once it is gone",
  async (table) => {
    const row = await exampleDocument(app, ann, table);
    await app.run(async (ctx) => {
      const db = followedDb(ctx, async () => null);
      const id = await db.insert(table, row as never);
      const counts = () => ctx.db.query("quotas").collect();
      expect((await counts()).map(({ table, rows }) => [table, rows])).toContainEqual([table, 1]);
      expect((await counts()).every(({ bytes }) => bytes > 0)).toBe(true);
      await db.delete(table, id);
      expect((await counts()).every(({ rows, bytes }) => rows === 0 && bytes === 0)).toBe(true);
    });
  },
);

test("a removed team leaves no counts", async () => {
  await ann.mutation(api.tasks.create, { ...task, teamId });
  await ann.mutation(api.teams.remove, { id: teamId });
  const left = await app.run((ctx) => ctx.db.query("quotas").collect());
  expect(left.filter((row) => row.teamId !== undefined)).toEqual([]);
});
