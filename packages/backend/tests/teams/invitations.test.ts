// The whole way of an invitation: who may send one, who may use it, how often, and what others learn.
import { invitationLimits } from "@repo/validators/teams/invitations";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { api, internal } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import crons from "../../convex/crons.ts";
import { declaredCrons } from "../../convex/model/platform/cronRuns.ts";
import { EXPIRE_BATCH } from "../../convex/invitations.ts";
import { findMembership, isMember } from "../../convex/model/teams/teams.ts";
import { rateLimits } from "../../convex/model/platform/rateLimits.ts";
import { type Person, type TestApp, inTeam, initTest, signedInAs } from "../../testing/setup.ts";

const failsWith = (code: string) => ({ data: { code } });
const firstPage = { paginationOpts: { numItems: 10, cursor: null } };
const HOUR = 60 * 60 * 1000;
/** On a clock that stands still, convex-test rounds the time of a transaction up past the last commit. */
const ROUNDED_UP = 1;

let app: TestApp;
let ann: Person;
let bob: Person;
let guest: Person;
let teamId: Id<"teams">;

beforeEach(async () => {
  vi.useFakeTimers();
  app = initTest();
  [ann, bob, guest] = [
    await signedInAs(app, "member"),
    await signedInAs(app, "member"),
    await signedInAs(app, "member"),
  ];
  teamId = await inTeam(app, { owner: ann, members: [bob] });
});

afterEach(() => void vi.useRealTimers());

const emailOf = async ({ userId }: Person) =>
  (await app.run((ctx) => ctx.db.get("users", userId)))!.email;

/** Sets when a person's address was verified; undefined for an address that anybody may have claimed. */
const verify = ({ userId }: Person, emailVerificationTime: number | undefined) =>
  app.run((ctx) => ctx.db.patch("users", userId, { emailVerificationTime }));

const invite = async (email: string, by = ann) =>
  await by.mutation(api.invitations.create, { teamId, email, role: "member" });

/** The secret in the link that was mailed last. */
const lastToken = async () => {
  const mail = await app.run((ctx) => ctx.db.query("emails").order("desc").take(1));
  return /\/invitation#([\w-]+)/.exec(mail[0]!.text!)![1]!;
};

/** Makes somebody in the team an owner, too. */
const makeOwner = async ({ userId }: Person) => {
  const membership = await app.run((ctx) => findMembership(ctx.db, userId, teamId));
  await ann.mutation(api.memberships.changeRole, { id: membership!._id, role: "owner" });
};

const isIn = (person: Person) => app.run((ctx) => isMember(ctx, person.userId, teamId));

describe("sending one", () => {
  test("is for owners, and mails a link that no list shows", async () => {
    const email = await emailOf(guest);
    const byMember = invite(email, bob);
    await expect(byMember).rejects.toMatchObject(failsWith("FORBIDDEN"));
    await expect(invite(email, guest)).rejects.toMatchObject(failsWith("NOT_FOUND"));

    const id = await invite(email);
    const token = await lastToken();
    const { page } = await ann.query(api.invitations.list, { teamId, ...firstPage });
    expect(page).toMatchObject([{ _id: id, email, role: "member", sentCount: 1 }]);
    expect(JSON.stringify(page)).not.toContain("Hash");
    const row = await app.run((ctx) => ctx.db.get("invitations", id));
    expect(row!.tokenHash).toHaveLength(invitationLimits.hash);
    expect(JSON.stringify(row)).not.toContain(token);
    const list = bob.query(api.invitations.list, { teamId, ...firstPage });
    await expect(list).rejects.toMatchObject(failsWith("FORBIDDEN"));
  });

  test("mails names in one line each, so that none passes for the app's own words", async () => {
    const name = "Ann\n\nYour account is locked: call us";
    // As from a provider, or from before names were held to one line.
    await app.run((ctx) => ctx.db.patch("users", ann.userId, { name }));
    await invite("new@example.com");
    const [mail] = await app.run((ctx) => ctx.db.query("emails").take(1));
    expect(mail!.subject).not.toContain("\n");
    expect(mail!.text).not.toMatch(/^Your account/m);
  });

  test("answers the same whether the address has an account or not", async () => {
    const [known, unknown] = [await invite(await emailOf(guest)), await invite("new@example.com")];
    const rows = await app.run(async (ctx) => [
      await ctx.db.get("invitations", known),
      await ctx.db.get("invitations", unknown),
    ]);
    expect(Object.keys(rows[0]!).sort()).toEqual(Object.keys(rows[1]!).sort());
  });

  test("tells an account in the app, once the address is known to be theirs", async () => {
    const news = async () =>
      (await guest.query(api.notifications.list, firstPage)).page.map(({ kind }) => kind);
    const email = await emailOf(guest);
    await verify(guest, undefined);
    const first = await invite(email);
    expect(await news()).toEqual([]);
    await ann.mutation(api.invitations.revoke, { id: first });
    await verify(guest, Date.now());
    await invite(email);
    expect(await news()).toEqual(["invitationReceived"]);
  });

  test("is refused for somebody in the team, and for an address invited already", async () => {
    const member = invite(await emailOf(bob));
    await expect(member).rejects.toMatchObject(failsWith("CONFLICT"));
    await invite("new@example.com");
    await expect(invite(" NEW@example.com ")).rejects.toMatchObject(failsWith("CONFLICT"));
  });

  test("ends at so many open ones, and at so many in an hour", async () => {
    await app.run(async (ctx) => {
      const row = { teamId, invitedBy: ann.userId, role: "member" as const, sentAt: 0 };
      const rest = { tokenHash: "0".repeat(invitationLimits.hash), expiresAt: 1, sentCount: 1 };
      for (let n = 0; n < invitationLimits.perTeam; n++) {
        await ctx.db.insert("invitations", { ...row, ...rest, email: `${n}@example.com` });
      }
    });
    await expect(invite("more@example.com")).rejects.toMatchObject(failsWith("CONFLICT"));

    teamId = await inTeam(app, { owner: bob });
    const { rate } = rateLimits["invitations.send"];
    for (let n = 0; n < rate; n++) await invite(`${n}@example.com`, bob);
    const more = invite("more@example.com", bob);
    await expect(more).rejects.toMatchObject(failsWith("RATE_LIMITED"));
  });
});

describe("sending one again", () => {
  test("voids the link before, and gives it another seven days", async () => {
    const id = await invite(await emailOf(guest));
    const before = await lastToken();
    vi.advanceTimersByTime(invitationLimits.validFor - HOUR);
    await ann.mutation(api.invitations.resend, { id });
    vi.advanceTimersByTime(2 * HOUR);
    const old = guest.mutation(api.invitations.accept, { token: before });
    await expect(old).rejects.toMatchObject(failsWith("NOT_FOUND"));
    await guest.mutation(api.invitations.accept, { token: await lastToken() });
    expect(await isIn(guest)).toBe(true);
  });

  test("makes the sender the one who invites, as the previous one may no longer be an owner", async () => {
    await makeOwner(bob);
    const id = await invite(await emailOf(guest));
    const hers = await app.run((ctx) => findMembership(ctx.db, ann.userId, teamId));
    await bob.mutation(api.memberships.changeRole, { id: hers!._id, role: "member" });
    await bob.mutation(api.invitations.resend, { id });
    const token = await lastToken();
    const { name } = await bob.query(api.users.me);
    expect(await guest.query(api.invitations.preview, { token })).toMatchObject({
      inviterName: name,
    });
    await guest.mutation(api.invitations.accept, { token });
    expect(await isIn(guest)).toBe(true);
  });

  test("is not bypassed by revoking it and inviting again", async () => {
    const inviteAnew = async (email: string) =>
      await ann.mutation(api.invitations.revoke, { id: await invite(email) });
    for (let n = 0; n < rateLimits["invitations.sendTo"].capacity; n++) {
      await inviteAnew("new@example.com");
    }
    const more = inviteAnew("new@example.com");
    await expect(more).rejects.toMatchObject(failsWith("RATE_LIMITED"));
    await inviteAnew("other@example.com");
  });

  test("ends after a few times", async () => {
    const id = await invite("new@example.com");
    for (let n = 1; n < invitationLimits.sent; n++) {
      await ann.mutation(api.invitations.resend, { id });
    }
    const more = ann.mutation(api.invitations.resend, { id });
    await expect(more).rejects.toMatchObject(failsWith("CONFLICT"));
  });
});

describe("a link", () => {
  test("shows what it is for, and lets the one invited in, once", async () => {
    const email = await emailOf(guest);
    const before = (await app.run((ctx) => ctx.db.get("teams", teamId)))!.memberCount;
    await invite(email);
    const token = await lastToken();
    expect(await app.query(api.invitations.preview, { token })).toMatchObject({
      teamName: "Example team",
      email,
      role: "member",
    });

    expect(await guest.mutation(api.invitations.accept, { token })).toBe(teamId);
    const team = await guest.query(api.teams.get, { id: teamId });
    expect(team).toMatchObject({ myRole: "member", memberCount: before + 1 });
    const again = guest.mutation(api.invitations.accept, { token });
    await expect(again).rejects.toMatchObject(failsWith("NOT_FOUND"));
    expect(await app.query(api.invitations.preview, { token })).toBeNull();
    const told = await ann.query(api.notifications.list, firstPage);
    expect(told.page).toMatchObject([{ kind: "invitationAccepted" }]);
  });

  test("that was passed on lets nobody else in", async () => {
    await invite("new@example.com");
    const token = await lastToken();
    const other = guest.mutation(api.invitations.accept, { token });
    await expect(other).rejects.toMatchObject(failsWith("FORBIDDEN"));
    expect(await isIn(guest)).toBe(false);
  });

  test.each([
    ["left the team", () => ann.mutation(api.memberships.leave, { teamId })],
    ["was shut out", () => app.run((ctx) => ctx.db.patch("users", ann.userId, { bannedAt: 1 }))],
  ])("of an owner who %s since is refused", async (_what, goes) => {
    await makeOwner(bob);
    const invitationId = await invite(await emailOf(guest));
    const token = await lastToken();
    await goes();
    expect(await guest.query(api.invitations.preview, { token })).toBeNull();
    expect((await guest.query(api.invitations.listMine, firstPage)).page).toEqual([]);
    const accepted = guest.mutation(api.invitations.accept, { token });
    await expect(accepted).rejects.toMatchObject(failsWith("NOT_FOUND"));
    const acceptedMine = guest.mutation(api.invitations.acceptMine, { invitationId });
    await expect(acceptedMine).rejects.toMatchObject(failsWith("NOT_FOUND"));
  });

  test("works no more once it is revoked, or after seven days", async () => {
    const email = await emailOf(guest);
    const accept = async () =>
      await guest.mutation(api.invitations.accept, { token: await lastToken() });
    const id = await invite(email);
    await ann.mutation(api.invitations.revoke, { id });
    await expect(accept()).rejects.toMatchObject(failsWith("NOT_FOUND"));
    await invite(email);
    vi.advanceTimersByTime(invitationLimits.validFor + ROUNDED_UP);
    await expect(accept()).rejects.toMatchObject(failsWith("NOT_FOUND"));
    expect(await isIn(guest)).toBe(false);
  });

  test("that was made up, or cut off, leads nowhere", async () => {
    const token = "A".repeat(43);
    expect(await app.query(api.invitations.preview, { token })).toBeNull();
    const cut = guest.mutation(api.invitations.accept, { token: "A".repeat(42) });
    await expect(cut).rejects.toMatchObject(failsWith("INVALID"));
  });
});

describe("the list of those that one received", () => {
  test("is there once the address is verified", async () => {
    await invite(await emailOf(guest));
    await verify(guest, undefined);
    expect((await guest.query(api.invitations.listMine, firstPage)).page).toEqual([]);
    await verify(guest, 1);
    const { page } = await guest.query(api.invitations.listMine, firstPage);
    expect(page).toMatchObject([{ teamName: "Example team" }]);

    const { invitationId } = page[0]!;
    expect(await guest.mutation(api.invitations.acceptMine, { invitationId })).toBe(teamId);
    expect((await guest.query(api.invitations.listMine, firstPage)).page).toEqual([]);
  });

  test("is nobody else's to use", async () => {
    const invitationId = await invite(await emailOf(guest));
    await verify(guest, undefined);
    for (const person of [guest, bob]) {
      const accept = person.mutation(api.invitations.acceptMine, { invitationId });
      await expect(accept).rejects.toMatchObject(failsWith("NOT_FOUND"));
      const decline = person.mutation(api.invitations.decline, { invitationId });
      await expect(decline).rejects.toMatchObject(failsWith("NOT_FOUND"));
    }
  });

  test("is left by declining", async () => {
    const invitationId = await invite(await emailOf(guest));
    await guest.mutation(api.invitations.decline, { invitationId });
    expect((await guest.query(api.invitations.listMine, firstPage)).page).toEqual([]);
    expect(await isIn(guest)).toBe(false);
  });
});

describe("expired invitations", () => {
  test("are gone at once, from the lists and from their links", async () => {
    await invite(await emailOf(guest));
    const token = await lastToken();
    const shown = async () => [
      await guest.query(api.invitations.preview, { token }),
      ...(await guest.query(api.invitations.listMine, firstPage)).page,
      ...(await ann.query(api.invitations.list, { teamId, ...firstPage })).page,
    ];
    vi.advanceTimersByTime(invitationLimits.validFor - 1);
    await app.finishInProgressScheduledFunctions();
    expect(await shown()).toHaveLength(3);
    vi.advanceTimersByTime(1 + ROUNDED_UP);
    await app.finishInProgressScheduledFunctions();
    expect(await shown()).toEqual([null]);
  });

  test("are removed, however many, and no others", async () => {
    const kept = await app.run(async (ctx) => {
      const from = { teamId, invitedBy: ann.userId, role: "member", email: "a@b.example" } as const;
      const tokenHash = "0".repeat(invitationLimits.hash);
      const row = { ...from, tokenHash, expiresAt: Date.now() + HOUR, sentAt: 0, sentCount: 1 };
      for (let n = 0; n <= EXPIRE_BATCH; n++) {
        await ctx.db.insert("invitations", { ...row, expiresAt: 1 });
      }
      return await ctx.db.insert("invitations", row);
    });
    await app.mutation(internal.invitations.expire, {});
    await app.finishAllScheduledFunctions(vi.runAllTimers);
    const rest = await app.run((ctx) => ctx.db.query("invitations").take(5));
    expect(rest.map(({ _id }) => _id)).toEqual([kept]);
  });

  test("are looked for by a cron", () => {
    const targets = declaredCrons(crons).map(({ target }) => target);
    expect(targets).toContain("invitations:expire");
  });
});
