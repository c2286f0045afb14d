// Who may join, lead and leave a team, and what is counted on the way.
import { teamLimits } from "@repo/validators/teams/teams";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { api } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import { addMember, findMembership, isMember } from "../../convex/model/teams/teams.ts";
import { removeRow } from "../../convex/model/platform/removal.ts";
import { type Person, type TestApp, inTeam, initTest, signedInAs } from "../../testing/setup.ts";
import { followedDb } from "../../convex/builders/writes.ts";

const failsWith = (code: string) => ({ data: { code } });
const firstPage = { paginationOpts: { numItems: 10, cursor: null } };

let app: TestApp;
let ann: Person;
let bob: Person;
let carl: Person;
let teamId: Id<"teams">;

beforeEach(async () => {
  app = initTest();
  [ann, bob, carl] = [
    await signedInAs(app, "member"),
    await signedInAs(app, "member"),
    await signedInAs(app, "member"),
  ];
  teamId = await inTeam(app, { owner: ann, members: [bob] });
});

const membershipOf = async ({ userId }: Person) =>
  (await app.run((ctx) => findMembership(ctx.db, userId, teamId)))!._id;
const countOf = async () => (await app.run((ctx) => ctx.db.get("teams", teamId)))?.memberCount;

describe("the list", () => {
  test("names everybody in the team, in the order of joining", async () => {
    const { page } = await bob.query(api.memberships.list, { teamId, ...firstPage });
    expect(page.map(({ userId, role }) => [userId, role])).toEqual([
      [ann.userId, "owner"],
      [bob.userId, "member"],
    ]);
    expect(page[0]).toMatchObject({ name: expect.any(String), email: expect.any(String) });
  });

  test("is not there for others", async () => {
    const list = carl.query(api.memberships.list, { teamId, ...firstPage });
    await expect(list).rejects.toMatchObject(failsWith("NOT_FOUND"));
  });

  test("leaves out somebody whose account is gone", async () => {
    await app.run((ctx) => ctx.db.delete("users", bob.userId));
    const { page } = await ann.query(api.memberships.list, { teamId, ...firstPage });
    expect(page.map(({ userId }) => userId)).toEqual([ann.userId]);
  });
});

describe("a role", () => {
  test("is given by an owner, and takes effect at once", async () => {
    await ann.mutation(api.memberships.changeRole, { id: await membershipOf(bob), role: "owner" });
    await bob.mutation(api.teams.update, { id: teamId, name: "Bob's" });
    expect(await ann.query(api.teams.get, { id: teamId })).toMatchObject({ name: "Bob's" });
  });

  test("is not taken by a member, nor from the last owner", async () => {
    const [mine, hers] = [await membershipOf(bob), await membershipOf(ann)];
    const take = bob.mutation(api.memberships.changeRole, { id: mine, role: "owner" });
    await expect(take).rejects.toMatchObject(failsWith("FORBIDDEN"));
    const drop = ann.mutation(api.memberships.changeRole, { id: hers, role: "member" });
    await expect(drop).rejects.toMatchObject(failsWith("CONFLICT"));
  });
});

describe("leaving", () => {
  test("is up to everybody, and ends what one sees", async () => {
    await bob.mutation(api.memberships.leave, { teamId });
    expect(await countOf()).toBe(1);
    const get = bob.query(api.teams.get, { id: teamId });
    await expect(get).rejects.toMatchObject(failsWith("NOT_FOUND"));
    const again = bob.mutation(api.memberships.leave, { teamId });
    await expect(again).rejects.toMatchObject(failsWith("NOT_FOUND"));
  });

  test("is not for the last owner, until there is another", async () => {
    const leave = () => ann.mutation(api.memberships.leave, { teamId });
    await expect(leave()).rejects.toMatchObject(failsWith("CONFLICT"));
    expect(await countOf()).toBe(2);
    await ann.mutation(api.memberships.changeRole, { id: await membershipOf(bob), role: "owner" });
    await leave();
    expect(await countOf()).toBe(1);
  });

  test("is what an owner may ask of a member, and no member of another", async () => {
    const [his, hers] = [await membershipOf(bob), await membershipOf(ann)];
    const turn = bob.mutation(api.memberships.remove, { id: hers });
    await expect(turn).rejects.toMatchObject(failsWith("FORBIDDEN"));
    await ann.mutation(api.memberships.remove, { id: his });
    expect(await app.run((ctx) => isMember(ctx, bob.userId, teamId))).toBe(false);
    expect(await countOf()).toBe(1);
    const self = ann.mutation(api.memberships.remove, { id: hers });
    await expect(self).rejects.toMatchObject(failsWith("CONFLICT"));
  });
});

describe("joining", () => {
  const join = (person: Person, into = teamId) =>
    app.run((ctx) => {
      const db = followedDb(ctx, async () => null);
      return addMember(db, { teamId: into, userId: person.userId, role: "member" });
    });

  test("counts, once for each person", async () => {
    await join(carl);
    expect(await countOf()).toBe(3);
    await expect(join(carl)).rejects.toMatchObject(failsWith("CONFLICT"));
    expect(await countOf()).toBe(3);
  });

  test("ends where the team is full", async () => {
    const { members } = teamLimits;
    await app.run((ctx) => ctx.db.patch("teams", teamId, { memberCount: members }));
    await expect(join(carl)).rejects.toMatchObject(failsWith("CONFLICT"));
  });

  test("ends where a person is in too many teams", async () => {
    for (let n = 0; n < teamLimits.perPerson; n++) await inTeam(app, { owner: carl });
    await expect(join(carl)).rejects.toMatchObject(failsWith("CONFLICT"));
  });

  test("needs a team", async () => {
    await app.run((ctx) => ctx.db.delete("teams", teamId));
    await expect(join(carl)).rejects.toMatchObject(failsWith("NOT_FOUND"));
  });
});

describe("an account that is removed", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const removeAccount = async ({ userId }: Person) => {
    await app.run((ctx) =>
      removeRow({ ...ctx, db: followedDb(ctx, async () => null) }, "users", userId),
    );
    await app.finishAllScheduledFunctions(vi.runAllTimers);
  };

  test("leaves its teams, which count one less", async () => {
    await removeAccount(bob);
    expect(await countOf()).toBe(1);
  });

  test("leaves the team that it owned alone to its longest-standing member", async () => {
    await app.run((ctx) =>
      addMember(
        followedDb(ctx, async () => null),
        { teamId, userId: carl.userId, role: "member" },
      ),
    );
    await removeAccount(ann);
    const { page } = await carl.query(api.memberships.list, { teamId, ...firstPage });
    expect(page.map(({ userId, role }) => [userId, role])).toEqual([
      [bob.userId, "owner"],
      [carl.userId, "member"],
    ]);
    expect(await countOf()).toBe(2);
  });

  test.each(["bannedAt", "leavingSince"] as const)(
    "leaves its team to nobody who is shut out, as %s tells",
    async (field) => {
      await app.run(async (ctx) => {
        await ctx.db.patch("users", bob.userId, { [field]: 1 });
        const db = followedDb(ctx, async () => null);
        await addMember(db, { teamId, userId: carl.userId, role: "member" });
      });
      await removeAccount(ann);
      expect(await carl.query(api.teams.get, { id: teamId })).toMatchObject({ myRole: "owner" });
    },
  );

  test("leaves its team to the first who is unbanned, when all are banned", async () => {
    await app.run((ctx) => ctx.db.patch("users", bob.userId, { bannedAt: 1 }));
    await removeAccount(ann);
    const admin = await signedInAs(app, "admin");
    await admin.mutation(api.users.unban, { id: bob.userId });
    expect(await bob.query(api.teams.get, { id: teamId })).toMatchObject({ myRole: "owner" });
  });

  test("takes a team along that nobody is left in", async () => {
    const alone = await inTeam(app, { owner: carl });
    await removeAccount(carl);
    expect(await app.run((ctx) => ctx.db.get("teams", alone))).toBeNull();
  });
});

test("who joins, leaves and changes roles stands in the audit log", async () => {
  const id = await membershipOf(bob);
  await ann.mutation(api.memberships.changeRole, { id, role: "owner" });
  await ann.mutation(api.memberships.remove, { id });
  const events = await app.run((ctx) => ctx.db.query("auditEvents").take(5));
  expect(events).toMatchObject([
    {
      action: "memberships.update",
      actorId: ann.userId,
      details: [{ field: "role", from: "member", to: "owner" }],
    },
    { action: "memberships.remove", actorId: ann.userId, rowId: id },
  ]);
});
