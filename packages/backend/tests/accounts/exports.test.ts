// The export of a person's own data: all that is theirs, nothing else, and no field that stays on the server.
import { type AccessMatrix, accessMatrix } from "@repo/validators/access";
import { exportLimits } from "@repo/validators/accounts/exports";
import { beforeEach, describe, expect, test } from "vitest";
import { api, internal } from "../../convex/_generated/api";
import type { TableNames } from "../../convex/_generated/dataModel";
import { EXPORT_PAGE } from "../../convex/model/accounts/exports.ts";
import { rateLimits } from "../../convex/model/platform/rateLimits.ts";
import { fieldsThatLeadTo } from "../../convex/model/platform/references.ts";
import { type Shape, appFunctions, exampleDocument, walk } from "../../testing/manifest.ts";
import {
  type Person,
  type TestApp,
  failsWith,
  inTeam,
  initTest,
  signedInAs,
} from "../../testing/setup.ts";

type Rows = Record<string, Record<string, unknown>[]>;

let app: TestApp;
let ann: Person;
let bob: Person;

beforeEach(async () => {
  app = initTest();
  ann = await signedInAs(app, "member");
  bob = await signedInAs(app, "member");
});

const partOf = async (person: Person) => await person.action(api.users.exportData, {});
const exportOf = async (person: Person) => JSON.parse((await partOf(person)).json) as Rows;
const addNotes = (person: Person, count: number, body: string) =>
  app.run(async (ctx) => {
    const { userId: ownerId } = person;
    for (let n = 0; n < count; n++) await ctx.db.insert("notes", { ownerId, title: `${n}`, body });
  });

describe("an export", () => {
  test("begins with the profile, and has one's own rows alone", async () => {
    await addNotes(ann, 2, "mine");
    await addNotes(bob, 1, "theirs");
    const { users, notes } = await exportOf(ann);
    expect(users).toMatchObject([{ _id: ann.userId, role: "member" }]);
    expect(notes!.map(({ body }) => body)).toEqual(["mine", "mine"]);
  });

  test("has work in teams once, and that of teams that one has left not at all", async () => {
    const teamId = await inTeam(app, { owner: bob, members: [ann] });
    const task = { teamId, title: "Paint", priority: "low" } as const;
    await ann.mutation(api.tasks.create, { ...task, assigneeId: ann.userId });
    await bob.mutation(api.tasks.create, task);
    expect((await exportOf(ann)).tasks).toHaveLength(1);
    await ann.mutation(api.memberships.leave, { teamId });
    expect(await exportOf(ann)).not.toHaveProperty("tasks");
  });

  test("is recorded, and limited", async () => {
    for (let n = 0; n < rateLimits["users.exportData"].capacity; n++) await partOf(ann);
    await expect(partOf(ann)).rejects.toMatchObject(failsWith("RATE_LIMITED"));
    const events = await app.run((ctx) => ctx.db.query("auditEvents").take(1));
    expect(events).toMatchObject([{ action: "users.exportData", actorId: ann.userId }]);
  });

  test("that is large comes in parts, with every row once", async () => {
    const body = "x".repeat(10_000);
    const count = exportLimits.part / body.length + EXPORT_PAGE * 2 + 1;
    for (let n = 0; n < count; n += 100) await addNotes(ann, 100, body);
    const ids: unknown[] = [];
    let parts = 0;
    for (let from: object | null | undefined; from !== null; parts++) {
      const { json, next } = await ann.action(api.users.exportData, { from } as never);
      expect(json.length).toBeLessThan(exportLimits.part * 1.5);
      ids.push(...((JSON.parse(json) as Rows).notes ?? []).map(({ _id }) => _id));
      from = next;
    }
    expect(parts).toBeGreaterThan(1);
    expect(new Set(ids).size).toBe(Math.ceil(count / 100) * 100);
    expect(ids).toHaveLength(new Set(ids).size);
  });

  test("from a list that there is not is refused", async () => {
    const from = { list: 1000, cursor: null };
    const refused = ann.action(api.users.exportData, { from });
    await expect(refused).rejects.toMatchObject(failsWith("INVALID"));
  });
});

const functions = await appFunctions();
const listed = [...new Set(fieldsThatLeadTo("users").map(({ table }) => table))].filter(
  (table) => (accessMatrix as AccessMatrix)[table]?.read?.admin !== undefined,
);

/** The fields that public functions of a table's module return, and those by which the matrix says whose a row is. */
function shownOf(table: string): Set<string> {
  const columns = Object.values((accessMatrix as AccessMatrix)[table]?.columns ?? {});
  const shown = new Set(["_id", ...columns]);
  for (const { module, isPublic, returns } of functions) {
    if (module !== moduleOf(table) || !isPublic || returns === null) continue;
    walk(returns as Shape, (_part, path) => void shown.add(path.split(/\.|\[\]/).at(-1)!));
  }
  return shown;
}

/** The auth library's table, whose functions are those of sessions. */
const moduleOf = (table: string) => (table === "authSessions" ? "sessions" : table);

test.each(listed)("of %s it has fields alone that a function returns, too", async (table) => {
  const admin = await signedInAs(app, "admin");
  const row = await exampleDocument(app, admin, table as TableNames, true);
  const mine = fieldsThatLeadTo("users").filter((field) => field.table === table);
  const own = Object.fromEntries(mine.map(({ field }) => [field, admin.userId]));
  await app.run((ctx) => ctx.db.insert(table as TableNames, { ...row, ...own } as never));
  const page = async (list: number): Promise<Rows[string]> => {
    const found = await admin.query(internal.users.exportPage, { list, cursor: null });
    if (found.table === table && found.rows.length > 0)
      return found.rows.map(({ json }) => JSON.parse(json) as Record<string, unknown>);
    return await page(list + 1);
  };
  const shown = shownOf(table);
  // A number tells nothing that anybody could sign in with, or follow.
  const texts = (await page(1)).flatMap((each) =>
    Object.keys(each).filter((name) => typeof each[name] !== "number"),
  );
  expect(texts).not.toEqual([]);
  expect(texts.filter((name) => !shown.has(name))).toEqual([]);
});
