// What a team is to its owner, to its members, to others and to an admin.
import { teamLimits } from "@repo/validators/teams/teams";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { api } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import { REMOVAL_BATCH } from "../../convex/model/platform/removal.ts";
import { findMembership, requireMembership, requireTeam } from "../../convex/model/teams/teams.ts";
import { rateLimits } from "../../convex/model/platform/rateLimits.ts";
import { type Person, type TestApp, inTeam, initTest, signedInAs } from "../../testing/setup.ts";

const failsWith = (code: string) => ({ data: { code } });
const firstPage = { paginationOpts: { numItems: 10, cursor: null } };

let app: TestApp;
let ann: Person;
let bob: Person;

beforeEach(async () => {
  app = initTest();
  [ann, bob] = [await signedInAs(app, "member"), await signedInAs(app, "member")];
});

describe("a new team", () => {
  test("belongs to who made it, alone", async () => {
    const id = await ann.mutation(api.teams.create, { name: "  Field work " });
    const seen = { name: "Field work", memberCount: 1, myRole: "owner" };
    expect(await ann.query(api.teams.get, { id })).toMatchObject(seen);
    expect((await ann.query(api.teams.list, firstPage)).page).toMatchObject([{ _id: id }]);
    const get = bob.query(api.teams.get, { id });
    await expect(get).rejects.toMatchObject(failsWith("NOT_FOUND"));
    expect((await bob.query(api.teams.list, firstPage)).page).toEqual([]);
  });

  test("has a name", async () => {
    const { max } = teamLimits.name;
    for (const name of ["", " ", "x".repeat(max + 1)]) {
      const create = ann.mutation(api.teams.create, { name });
      await expect(create).rejects.toMatchObject(failsWith("INVALID"));
    }
  });

  test("is one of a few", async () => {
    for (let n = 0; n < teamLimits.perPerson; n++) await inTeam(app, { owner: ann });
    const create = ann.mutation(api.teams.create, { name: "One more" });
    await expect(create).rejects.toMatchObject(failsWith("CONFLICT"));
  });

  test("is not made too often", async () => {
    const makeAndLeave = async () => {
      const id = await ann.mutation(api.teams.create, { name: "Short" });
      await ann.mutation(api.teams.remove, { id });
    };
    for (let n = 0; n < rateLimits["teams.create"].rate; n++) await makeAndLeave();
    await expect(makeAndLeave()).rejects.toMatchObject(failsWith("RATE_LIMITED"));
  });
});

describe("the list", () => {
  test("says what the caller is in each, the one joined last first", async () => {
    const hers = await inTeam(app, { owner: ann });
    const his = await inTeam(app, { owner: bob, members: [ann] });
    const { page } = await ann.query(api.teams.list, firstPage);
    expect(page.map(({ _id, myRole, memberCount }) => [_id, myRole, memberCount])).toEqual([
      [his, "member", 2],
      [hers, "owner", 1],
    ]);
  });

  test("leaves out a team whose removal is not done yet", async () => {
    const id = await inTeam(app, { owner: ann });
    await app.run((ctx) => ctx.db.delete("teams", id));
    expect((await ann.query(api.teams.list, firstPage)).page).toEqual([]);
  });
});

describe("a team", () => {
  let id: Id<"teams">;

  beforeEach(async () => {
    id = await inTeam(app, { owner: ann, members: [bob] });
  });

  test("is renamed and removed by its owner, not by a member", async () => {
    const rename = bob.mutation(api.teams.update, { id, name: "Mine" });
    await expect(rename).rejects.toMatchObject(failsWith("FORBIDDEN"));
    const remove = bob.mutation(api.teams.remove, { id });
    await expect(remove).rejects.toMatchObject(failsWith("FORBIDDEN"));
    await ann.mutation(api.teams.update, { id, name: "Ours" });
    expect(await bob.query(api.teams.get, { id })).toMatchObject({
      name: "Ours",
      myRole: "member",
    });
    await ann.mutation(api.teams.remove, { id });
    await expect(ann.query(api.teams.get, { id })).rejects.toMatchObject(failsWith("NOT_FOUND"));
  });

  test("takes its memberships along, however many", async () => {
    vi.useFakeTimers();
    await app.run(async (ctx) => {
      for (let n = 0; n < REMOVAL_BATCH + 50; n++) {
        await ctx.db.insert("memberships", { teamId: id, userId: bob.userId, role: "member" });
      }
    });
    await ann.mutation(api.teams.remove, { id });
    await app.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await app.run((ctx) => ctx.db.query("memberships").take(5))).toEqual([]);
    vi.useRealTimers();
  });

  test("takes nothing more once it is removed, from those who go with a later batch either", async () => {
    vi.useFakeTimers();
    const late = await signedInAs(app, "member");
    await app.run(async (ctx) => {
      const { userId } = bob;
      for (let n = 0; n < REMOVAL_BATCH + 50; n++) {
        await ctx.db.insert("memberships", { teamId: id, userId, role: "member" });
      }
      await ctx.db.insert("memberships", { teamId: id, userId: late.userId, role: "owner" });
    });
    await ann.mutation(api.teams.remove, { id });
    expect(await app.run((ctx) => findMembership(ctx.db, late.userId, id))).not.toBeNull();

    const invited = { email: "new@example.com", role: "member" } as const;
    const attempts = [
      () => late.mutation(api.tasks.create, { teamId: id, title: "Late", priority: "normal" }),
      () => late.mutation(api.invitations.create, { teamId: id, ...invited }),
    ];
    for (const attempt of attempts) {
      await expect(attempt()).rejects.toMatchObject(failsWith("NOT_FOUND"));
    }
    await app.finishAllScheduledFunctions(vi.runAllTimers);
    const tables = ["tasks", "invitations", "memberships"] as const;
    for (const table of tables) {
      expect(await app.run((ctx) => ctx.db.query(table).take(5)), table).toEqual([]);
    }
    vi.useRealTimers();
  });

  test("is seen by an admin, who is not in it", async () => {
    const admin = await signedInAs(app, "admin");
    expect(await admin.query(api.teams.get, { id })).toMatchObject({ myRole: null });
    const { page } = await admin.query(api.memberships.list, { teamId: id, ...firstPage });
    expect(page).toHaveLength(2);
  });
});

describe("a function that reads the rows of a team", () => {
  test("lets members in, and owners where it is led", async () => {
    const teamId = await inTeam(app, { owner: ann, members: [bob] });
    const outsider = await signedInAs(app, "member");
    const admin = await signedInAs(app, "admin");
    const codeFor = async (
      person: Person,
      permission: "teams.read" | "teams.update",
      id = teamId,
    ) =>
      await app.run(async (ctx) => {
        const user = (await ctx.db.get("users", person.userId))!;
        return await requireTeam({ user, unscopedDb: ctx.db }, permission, id).then(
          () => null,
          (error) => error.data.code,
        );
      });

    expect(await codeFor(bob, "teams.read")).toBeNull();
    expect(await codeFor(bob, "teams.update")).toBe("FORBIDDEN");
    expect(await codeFor(ann, "teams.update")).toBeNull();
    expect(await codeFor(outsider, "teams.read")).toBe("NOT_FOUND");
    expect(await codeFor(admin, "teams.read")).toBeNull();
    await app.run((ctx) => ctx.db.delete("teams", teamId));
    expect(await codeFor(admin, "teams.read")).toBe("NOT_FOUND");
  });

  test("can ask for a membership whatever the role in the app", async () => {
    const teamId = await inTeam(app, { owner: ann });
    const admin = await signedInAs(app, "admin");
    const found = (person: Person) =>
      app.run(async (ctx) => {
        const user = (await ctx.db.get("users", person.userId))!;
        return await requireMembership({ user, unscopedDb: ctx.db }, teamId);
      });
    expect(await found(ann)).toMatchObject({ role: "owner" });
    await expect(found(admin)).rejects.toMatchObject(failsWith("NOT_FOUND"));
  });
});
