// Rows that are parts of another row: its own access decides, so that the two cannot drift apart.
import { type AccessMatrix, accessMatrix, defineAccess } from "@repo/validators/access";
import { beforeEach, describe, expect, test } from "vitest";
import type { Id } from "../../convex/_generated/dataModel";
import type { DatabaseWriter } from "../../convex/_generated/server";
import { readerFor, writerFor } from "../../convex/builders/scopedDb.ts";
import { exampleDocument } from "../../testing/manifest.ts";
import {
  type Person,
  type TestApp,
  failsWith,
  inTeam,
  initTest,
  makeTeam,
  signedInAs,
} from "../../testing/setup.ts";

let app: TestApp;
let ann: Person;
let bob: Person;

beforeEach(async () => {
  app = initTest();
  ann = await signedInAs(app, "member");
  bob = await signedInAs(app, "member");
});

const { tasks } = accessMatrix;
// A title with the id of a task stands for a column that leads to one.
const columns = { own: "ownerId", parent: "title" } as const;
const asParent = { member: "parent", admin: "parent" } as const;
const parts = defineAccess({
  tasks,
  notes: {
    columns,
    ...{ parent: "tasks", read: asParent, create: asParent, update: asParent, remove: asParent },
  },
});
const comments = defineAccess({
  tasks,
  notes: {
    columns,
    ...{ parent: "tasks", read: asParent },
    ...{ create: { member: "own" }, update: { member: "own" }, remove: { member: "own" } },
  },
});
/** Tasks that owners of the team change, and its members read. */
const ledTasks = { ...tasks, update: { member: "led" } } as const;

const asAnn = <Result>(matrix: AccessMatrix, piece: (db: DatabaseWriter) => Promise<Result>) =>
  app.run(
    async (ctx) => await piece(writerFor(ctx, await ctx.db.get("users", ann.userId), matrix)),
  );

const taskOf = async (person: Person) => {
  const doc = await exampleDocument(app, person, "tasks");
  return await app.run((ctx) => ctx.db.insert("tasks", doc as never));
};
const partOf = (task: Id<"tasks">, owner: Person = bob) => ({
  title: task as string,
  body: "",
  ownerId: owner.userId,
});
const put = (task: Id<"tasks">, owner: Person = bob) =>
  app.run((ctx) => ctx.db.insert("notes", partOf(task, owner)));

describe("a part", () => {
  test("is read and written by those who read and write the whole, regardless of its owner", async () => {
    const task = await taskOf(ann);
    const id = await put(task);
    expect(await asAnn(parts, (db) => db.get("notes", id))).toMatchObject({ title: task });
    await asAnn(parts, (db) => db.patch("notes", id, { body: "new" }));
    await asAnn(parts, (db) => db.insert("notes", partOf(task)));
    await asAnn(parts, (db) => db.delete("notes", id));
  });

  test("of what somebody cannot see is as if it were not there", async () => {
    const task = await taskOf(bob);
    const id = await put(task, ann);
    for (const matrix of [parts, comments]) {
      expect(await asAnn(matrix, (db) => db.get("notes", id))).toBeNull();
      const insert = asAnn(matrix, (db) => db.insert("notes", partOf(task, ann)));
      await expect(insert).rejects.toMatchObject(failsWith("FORBIDDEN"));
      const patch = asAnn(matrix, (db) => db.patch("notes", id, { body: "new" }));
      await expect(patch).rejects.toMatchObject(failsWith("NOT_FOUND"));
      const removal = asAnn(matrix, (db) => db.delete("notes", id));
      await expect(removal).rejects.toMatchObject(failsWith("NOT_FOUND"));
    }
  });

  test("of what somebody only reads is only read", async () => {
    const matrix = { ...parts, tasks: ledTasks };
    await inTeam(app, { owner: bob, members: [ann] });
    const task = await taskOf(bob);
    const id = await put(task, ann);
    expect(await asAnn(matrix, (db) => db.get("notes", id))).not.toBeNull();
    const patch = asAnn(matrix, (db) => db.patch("notes", id, { body: "new" }));
    await expect(patch).rejects.toMatchObject(failsWith("FORBIDDEN"));
    const insert = asAnn(matrix, (db) => db.insert("notes", partOf(task, ann)));
    await expect(insert).rejects.toMatchObject(failsWith("FORBIDDEN"));
  });

  test("cannot be moved to what belongs to others", async () => {
    const [mine, theirs] = [await taskOf(ann), await taskOf(bob)];
    const id = await put(mine, ann);
    for (const matrix of [parts, comments]) {
      const move = asAnn(matrix, (db) => db.patch("notes", id, { title: theirs }));
      await expect(move).rejects.toMatchObject(failsWith("FORBIDDEN"));
    }
  });

  test("of nothing is out of reach", async () => {
    const task = await taskOf(ann);
    const id = await put(task, ann);
    await app.run((ctx) => ctx.db.delete("tasks", task));
    expect(await asAnn(parts, (db) => db.get("notes", id))).toBeNull();
    expect(await asAnn(comments, (db) => db.get("notes", id))).toBeNull();
  });
});

test("everybody who reads a whole adds parts, and the author alone changes them, while they read it", async () => {
  const matrix = { ...comments, tasks: ledTasks };
  const teamId = await app.run((ctx) => makeTeam(ctx.db, bob.userId, [ann.userId]));
  const task = await taskOf(bob);
  const [hers, his] = [await put(task, ann), await put(task, bob)];
  await asAnn(matrix, (db) => db.insert("notes", partOf(task, ann)));
  await asAnn(matrix, (db) => db.patch("notes", hers, { body: "new" }));
  const patch = asAnn(matrix, (db) => db.patch("notes", his, { body: "new" }));
  await expect(patch).rejects.toMatchObject(failsWith("FORBIDDEN"));
  await app.run(async (ctx) => {
    const membership = await ctx.db
      .query("memberships")
      .withIndex("by_teamId_and_userId", (q) => q.eq("teamId", teamId).eq("userId", ann.userId))
      .first();
    await ctx.db.delete("memberships", membership!._id);
  });
  const late = asAnn(matrix, (db) => db.patch("notes", hers, { body: "late" }));
  await expect(late).rejects.toMatchObject(failsWith("NOT_FOUND"));
});

test("a part of a part asks the row at the top", async () => {
  const matrix = defineAccess({
    ...parts,
    auditEvents: {
      ...{ columns: { parent: "rowId" }, parent: "notes" },
      ...{ read: { member: "parent" }, update: { member: "parent" } },
    },
  });
  const [mine, theirs] = [await put(await taskOf(ann)), await put(await taskOf(bob))];
  const event = async (rowId: string) => {
    const doc = await exampleDocument(app, bob, "auditEvents");
    return await app.run((ctx) => ctx.db.insert("auditEvents", { ...doc, rowId } as never));
  };
  const [seen, hidden] = [await event(mine), await event(theirs)];
  expect(await asAnn(matrix, (db) => db.get("auditEvents", seen))).not.toBeNull();
  expect(await asAnn(matrix, (db) => db.get("auditEvents", hidden))).toBeNull();
});

test("the whole is read once for all parts on a page", async () => {
  const task = await taskOf(ann);
  const reads = async (count: number) => {
    for (let n = 0; n < count; n++) await put(task);
    return await app.run(async (ctx) => {
      const db = readerFor(ctx.db, await ctx.db.get("users", ann.userId), parts);
      const before = (await ctx.meta.getTransactionMetrics()).databaseQueries.used;
      await db.query("notes").order("desc").take(count);
      return (await ctx.meta.getTransactionMetrics()).databaseQueries.used - before;
    });
  };
  expect(await reads(2)).toBe(await reads(10));
});
