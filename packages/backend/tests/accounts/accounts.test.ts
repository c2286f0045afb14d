// What an account leaves behind: nothing, in any table, whatever is added to the schema.
import { teamLimits } from "@repo/validators/teams/teams";
import type { Value } from "convex/values";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { api, internal } from "../../convex/_generated/api";
import type { Id, TableNames } from "../../convex/_generated/dataModel";
import type { DatabaseWriter } from "../../convex/_generated/server";
import crons from "../../convex/crons.ts";
import { declaredCrons } from "../../convex/model/platform/cronRuns.ts";
import { leaveOn, startLeaving } from "../../convex/model/accounts/accounts.ts";
import { addMember } from "../../convex/model/teams/teams.ts";
import { defineReferences, references } from "../../convex/model/platform/references.ts";
import schema from "../../convex/schema.ts";
import { documentOf, exampleDocument, exampleRow, walk } from "../../testing/manifest.ts";
import {
  type Person,
  type TestApp,
  allRows,
  exampleFile,
  inTeam,
  initTest,
  signedInAs,
} from "../../testing/setup.ts";
import { followedDb } from "../../convex/builders/writes.ts";

type Row = { _id: string } & Record<string, Value | undefined>;

const tables = Object.keys(schema.tables) as TableNames[];

let app: TestApp;
let ann: Person;
let bob: Person;

beforeEach(async () => {
  vi.useFakeTimers();
  app = initTest();
  ann = await signedInAs(app, "member");
  bob = await signedInAs(app, "member");
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

const settle = () => app.finishAllScheduledFunctions(vi.runAllTimers);

async function leave(person: Person) {
  const { email } = await person.query(api.users.me);
  await person.mutation(api.users.removeAccount, { email });
  await settle();
}

/** Every row of the app, by table. */
const everything = () =>
  app.run(async (ctx) => {
    const rows: Record<string, Row[]> = {};
    for (const table of tables) rows[table] = (await ctx.db.query(table).collect()) as Row[];
    rows._storage = (await ctx.db.system.query("_storage").collect()) as never;
    return rows;
  });

/** One row of a person's in each table, with all that it may hold; answers their ids. */
async function fill(person: Person): Promise<string[]> {
  const ids: string[] = [];
  for (const table of tables) {
    if (table === "users") continue;
    if (["teams", "memberships"].includes(table)) {
      ids.push(await exampleRow(app, person, table));
      continue;
    }
    const row = await exampleDocument(app, person, table, true);
    ids.push(await app.run((ctx) => ctx.db.insert(table, row as never)));
  }
  return ids;
}

const bigintAsText = (_key: string, value: unknown) =>
  typeof value === "bigint" ? String(value) : value;

/** The ids that a row holds, each with its path and the table it leads to. */
function idsIn(table: TableNames, row: Row) {
  const found: { path: string; to: string; id: string }[] = [];
  walk(documentOf(table), (part, path) => {
    if (part.type !== "id") return;
    const [field = ""] = path.split(/[.[]/);
    const held = JSON.stringify(row[field] ?? null, bigintAsText);
    for (const [, id = ""] of held.matchAll(/"([^"]+)"/g)) {
      found.push({ path: `${table}.${path}`, to: part.tableName, id });
    }
  });
  return found;
}

/** What leads to a row that is not there. */
function dangling(rows: Record<string, Row[]>): string[] {
  const there = new Set(Object.values(rows).flatMap((all) => all.map(({ _id }) => _id)));
  const lost = tables.flatMap((table) =>
    rows[table]!.flatMap((row) => idsIn(table, row).filter(({ id }) => !there.has(id))),
  );
  return [...new Set(lost.map(({ path, to }) => `${path} names a row of ${to} that is gone`))];
}

describe("an account that is removed, with a row in every table", () => {
  // This fails for a new table without a rule.
  test("leaves nothing that names it, and everything of others as it was", async () => {
    await fill(ann);
    const his = await fill(bob);
    // Colleagues carry on with the teams that one founded.
    await app.run(async (ctx) => {
      for (const { _id } of await ctx.db.query("memberships").collect()) {
        await ctx.db.patch("memberships", _id, { role: "owner" });
      }
    });
    const before = await everything();
    expect(dangling(before), "what the test put in").toEqual([]);

    await leave(ann);

    const after = await everything();
    const left = tables.flatMap((table) =>
      after[table]!.flatMap((row) => idsIn(table, row).filter(({ id }) => id === ann.userId)),
    );
    expect(
      left.map(({ path }) => path),
      "These still name the person. Say in tables/ what removing a person does to them: cascade, " +
        "clear, or restrict for the column that says whose row it is",
    ).toEqual([]);
    expect(after.users!.map(({ _id }) => _id)).not.toContain(ann.userId);
    expect(
      dangling(after),
      "These name a row that went with the person. Say in tables/ what removing it does to them",
    ).toEqual([]);

    const still = Object.values(after).flat();
    const isStill = (id: string) => still.some(({ _id }) => _id === id);
    const stored = tables.flatMap((table) =>
      before[table]!.filter(({ _id }) => !isStill(_id)).flatMap((row) =>
        idsIn(table, row).filter(({ to, id }) => to === "_storage" && isStill(id)),
      ),
    );
    expect(stored, "Bytes of rows that are gone").toEqual([]);
    for (const id of his) {
      const row = Object.values(before)
        .flat()
        .find(({ _id }) => _id === id);
      const message = `A row of somebody else's is changed or gone: ${JSON.stringify(row, bigintAsText)}`;
      expect(
        still.find(({ _id }) => _id === id),
        message,
      ).toEqual(row);
    }
  });

  test("goes however much it holds, a batch at a time", async () => {
    await app.run(async (ctx) => {
      for (let n = 0; n < 120; n++) {
        await ctx.db.insert("notes", { ownerId: ann.userId, title: `${n}`, body: "" });
      }
      await ctx.db.insert("notes", { ownerId: bob.userId, title: "his", body: "" });
    });
    await leave(ann);
    const { notes, users } = await everything();
    expect(notes!.map(({ title }) => title)).toEqual(["his"]);
    expect(users!.map(({ _id }) => _id)).toEqual([bob.userId]);
  });
});

describe("an account that was used", () => {
  const network = "203.0.113.9";

  /** Where something stands, in the tables of the app and of its components. */
  const placesOf = async (text: string) =>
    Object.entries(await allRows(app)).flatMap(([table, rows]) =>
      rows.some((row) => JSON.stringify(row, bigintAsText).includes(text)) ? [table] : [],
    );

  test("leaves neither its address, nor where it was called from, nor its id", async () => {
    const { email } = await ann.query(api.users.me);
    const teamId = await inTeam(app, { owner: bob, members: [ann] });
    const elsewhere = await inTeam(app, { owner: bob });
    vi.stubEnv("TRUST_CLIENT_ADDRESS", "1");
    const there = app.withRequestMetadata({ ip: network });
    await there.mutation(internal.authCodes.startSignIn, { email });
    await there.mutation(internal.authCodes.request, { email, purpose: "reset" });
    await there.mutation(internal.authCodes.request, { email, purpose: "signUp" });
    await ann.withRequestMetadata({ ip: network }).mutation(api.users.updateProfile, { bio: "x" });
    await app.run(async (ctx) => {
      const from = { teamId: elsewhere, invitedBy: bob.userId, role: "member" } as const;
      const sending = { tokenHash: "0".repeat(64), sentAt: 0, sentCount: 1, expiresAt: 9e12 };
      await ctx.db.insert("invitations", { ...from, ...sending, email });
    });
    const task = { teamId, title: "t", priority: "normal", assigneeId: ann.userId } as const;
    await bob.mutation(api.tasks.create, task);
    await ann.mutation(api.tasks.create, { ...task, assigneeId: bob.userId });
    await app.mutation(internal.notifications.digest, { cursor: null });
    expect(await placesOf(email)).toEqual(
      expect.arrayContaining(["/authCodes", "/emails", "/invitations", "/users"]),
    );
    expect(await placesOf(network)).toEqual([]);

    await leave(ann);
    expect(await placesOf(email)).toEqual([]);
    // The trail tells which row was changed, by an id that leads nowhere any more.
    expect(await placesOf(ann.userId)).toEqual(["/auditEvents"]);
  });

  test("leaves no e-mail to it, however many there were, and those to others", async () => {
    const { email } = await ann.query(api.users.me);
    const mail = { kind: "digest", subject: "s", text: "t", status: "kept" } as const;
    await app.run(async (ctx) => {
      for (let n = 0; n < 120; n++) await ctx.db.insert("emails", { ...mail, to: email });
      await ctx.db.insert("emails", { ...mail, to: "bob@example.com" });
    });
    await leave(ann);
    const { emails } = await everything();
    expect(emails!.map(({ to }) => to)).toEqual(["bob@example.com"]);
  });
});

describe("an account that holds a lot", () => {
  const { perPerson } = teamLimits;
  /** A text as large as a row may hold. */
  const text = "x".repeat(890_000);

  /** Fills a team of the person's, each in a transaction. */
  const withTeams = async (many: number, addRows: AddRows) => {
    for (let n = 0; n < many; n++) {
      const teamId = await inTeam(app, { owner: ann });
      await app.run((ctx) =>
        addRows(
          followedDb(ctx, async () => null),
          teamId,
        ),
      );
    }
  };
  type AddRows = (db: DatabaseWriter, teamId: Id<"teams">) => Promise<void>;

  test("goes with as many teams of its own as one may have, however much work is in them", async () => {
    const task = { title: "t", status: "open", priority: "normal" } as const;
    await withTeams(perPerson, async (db, teamId) => {
      for (let n = 0; n < 20; n++) await db.insert("tasks", { ...task, teamId });
    });
    await leave(ann);
    const { tasks: left, teams, memberships, users } = await everything();
    expect([left, teams, memberships]).toEqual([[], [], []]);
    expect(users!.map(({ _id }) => _id)).toEqual([bob.userId]);
  });

  test("goes with teams of its own, however long their texts are", async () => {
    const task = { title: "t", status: "open", priority: "normal" } as const;
    await withTeams(10, async (db, teamId) => {
      for (let n = 0; n < 2; n++) await db.insert("tasks", { ...task, teamId, description: text });
    });
    await leave(ann);
    const { tasks: left, teams, users } = await everything();
    expect([left, teams]).toEqual([[], []]);
    expect(users!.map(({ _id }) => _id)).toEqual([bob.userId]);
  });

  test("leaves a team that somebody joined meanwhile to them", async () => {
    const teamId = await inTeam(app, { owner: ann });
    const { email } = await ann.query(api.users.me);
    await ann.mutation(api.users.removeAccount, { email });
    await app.run((ctx) => {
      const db = followedDb(ctx, async () => null);
      return addMember(db, { teamId, userId: bob.userId, role: "member" });
    });
    await settle();
    expect(await bob.query(api.teams.get, { id: teamId })).toMatchObject({
      memberCount: 1,
      myRole: "owner",
    });
    expect(await app.run((ctx) => ctx.db.get("users", ann.userId))).toBeNull();
  });
});

describe("removing one's account", () => {
  test("asks for its address", async () => {
    const refused = ann.mutation(api.users.removeAccount, { email: "bob@example.com" });
    await expect(refused).rejects.toMatchObject({
      data: { code: "INVALID", issues: [{ path: "email" }] },
    });
    expect(await ann.query(api.users.me)).toMatchObject({ _id: ann.userId });
  });

  test("shuts the person out at once, and shows admins that it is under way until it is done", async () => {
    const admin = await signedInAs(app, "admin");
    const { email } = await ann.query(api.users.me);
    await ann.mutation(api.users.removeAccount, { email });
    const refused = ann.query(api.users.me);
    await expect(refused).rejects.toMatchObject({ data: { code: "UNAUTHENTICATED" } });
    const list = async () => {
      const paginationOpts = { numItems: 10, cursor: null };
      return (await admin.query(api.users.list, { paginationOpts })).page;
    };
    expect((await list()).find(({ _id }) => _id === ann.userId)).toMatchObject({
      leavingSince: expect.any(Number),
    });
    await settle();
    expect((await list()).map(({ _id }) => _id)).not.toContain(ann.userId);
  });

  test("is not for the last admin", async () => {
    const admin = await signedInAs(app, "admin");
    await expect(leave(admin)).rejects.toMatchObject({ data: { code: "CONFLICT" } });
    await signedInAs(app, "admin");
    await leave(admin);
    expect(await app.run((ctx) => ctx.db.get("users", admin.userId))).toBeNull();
  });

  test("takes a team of one along, and counts the others down", async () => {
    const alone = await inTeam(app, { owner: ann });
    const shared = await inTeam(app, { owner: bob, members: [ann] });
    await leave(ann);
    expect(await app.run((ctx) => ctx.db.get("teams", alone))).toBeNull();
    expect(await app.run((ctx) => ctx.db.get("teams", shared))).toMatchObject({ memberCount: 1 });
  });

  test("waits until a team has another owner", async () => {
    await inTeam(app, { owner: ann, members: [bob] });
    await expect(leave(ann)).rejects.toMatchObject({ data: { code: "CONFLICT" } });
    expect(await ann.query(api.users.me)).toMatchObject({ _id: ann.userId });
  });

  test("works for somebody in as many teams as one may be in", async () => {
    for (let n = 0; n < teamLimits.perPerson; n++)
      await inTeam(app, { owner: bob, members: [ann] });
    await leave(ann);
    expect(await app.run((ctx) => ctx.db.get("users", ann.userId))).toBeNull();
  });

  test("removes the picture with its bytes", async () => {
    const { id } = await ann.mutation(api.files.requestUpload, { name: "a", purpose: "avatar" });
    const storageId = await exampleFile(app, "image/png");
    await ann.mutation(api.files.finishUpload, { id, storageId });
    await ann.mutation(api.users.setAvatar, { fileId: id });
    await leave(ann);
    expect(await app.run((ctx) => ctx.db.system.get("_storage", storageId))).toBeNull();
  });

  test("that was interrupted is taken up again by a cron", async () => {
    await interrupt(ann);
    await app.mutation(internal.removals.resume, {});
    await settle();
    expect(await app.run((ctx) => ctx.db.get("users", ann.userId))).toBeNull();
    expect(await app.run((ctx) => ctx.db.get("users", bob.userId))).not.toBeNull();
    expect(await app.run((ctx) => ctx.db.query("removals").collect())).toEqual([]);
    const names = declaredCrons(crons).map(({ target }) => target);
    expect(names).toContain("removals:resume");
  });

  test("is taken up again for everybody, however many wait before them", async () => {
    const MANY = 101;
    const others: Person[] = [];
    for (let n = 0; n < MANY; n++) others.push(await signedInAs(app, "member"));
    for (const person of [...others, ann]) await interrupt(person);
    await app.mutation(internal.removals.resume, {});
    await settle();
    expect((await everything()).users!.map(({ _id }) => _id)).toEqual([bob.userId]);
  });

  test("is not taken up again while it goes on", async () => {
    const { email } = await ann.query(api.users.me);
    await ann.mutation(api.users.removeAccount, { email });
    await app.mutation(internal.removals.resume, {});
    const scheduled = await app.run((ctx) => ctx.db.system.query("_scheduled_functions").collect());
    expect(scheduled.filter(({ name }) => name === "removals:goOn")).toHaveLength(1);
    await settle();
  });

  test("does nothing to somebody who did not ask for it", async () => {
    const target = { table: "users", rowId: ann.userId };
    expect(await app.mutation(internal.removals.goOn, target)).toBe("done");
    expect(await app.run((ctx) => ctx.db.get("users", ann.userId))).not.toBeNull();
  });
});

/** As if the transaction that goes on with a removal had failed, and nothing were scheduled any more. */
async function interrupt({ userId }: Person): Promise<void> {
  await app.run(async (ctx) => {
    await ctx.db.patch("users", userId, { leavingSince: 1 });
    const row = { table: "users", rowId: userId, done: 0, movedAt: 1, isHeld: false };
    await ctx.db.insert("removals", row);
  });
}

describe("a row that does not let go of a person", () => {
  // As if a recorded person had to stay on record.
  const kept = defineReferences({
    auditEvents: { actorId: { to: "users", onRemove: "restrict" } },
    notes: { ownerId: { to: "users", onRemove: "restrict" } },
  });

  beforeEach(async () => {
    await app.run(async (ctx) => {
      const event = { action: "a.b", table: "notes", rowId: "x", details: [], requestId: "x" };
      await ctx.db.insert("auditEvents", { ...event, actorId: ann.userId });
      await ctx.db.insert("notes", { ownerId: ann.userId, title: "hers", body: "" });
    });
  });

  test("refuses their removal from the start, and names its table", async () => {
    const refused = app.run(async (ctx) => {
      await startLeaving(ctx, (await ctx.db.get("users", ann.userId))!, kept);
    });
    await expect(refused).rejects.toMatchObject({ data: { code: "CONFLICT" } });
    await expect(refused).rejects.toThrow("auditEvents");
  });

  test("leaves the account on its way out, until it is gone itself", async () => {
    await app.run((ctx) => ctx.db.patch("users", ann.userId, { leavingSince: 1 }));
    const step = async () => (await app.run((ctx) => leaveOn(ctx, ann.userId, kept))).state;
    expect([await step(), await step()]).toEqual(["more", "held"]);
    expect((await everything()).notes).toEqual([]);
    await app.run(async (ctx) => {
      for (const { _id } of await ctx.db.query("auditEvents").take(5)) {
        await ctx.db.delete("auditEvents", _id);
      }
    });
    expect([await step(), await step()]).toEqual(["done", "done"]);
    expect(await app.run((ctx) => ctx.db.get("users", ann.userId))).toBeNull();
  });
});

test("every table that names a person says what becomes of its rows", () => {
  const silent = tables.flatMap((table) => {
    const found: string[] = [];
    walk(documentOf(table), (part, path) => {
      if (part.type !== "id" || part.tableName !== "users") return;
      const declared: Record<string, unknown> | undefined = references[table as "notes"];
      if (declared?.[path.replace("[]", "")] === undefined) found.push(`${table}.${path}`);
    });
    return found;
  });
  expect(silent, "Add these to the references in tables/").toEqual([]);
});
