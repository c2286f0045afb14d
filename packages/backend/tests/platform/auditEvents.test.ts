import type { FunctionReturnType } from "convex/server";
import { type AccessMatrix, accessMatrix } from "@repo/validators/access";
import { auditLimits } from "@repo/validators/platform/auditEvents";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { api, internal } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import type { MutationCtx } from "../../convex/_generated/server";
import { auditedTables, isAudited, recordEvent } from "../../convex/model/platform/audit.ts";
import { documentOf } from "../../testing/manifest.ts";
import { type Person, type TestApp, inTeam, initTest, signedInAs } from "../../testing/setup.ts";
import { removeRow } from "../../convex/model/platform/removal.ts";
import { followedDb } from "../../convex/builders/writes.ts";

const paginationOpts = { numItems: 10, cursor: null };
const refused = (code: string) => ({ data: { code } });

let app: TestApp;
let admin: Person;
let member: Person;

beforeEach(async () => {
  app = initTest();
  admin = await signedInAs(app, "admin");
  member = await signedInAs(app, "member");
});

afterEach(() => vi.useRealTimers());

/** Runs a piece of a mutation of somebody's, on the database that the builders give it. */
const asPerson = <Result>(person: Person | null, piece: (ctx: MutationCtx) => Promise<Result>) =>
  (person ?? app).run(async (raw) => {
    const ctx = raw as unknown as MutationCtx;
    const user = person && (await ctx.db.get("users", person.userId));
    return await piece({ ...ctx, db: followedDb(ctx, async () => user), user } as MutationCtx);
  });

const newest = async (): Promise<FunctionReturnType<typeof api.auditEvents.listAll>["page"]> =>
  (await admin.query(api.auditEvents.listAll, { paginationOpts })).page;

describe("a write to an audited table", () => {
  test("records who did what to which row, with the values that may be recorded", async () => {
    await asPerson(admin, (ctx) => ctx.db.patch("users", member.userId, { role: "admin" }));
    expect(await newest()).toMatchObject([
      {
        actorId: admin.userId,
        action: "users.update",
        table: "users",
        rowId: member.userId,
        details: [{ field: "role", from: "member", to: "admin" }],
        requestId: expect.stringMatching(/./),
      },
    ]);
  });

  test("names a field that holds a text, and keeps what it says to itself", async () => {
    await asPerson(member, (ctx) => ctx.db.patch("users", member.userId, { name: "Ann Other" }));
    const [event] = await newest();
    expect(event!.details).toEqual([{ field: "name" }]);
    expect(JSON.stringify(event)).not.toContain("Ann");
  });

  test("tells adding and removing apart, and counts nothing that stays as it was", async () => {
    const user = { name: "Cy", email: "cy@example.com", role: "member" as const };
    const id = await asPerson(null, (ctx) => ctx.db.insert("users", user));
    await asPerson(admin, (ctx) => ctx.db.patch("users", id, user));
    await asPerson(admin, (ctx) => ctx.db.replace("users", id, { ...user, name: "Cyd" }));
    await asPerson(admin, (ctx) => ctx.db.delete("users", id));
    const events = await newest();
    expect(events.map(({ action }) => action)).toEqual([
      "users.remove",
      "users.update",
      "users.create",
    ]);
    expect(events[2]).not.toHaveProperty("actorId");
  });

  test("records each of many at once with its own values", async () => {
    await asPerson(admin, async (ctx) => {
      const flips = (["admin", "member", "admin"] as const).map((role) =>
        ctx.db.patch("users", member.userId, { role }),
      );
      await Promise.all(flips);
    });
    const steps = (await newest()).map(({ details: [role] }) => `${role!.from} → ${role!.to}`);
    expect(steps).toEqual(["member → admin", "admin → member", "member → admin"]);
  });

  test("is recorded when an internal function makes it, too", async () => {
    const { email } = (await app.run((ctx) => ctx.db.get("users", member.userId)))!;
    await app.mutation(internal.users.setRole, { email, role: "admin" });
    const [bySystem] = await newest();
    expect(bySystem).toMatchObject({ action: "users.update", rowId: member.userId });
    expect(bySystem).not.toHaveProperty("actorId");
    await admin.mutation(internal.users.setRole, { email, role: "member" });
    expect((await newest())[0]).toMatchObject({ actorId: admin.userId });
  });

  test("leaves no event when it fails", async () => {
    const failing = asPerson(admin, async (ctx) => {
      await ctx.db.patch("users", member.userId, { role: "admin" });
      throw new TypeError("after all not");
    });
    await expect(failing).rejects.toThrow("after all not");
    expect(await newest()).toEqual([]);
  });

  test("of another table is not recorded", async () => {
    await member.mutation(api.notes.create, { title: "Milk", body: "" });
    expect(await newest()).toEqual([]);
  });
});

describe("an event of its own", () => {
  const act = { action: "users.export", table: "users", details: { rows: 3 } } as const;

  test("is recorded by name, with small facts", async () => {
    await asPerson(member, (ctx) => recordEvent(ctx, { ...act, rowId: member.userId }));
    expect(await newest()).toMatchObject([
      { actorId: member.userId, action: "users.export", details: [{ field: "rows", to: 3 }] },
    ]);
  });

  test("with a long text is refused, and what it belongs to with it", async () => {
    const details = { text: "x".repeat(auditLimits.text.max + 1) };
    const tooLong = asPerson(member, (ctx) =>
      recordEvent(ctx, { ...act, rowId: member.userId, details }),
    );
    await expect(tooLong).rejects.toThrow("200");
  });
});

describe("the lists", () => {
  beforeEach(async () => {
    await asPerson(admin, (ctx) => ctx.db.patch("users", member.userId, { role: "admin" }));
    await asPerson(member, (ctx) => ctx.db.patch("users", member.userId, { name: "Ann" }));
    await asPerson(member, (ctx) => ctx.db.patch("users", admin.userId, { name: "Bob" }));
    await app.run((ctx) => ctx.db.patch("users", member.userId, { role: "member" }));
  });

  test("by actor and by row hold theirs, the newest first", async () => {
    const args = { actorId: member.userId, paginationOpts };
    for (const which of [{}, { table: "users" } as const]) {
      const byActor = await admin.query(api.auditEvents.listAll, { ...args, ...which });
      expect(byActor.page.map(({ rowId }) => rowId)).toEqual([admin.userId, member.userId]);
    }
    const ofTeams = { ...args, table: "teams" } as const;
    expect((await admin.query(api.auditEvents.listAll, ofTeams)).page).toEqual([]);
    const row = { table: "users", rowId: member.userId, paginationOpts } as const;
    const byRow = await admin.query(api.auditEvents.listByRow, row);
    expect(byRow.page.map(({ actorId }) => actorId)).toEqual([member.userId, admin.userId]);
  });

  test("of a team and of its rows are for its owners, and for nobody else in it", async () => {
    const colleague = await signedInAs(app, "member");
    const teamId = await inTeam(app, { owner: member, members: [colleague] });
    await member.mutation(api.teams.update, { id: teamId, name: "Garden" });
    const ofTeam = { teamId, paginationOpts };
    const ofRow = { table: "teams", rowId: teamId, paginationOpts } as const;
    for (const person of [member, admin]) {
      const events = [
        ...(await person.query(api.auditEvents.list, ofTeam)).page,
        ...(await person.query(api.auditEvents.listByRow, ofRow)).page,
      ];
      const event = { action: "teams.update", teamId, details: [{ field: "name" }] };
      expect(events).toMatchObject([event, event]);
    }
    const refusedList = colleague.query(api.auditEvents.list, ofTeam);
    await expect(refusedList).rejects.toMatchObject(refused("FORBIDDEN"));
    const refusedRow = colleague.query(api.auditEvents.listByRow, ofRow);
    await expect(refusedRow).rejects.toMatchObject(refused("FORBIDDEN"));
    const ofNoTeam = { table: "users", rowId: member.userId, paginationOpts } as const;
    const hidden = member.query(api.auditEvents.listByRow, ofNoTeam);
    await expect(hidden).rejects.toMatchObject(refused("NOT_FOUND"));
  });

  test("tell admins alone where a call came from", async () => {
    const teamId = await inTeam(app, { owner: member });
    const event = { action: "teams.update", table: "teams", rowId: teamId, teamId, details: [] };
    await app.run((ctx) =>
      ctx.db.insert("auditEvents", { ...event, requestId: "r", network: "0123456789abcdef" }),
    );
    const ofTeam = { teamId, paginationOpts };
    const ofRow = { table: "teams", rowId: teamId, paginationOpts } as const;
    const networksFor = async (person: Person) => [
      ...(await person.query(api.auditEvents.list, ofTeam)).page.map(({ network }) => network),
      ...(await person.query(api.auditEvents.listByRow, ofRow)).page.map(({ network }) => network),
    ];
    expect(await networksFor(member)).toEqual([undefined, undefined]);
    expect(await networksFor(admin)).toEqual(["0123456789abcdef", "0123456789abcdef"]);
  });

  test("are listed by table, newest first", async () => {
    await asPerson(admin, (ctx) => ctx.db.patch("users", member.userId, { role: "admin" }));
    const teamId = await inTeam(app, { owner: member });
    for (const name of ["One", "Two"]) {
      await member.mutation(api.teams.update, { id: teamId, name });
    }
    const { page } = await admin.query(api.auditEvents.listAll, { table: "teams", paginationOpts });
    expect(page.map(({ action }) => action)).toEqual(["teams.update", "teams.update"]);
    expect(page[0]!._creationTime).toBeGreaterThan(page[1]!._creationTime);
  });

  test("are closed to members", async () => {
    const forbidden = refused("FORBIDDEN");
    const all = member.query(api.auditEvents.listAll, { paginationOpts });
    await expect(all).rejects.toMatchObject(forbidden);
    const args = { actorId: member.userId, paginationOpts };
    const byActor = member.query(api.auditEvents.listAll, args);
    await expect(byActor).rejects.toMatchObject(forbidden);
  });
});

test("a team that is removed takes its name out of the log, which has one event for all it had", async () => {
  vi.useFakeTimers();
  const teamId = await inTeam(app, { owner: member });
  await member.mutation(api.tasks.create, { teamId, title: "Paint", priority: "low" });
  await member.mutation(api.teams.remove, { id: teamId });
  await app.finishAllScheduledFunctions(vi.runAllTimers);
  const events = await newest();
  expect(events.map(({ action }) => action).sort()).toEqual(["tasks.create", "teams.remove"]);
  expect(events.filter((event) => event.teamId !== undefined)).toEqual([]);
});

test("an account that is removed takes its name out of the log, and leaves what was done", async () => {
  vi.useFakeTimers();
  vi.stubEnv("TRUST_CLIENT_ADDRESS", "1");
  const there = member.withRequestMetadata({ ip: "203.0.113.9" });
  await there.mutation(api.users.updateProfile, { name: "Ann" });
  const teamId = await inTeam(app, { owner: admin, members: [member] });
  await there.mutation(api.memberships.leave, { teamId });
  const named = await newest();
  const network = expect.stringMatching(/^[0-9a-f]{16}$/);
  expect(named[0]!.details).toContainEqual({ field: "userId", from: member.userId });
  expect(named.map((event) => [event.actorId, event.network])).toEqual([
    [member.userId, network],
    [member.userId, network],
  ]);

  const { email } = await member.query(api.users.me);
  await there.mutation(api.users.removeAccount, { email });
  await app.finishAllScheduledFunctions(vi.runAllTimers);
  const events = await newest();
  expect(events.map(({ action }) => action)).toEqual([
    "users.remove",
    "users.update",
    "memberships.remove",
    "users.update",
  ]);
  expect(
    events.filter((event) => event.actorId !== undefined || event.network !== undefined),
  ).toEqual([]);
  expect(JSON.stringify(events.map(({ details }) => details))).not.toContain(member.userId);
  expect(events[2]!.details).toContainEqual({ field: "userId" });
});

test("an event of somebody who is gone by then says neither who nor from where", async () => {
  vi.stubEnv("TRUST_CLIENT_ADDRESS", "1");
  const there = { ...member, ...member.withRequestMetadata({ ip: "203.0.113.9" }) };
  await asPerson(there, (ctx) => removeRow(ctx, "users", member.userId));
  expect((await newest())[0]).not.toHaveProperty("network");
});

describe("the purge", () => {
  const count = () => app.run(async (ctx) => (await ctx.db.query("auditEvents").collect()).length);
  const event = { action: "users.update", table: "users", details: [], requestId: "r" };

  test("removes what is older than a year, in more than one batch, and nothing else", async () => {
    vi.useFakeTimers();
    const rowId: Id<"users"> = member.userId;
    await app.run(async (ctx) => {
      for (let n = 0; n < 450; n++) await ctx.db.insert("auditEvents", { ...event, rowId });
    });
    vi.setSystemTime(Date.now() + (auditLimits.keptDays - 1) * 24 * 60 * 60 * 1000);
    await app.mutation(internal.auditEvents.purge, {});
    expect(await count()).toBe(450);
    vi.setSystemTime(Date.now() + 2 * 24 * 60 * 60 * 1000);
    await app.run((ctx) => ctx.db.insert("auditEvents", { ...event, rowId }));
    await app.mutation(internal.auditEvents.purge, {});
    expect(await count()).toBe(251);
    await app.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await count()).toBe(1);
  });
});

test("fields whose values are recorded are no free texts", () => {
  for (const [table, { recorded }] of Object.entries(auditedTables)) {
    const document = documentOf(table as keyof typeof auditedTables);
    if (document.type !== "object") throw new TypeError(`${table} is no object.`);
    for (const field of recorded) {
      const type = document.value[field]?.fieldType;
      const types = type?.type === "union" ? type.value.map((one) => one.type) : [type?.type];
      for (const one of types) {
        expect(["literal", "id", "number", "boolean", "null"], `${table}.${field}`).toContain(one);
      }
    }
  }
});

test("what only admins change of others is on record", () => {
  const matrix: AccessMatrix = accessMatrix;
  const theirs = Object.keys(matrix).filter((table) => {
    const { create, update } = matrix[table]!;
    return create === undefined && update?.admin !== undefined && update.member === undefined;
  });
  // What the backend writes there itself is no event; the change of a limit and the retry of a job record themselves,
  // as recounts.test.ts and jobs.test.ts show.
  const recordThemselves = ["jobs", "quotas"];
  const recorded = theirs.filter((table) => !recordThemselves.includes(table));
  expect(theirs).toEqual(expect.arrayContaining(recordThemselves));
  expect(recorded.filter((table) => !isAudited(table))).toEqual([]);
});
