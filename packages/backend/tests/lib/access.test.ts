// The access matrix, held against every public function: each is called as nobody and as every role.
import {
  type Operation,
  type Role,
  type TeamRole,
  grantFor,
  roles,
  rowsInTeam,
  teamRoles,
} from "@repo/validators/access";
import { zid } from "@repo/validators/convex";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { functionsOf } from "../../reference/app-functions.ts";
import { type Access, checkAccess, isAccess, publicAccess } from "../../convex/lib/access.ts";
import { notImplemented } from "../../convex/lib/errors.ts";
import { mutation, query } from "../../convex/builders/functions.ts";
import { getPermittedOrThrow } from "../../convex/model/teams/coverage.ts";
import { requireMembership } from "../../convex/model/teams/teams.ts";
import { getOrThrow } from "../../convex/lib/rows.ts";
import { appFunctions, call } from "../../testing/manifest.ts";
import { callsOf } from "../../testing/matrix.ts";
import { initTest, signedInAs } from "../../testing/setup.ts";

// Codes for signing up are kept as what this key makes of them.
beforeAll(() => void vi.stubEnv("JWT_PRIVATE_KEY", "a key of these tests"));
afterAll(() => void vi.unstubAllEnvs());

const open = (await appFunctions()).filter((fn) => fn.isPublic);
const functions = open.filter((fn) => fn.policy);

test("every public function that a deployment gets is among them, those of the auth library, too", () => {
  expect(functions.map(({ name }) => name)).toEqual(open.map(({ name }) => name));
  const ofLibrary = ["auth:isAuthenticated", "auth:signIn", "auth:signOut"];
  expect(functions.map(({ name }) => name)).toEqual(expect.arrayContaining(ofLibrary));
});

describe.each(functions.map((fn) => [fn.name, fn] as const))("%s", (_name, fn) => {
  test.each(callsOf(fn).map((each) => [each.who, each] as const))(
    "called as %s",
    async (_who, { expected, code }) => {
      expect(expected).toContain(await code());
    },
  );
});

/** Functions that let in whom they should not. */
const probe = {
  withoutTeam: mutation({
    access: "tasks.create",
    args: { teamId: zid("teams"), title: z.string().min(3) },
    returns: z.null(),
    handler: async () => null,
  }),
  ofAnyMember: query({
    access: "invitations.read",
    args: { teamId: zid("teams") },
    returns: z.null(),
    handler: async (ctx, { teamId }) => {
      await requireMembership(ctx, teamId);
    },
  }),
  ofReaders: mutation({
    access: "memberships.remove",
    args: { id: zid("memberships") },
    returns: z.null(),
    handler: async (ctx, { id }) => {
      await getOrThrow(ctx, "memberships", id);
    },
  }),
  ofHolders: mutation({
    access: "memberships.remove",
    args: { id: zid("memberships") },
    returns: z.null(),
    handler: async (ctx, { id }) => {
      await getPermittedOrThrow(ctx, "memberships.remove", id);
    },
  }),
  /** One whose body is not written yet lets in the same people as any other. */
  unfinished: query({
    access: "notes.read",
    args: { id: zid("notes") },
    returns: z.null(),
    handler: async (ctx, { id }) => {
      await getOrThrow(ctx, "notes", id);
      throw notImplemented("probe.unfinished");
    },
  }),
  ofAnybody: query({
    access: "notes.read",
    args: { fileId: zid("files") },
    returns: z.string(),
    handler: async (ctx, { fileId }) => (await ctx.unscopedDb.get("files", fileId))!.name,
  }),
};
const probes = { "./probe.ts": async () => probe };

const scopeOf = (role: Role, table: string, operation: Operation) =>
  grantFor(role, table, operation)?.scope;
const reading = (role: Role) => scopeOf(role, "invitations", "read");
/** In a team, those of the roles that may read its memberships and not remove them. */
const readersAlone = (tie: TeamRole) =>
  roles.filter((role) => {
    const [read, remove] = [
      scopeOf(role, "memberships", "read"),
      scopeOf(role, "memberships", "remove"),
    ];
    if (read === undefined || remove === undefined || remove === "all") return false;
    const isRead = read === "all" || rowsInTeam(tie, read, "memberships.read") !== null;
    return isRead && rowsInTeam(tie, remove, "memberships.remove") === null;
  });
const strangers = roles.map((role) => `${role} with the %s of others, stranger`);

test.each([
  ["withoutTeam", strangers.map((who) => who.replace("%s", "teamId"))],
  // An admin may see the invitations of every team; a member of the app, of those that they own.
  [
    "ofAnyMember",
    [
      ...roles
        .filter((role) => reading(role) === "all")
        .map((role) => `${role} with the teamId of others, stranger`),
      ...teamRoles.flatMap((tie) =>
        roles
          .filter((role) => {
            const scope = reading(role);
            return scope === "led" && rowsInTeam(tie, scope, "invitations.read") === null;
          })
          .map((role) => `${role} with the teamId of others, ${tie} of their team`),
      ),
    ],
  ],
  [
    "ofReaders",
    teamRoles.flatMap((tie) =>
      readersAlone(tie).map((role) => `${role} with the id of others, ${tie} of their team`),
    ),
  ],
  ["ofHolders", []],
  ["unfinished", []],
  ["ofAnybody", strangers.map((who) => who.replace("%s", "fileId"))],
])("a function that lets in whom it should not is found: %s", async (name, found) => {
  const fn = (await functionsOf(probes)).find((each) => each.name === `probe:${name}`)!;
  const wrong: string[] = [];
  for (const { who, expected, code } of callsOf(fn, probes)) {
    if (!expected.includes(await code())) wrong.push(who);
  }
  expect(wrong).toEqual(found);
});

test("the account behind a session that is gone counts as nobody", async () => {
  const app = initTest();
  const person = await signedInAs(app, "admin");
  await app.run((ctx) => ctx.db.delete("users", person.userId));

  const me = functions.find((fn) => fn.name === "users:me")!;
  const refused = { data: { code: "UNAUTHENTICATED" } };
  await expect(call(person, me, {})).rejects.toMatchObject(refused);
});

describe("an access", () => {
  test("is a permission of the matrix, signedIn, or public with a reason", () => {
    expect([isAccess("notes.read"), isAccess("signedIn"), isAccess(publicAccess("why"))]).toEqual([
      true,
      true,
      true,
    ]);
  });

  test.each([[undefined], [null], [""], ["notes.fly"], ["public"], [{}], [{ public: "" }], [true]])(
    "%j is no access policy, and denies access",
    (value) => {
      expect(isAccess(value)).toBe(false);
      const refused = expect.objectContaining({
        data: expect.objectContaining({ code: "FORBIDDEN" }),
      });
      expect(() => checkAccess(null, value as Access)).toThrow(refused);
    },
  );
});

test("a function whose body is not written yet says so, by name", async () => {
  const app = initTest(probes);
  const person = await signedInAs(app, "member");
  const id = await app.run((ctx) =>
    ctx.db.insert("notes", { ownerId: person.userId, title: "x", body: "" }),
  );
  const fn = (await functionsOf(probes)).find(({ name }) => name === "probe:unfinished")!;
  const answer = call(person, fn, { id });
  await expect(answer).rejects.toMatchObject({ data: { code: "NOT_IMPLEMENTED" } });
  await expect(answer).rejects.toThrow("probe.unfinished");
});
