import { accessMatrix } from "@repo/validators/access";
import { PAGE_SIZE_MAX } from "@repo/validators/pagination";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { api } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import { nameFields } from "../../convex/names.ts";
import { type Person, type TestApp, inTeam, initTest, signedInAs } from "../../testing/setup.ts";

let app: TestApp;
let ann: Person;

beforeEach(async () => {
  app = initTest();
  ann = await signedInAs(app, "member");
});

const note = async (ownerId: Id<"users">, title: string) =>
  await app.run((ctx) => ctx.db.insert("notes", { ownerId, title, body: "" }));

test("rows are named in the order of their ids, one that is named twice, too", async () => {
  const [milk, tea] = [await note(ann.userId, "Milk"), await note(ann.userId, "Tea")];
  const names = await ann.query(api.names.list, { table: "notes", ids: [tea, milk, tea] });
  expect(names).toEqual(["Tea", "Milk", "Tea"]);
});

test("rows that have no name are called by when they were made", async () => {
  const teamId = await inTeam(app, { owner: ann });
  const row = await app.run((ctx) => ctx.db.get("teams", teamId));
  onTestFinished(() => void Object.assign(nameFields, { teams: "name" }));
  Object.assign(nameFields, { teams: "_creationTime" });
  const names = await ann.query(api.names.list, { table: "teams", ids: [teamId] });
  expect(names).toEqual([row!._creationTime]);
});

test("a row that is another's, gone or of another table has no name", async () => {
  const bob = await signedInAs(app, "admin");
  const [theirs, gone] = [await note(bob.userId, "Secret"), await note(ann.userId, "Gone")];
  await app.run((ctx) => ctx.db.delete("notes", gone));
  const teamId = await inTeam(app, { owner: ann });
  const ids = [theirs, gone, teamId];
  expect(await ann.query(api.names.list, { table: "notes", ids })).toEqual([null, null, null]);
});

test("a team is named to those who are in it", async () => {
  const bob = await signedInAs(app, "member");
  const ids = [await inTeam(app, { owner: ann })];
  expect(await ann.query(api.names.list, { table: "teams", ids })).toEqual([expect.any(String)]);
  expect(await bob.query(api.names.list, { table: "teams", ids })).toEqual([null]);
});

test("a person is named to those who share a team with them, and to admins", async () => {
  const [bob, admin] = [await signedInAs(app, "member"), await signedInAs(app, "admin")];
  const of = (who: Person, ids: Id<"users">[]) =>
    who.query(api.names.list, { table: "users", ids });
  expect(await of(ann, [bob.userId, ann.userId])).toEqual([null, expect.any(String)]);
  expect(await of(admin, [bob.userId, ann.userId])).not.toContain(null);
  await inTeam(app, { owner: ann, members: [bob] });
  expect(await of(ann, [bob.userId, ann.userId])).not.toContain(null);
});

test("rows of a table that the caller's role does not read have no names", async () => {
  const { read } = accessMatrix.teams;
  onTestFinished(() => void Object.assign(accessMatrix.teams, { read }));
  const ids = [await inTeam(app, { owner: ann })];
  Object.assign(accessMatrix.teams, { read: { admin: "all" } });
  expect(await ann.query(api.names.list, { table: "teams", ids })).toEqual([null]);
});

test("each row is read once, however often it is named", async () => {
  const ids = Array<Id<"notes">>(PAGE_SIZE_MAX).fill(await note(ann.userId, "Milk"));
  const documents = await ann.query(async (ctx) => {
    await ctx.runQuery(api.names.list, { table: "notes", ids });
    return (await ctx.meta.getTransactionMetrics()).documentsRead.used;
  });
  // The session and the person come first.
  expect(documents).toBe(3);
});

test("no more are named than a page has, and never none", async () => {
  const id = await note(ann.userId, "Milk");
  for (const count of [0, PAGE_SIZE_MAX + 1]) {
    const ids = Array<Id<"notes">>(count).fill(id);
    const refused = ann.query(api.names.list, { table: "notes", ids });
    await expect(refused).rejects.toMatchObject({ data: { code: "INVALID" } });
  }
});
