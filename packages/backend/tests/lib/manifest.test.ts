// Rules over every function and table, so that a new one cannot leave them out. Each is held to twice: the
// app has nothing that breaks it, and what breaks it in an app that is made for the purpose is found.
import { type AccessMatrix, accessMatrix } from "@repo/validators/access";
import { authTables } from "@convex-dev/auth/server";
import { withSystemFields, zid, zodToConvex } from "@repo/validators/convex";
import { type Quota, quotaOf, uncounted, usualQuota } from "@repo/validators/platform/quotas";
import {
  defineTable,
  httpActionGeneric,
  httpRouter,
  internalQueryGeneric,
  mutationGeneric,
  queryGeneric,
} from "convex/server";
import { v } from "convex/values";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { functionsOf } from "../../reference/app-functions.ts";
import type { TableNames } from "../../convex/_generated/dataModel";
import { publicAccess } from "../../convex/lib/access.ts";
import { action, internalMutation, mutation, query } from "../../convex/builders/functions.ts";
import http from "../../convex/http.ts";
import { pageOf, paginationOpts } from "../../convex/lib/pagination.ts";
import { type References, references } from "../../convex/model/platform/references.ts";
import schema from "../../convex/schema.ts";
import {
  type AppFunction,
  type Tables,
  appFunctions,
  validatorOf,
} from "../../testing/manifest.ts";
import { assistantEndlessTexts } from "../../testing/assistant-lists.ts";
import { demoToldOfPeople } from "../../testing/demo-lists.ts";
import * as rules from "../../testing/rules.ts";
import * as tableRules from "../../testing/tables.ts";
import { shapeOfTable } from "../../testing/shapes.ts";

/**
 * The auth library makes these itself, and its client calls them by name: what they take and answer is its
 * own. Who may call them is stated as of all others; that nobody gets at rows by them is for
 * `authStore.test.ts`.
 */
const libraryFunctions = ["auth:isAuthenticated", "auth:signIn", "auth:signOut", "auth:store"];

/** Migrations are made by their component, for the command line alone: they answer what they did. */
const isMigration = ({ module, isPublic }: AppFunction) => module === "migrations" && !isPublic;

/** Whose shapes and indexes are the auth library's business. */
const libraryTables = Object.keys(authTables).filter((table) => table !== "users");

/** Indexes by which that library looks people up, named by it. */
const libraryIndexes = ["users.email", "users.phone"];

/** A token that another came from: both go with their session. */
const goneOtherwise = ["authRefreshTokens.parentRefreshTokenId"];

const knownRoutes = [
  "GET /.well-known/jwks.json",
  "GET /.well-known/openid-configuration",
  "GET /files/*",
  "OPTIONS /files/*",
  "GET /public/*",
  "OPTIONS /uploads/*",
  "POST /uploads/*",
  "POST /webhooks/resend",
];

const all = await appFunctions();
const ours = all.filter((fn) => !libraryFunctions.includes(fn.name) && !isMigration(fn));
const open = ours.filter((fn) => fn.isPublic);

const nothing = {
  access: "signedIn" as const,
  args: {},
  returns: z.null(),
  handler: async () => null,
};
const note = z.object({ title: z.string(), tags: z.array(z.string()).max(3) });

/** Functions that break one rule or another, and one that breaks none. */
const broken = await functionsOf({
  "./notes.ts": async () => ({
    fine: query({
      ...nothing,
      args: { id: zid("notes"), only: z.array(zid("notes")).max(3), paginationOpts },
      returns: pageOf(note),
      handler: async () => ({ page: [], isDone: true, continueCursor: "" }),
    }),
    unguarded: queryGeneric({ args: {}, returns: v.null(), handler: async () => null }),
    takesAll: internalQueryGeneric({ returns: v.null(), handler: async () => null }),
    promisesNothing: internalQueryGeneric({ args: {}, handler: async () => null }),
    takesAnything: query({ ...nothing, args: { body: z.any() } }),
    answersAnything: query({
      ...nothing,
      returns: z.object({ rest: z.any() }),
      handler: async () => ({ rest: 1 }),
    }),
    looseId: query({ ...nothing, args: { id: z.string() } }),
    looseIds: query({ ...nothing, args: { where: z.object({ noteId: z.string().optional() }) } }),
    theirId: query({ ...nothing, args: { eventId: z.string().max(80) } }),
    claims: query({ ...nothing, args: { ownerId: zid("users") } }),
    takesList: query({ ...nothing, args: { tags: z.array(z.string()) } }),
    answersList: query({ ...nothing, returns: z.array(note), handler: async () => [] }),
    answersSecret: query({
      ...nothing,
      returns: z.object({ tokenHash: z.string() }),
      handler: async () => ({ tokenHash: "" }),
    }),
    answersAddress: query({
      ...nothing,
      returns: z.object({ author: z.object({ email: z.string(), ownerId: z.string() }) }),
      handler: async () => ({ author: { email: "", ownerId: "" } }),
    }),
    takesText: query({ ...nothing, args: { all: z.array(z.string()).max(3) } }),
    changesAndShows: mutation({
      ...nothing,
      access: "notes.create",
      returns: z.object({ _creationTime: z.number() }),
      handler: async () => ({ _creationTime: 1 }),
    }),
    takesRow: internalMutation({
      ...nothing,
      args: { note: z.object(withSystemFields("notes", { title: z.string() })) },
    }),
    answersPage: query({
      ...nothing,
      returns: z.object({ page: z.array(note) }),
      handler: async () => ({ page: [] }),
    }),
    silent: action({ ...nothing, because: " " }),
    pastBuilders: mutationGeneric({ args: {}, returns: v.null(), handler: async () => null }),
    // @ts-expect-error a mutation that is open to everybody has to name its limit
    openChange: mutation({ ...nothing, access: publicAccess("a probe of these tests") }),
    // @ts-expect-error and so does an action
    openAction: action({
      ...nothing,
      access: publicAccess("a probe of these tests"),
      because: "a probe",
    }),
  }),
});
/** One that is no table's. */
const shared = await functionsOf({
  "./model/notes.ts": async () => ({ count: query(nothing), plain: () => 1 }),
});
const brokenOpen = broken.filter((fn) => fn.isPublic);

describe("functions", () => {
  test("are found", () => {
    expect(open.map((fn) => fn.name)).toEqual(expect.arrayContaining(["notes:list", "users:me"]));
  });

  test("are made by our builders, but for those of libraries", () => {
    const others = all.filter((fn) => fn.shapes === undefined && !isMigration(fn));
    expect(others.map(({ name }) => name).sort()).toEqual(libraryFunctions);
  });

  test("that are public state who may call them, those of libraries, too", () => {
    expect(rules.withoutAccess(all.filter((fn) => fn.isPublic))).toEqual([]);
  });

  test("that are public and do not are found", () => {
    expect(rules.withoutAccess(brokenOpen)).toEqual(["notes:unguarded", "notes:pastBuilders"]);
  });

  test("state their arguments and what they answer", () => {
    expect(rules.withoutShapes(ours)).toEqual([]);
  });

  test("that leave one of them out are found", () => {
    expect(rules.withoutShapes(broken)).toEqual(["notes:takesAll", "notes:promisesNothing"]);
  });

  test("name no argument or answer that may be anything", () => {
    expect(rules.anythings(ours)).toEqual([]);
  });

  test("that take or answer anything are found", () => {
    expect(rules.anythings(broken)).toEqual([
      "notes:takesAll ",
      "notes:takesAnything body",
      "notes:answersAnything rest",
    ]);
  });

  test("take the ids of rows as ids, not as any text", () => {
    expect(rules.looseIds(open)).toEqual([]);
  });

  test("that take any text for an id are found", () => {
    expect(rules.looseIds(brokenOpen)).toEqual(["notes:looseId id", "notes:looseIds where.noteId"]);
  });

  test("take no owner of a row as an argument", () => {
    expect(rules.claimedOwners(open, accessMatrix)).toEqual([]);
  });

  test("that take somebody's word for it are found", () => {
    expect(rules.claimedOwners(brokenOpen, accessMatrix)).toEqual(["notes:claims ownerId"]);
  });

  test("take and answer a list only as a page, or with an end", () => {
    expect(rules.endlessLists(open)).toEqual([]);
  });

  test("that take or answer a list without an end are found", () => {
    expect(rules.endlessLists(brokenOpen)).toEqual([
      "notes:takesList tags",
      "notes:answersList ",
      "notes:answersPage page",
    ]);
  });

  test("that are public and actions say why nothing else will do", () => {
    expect(rules.silentActions(open)).toEqual([]);
  });

  test("that are public and actions, and do not say why, are found", () => {
    expect(rules.silentActions(brokenOpen)).toEqual(["notes:silent"]);
  });

  test("that change something are limited", () => {
    expect(rules.unlimitedChanges(open)).toEqual([]);
  });

  test("that add something, or are no table's, have a limit of their own", () => {
    const why = { "users:removeAccount": "there is nobody left to call it twice" };
    expect(rules.usuallyLimitedAdditions(open, why)).toEqual([]);
  });

  test("that add something without one are found, and reasons that are of no use", () => {
    const found = ["notes:changesAndShows", "notes:silent", "notes:fine"];
    expect(rules.usuallyLimitedAdditions(brokenOpen, { "notes:fine": "a query" })).toEqual(found);
  });

  test("take texts with an end", () => {
    expect(rules.endlessArguments(open)).toEqual([...assistantEndlessTexts]);
  });

  test("that take texts of any length are found", () => {
    expect(rules.endlessArguments(brokenOpen)).toEqual([
      "notes:looseId id",
      "notes:looseIds where.noteId",
      "notes:takesList tags[]",
      "notes:takesText all[]",
    ]);
  });

  test("that change something answer no rows", () => {
    expect(rules.changesThatShow(open)).toEqual([]);
  });

  test("that change something and answer rows are found", () => {
    const found = ["notes:changesAndShows _creationTime"];
    expect(rules.changesThatShow(brokenOpen)).toEqual(found);
  });

  test("that are internal take ids rather than rows", () => {
    expect(rules.takenRows(ours)).toEqual([]);
  });

  test("that take rows are found", () => {
    expect(rules.takenRows(broken)).toEqual(["notes:takesRow note._creationTime"]);
  });

  test("answer no secret, and of people only their public fields", () => {
    expect(rules.toldSecrets(open)).toEqual([]);
    expect(rules.toldOfPeople(open, tables)).toEqual([
      // Those who share a team know each other by address; else one's own, and everybody's for admins.
      ...demoToldOfPeople,
      "frame:get me.email",
      "memberships:list page[].email",
      "users:me email",
      "users:list page[].email",
      "users:list page[].bannedAt",
      "users:list page[].leavingSince",
    ]);
  });

  test("that tell a secret, or of people more than they should, are found", () => {
    expect(rules.toldSecrets(brokenOpen)).toEqual(["notes:answersSecret tokenHash"]);
    const told = ["notes:answersAddress author.email"];
    expect(rules.toldOfPeople(brokenOpen, {})).toEqual(told);
    const withAddress = { notes: defineTable({ email: v.string() }) };
    expect(rules.toldOfPeople(brokenOpen, withAddress)).toEqual([]);
  });

  test("stand in the modules of tables, not in what those share", () => {
    expect(rules.sharedFunctions(all)).toEqual([]);
    expect(rules.sharedFunctions(shared)).toEqual(["model/notes:count"]);
  });

  test("that change something past the builders, without a limit, are found", () => {
    expect(rules.unlimitedChanges(brokenOpen)).toEqual(["notes:pastBuilders"]);
  });
});

const tables: Tables = schema.tables;
const ownTables = Object.fromEntries(
  Object.entries(tables).filter(([table]) => !libraryTables.includes(table)),
);

/** What the table `notes` of the broken ones is made of: a list without an end, and one with. */
const list = z.object({
  ownerId: zid("users"),
  tags: z.array(z.string()),
  few: z.array(z.string()).max(3),
});
/** Tables that break one rule or another. */
const brokenTables: Tables = {
  teams: defineTable({}),
  users: defineTable({ teamId: v.id("teams") }).index("by_teamId", ["teamId"]),
  notes: defineTable(zodToConvex(list))
    .index("by_owner", ["ownerId"])
    .index("by_ownerId", ["few", "ownerId"]),
  files: defineTable({
    blob: v.bytes(),
    meta: v.any(),
    storageIds: v.array(v.id("_storage")),
    gone: v.id("teams"),
  }),
  drafts: defineTable({
    meta: v.object({
      status: v.string(),
      owner: v.object({ address: v.object({ street: v.string() }) }),
    }),
  }),
};

describe("tables", () => {
  test("of our own stand in the access matrix, and the matrix names no others", () => {
    const own = Object.keys(ownTables);
    expect(tableRules.unmatchedTables(own, Object.keys(tables), accessMatrix)).toEqual([]);
  });

  test("that the matrix leaves out or makes up are found", () => {
    const matrix = { notes: {}, authSessions: {}, ghosts: {} };
    const unmatched = tableRules.unmatchedTables(
      ["notes", "drafts"],
      ["notes", "drafts", "authSessions"],
      matrix,
    );
    expect(unmatched).toEqual(["drafts", "ghosts"]);
  });

  test("have an index for each scope that a role holds", () => {
    expect(tableRules.scopesWithoutIndex(tables, accessMatrix)).toEqual([]);
  });

  test("without an index for a scope are found", () => {
    const matrix = {
      notes: { columns: { own: "ownerId", team: "teamId" } },
      users: { columns: { own: "_id", team: "teamId" } },
      files: { columns: { own: "ownerId" } },
    };
    const missing = ["notes.teamId", "files.ownerId"];
    expect(tableRules.scopesWithoutIndex(brokenTables, matrix)).toEqual(missing);
  });

  test("whose rows somebody can create count on a quota, or say what bounds them", () => {
    const counts = (table: string) => quotaOf(table);
    // Rows that name neither a person nor a team are the app's own, as in a catalog, or parts of a row that counts.
    const matrix: AccessMatrix = accessMatrix;
    const isTheApps = (table: string) => {
      const { create, columns } = matrix[table] ?? {};
      return create !== undefined && columns?.own === undefined && columns?.team === undefined;
    };
    // A table that nobody may create rows of fills by functions that insert them, once there are any.
    const isEmpty = (table: string) =>
      matrix[table]?.create === undefined && !tableRules.isInserted(table);
    const held = Object.keys(ownTables).filter(
      (table) => Object.hasOwn(uncounted, table) || !(isTheApps(table) || isEmpty(table)),
    );
    expect(tableRules.isInserted("notifications")).toBe(true);
    expect(tableRules.uncountedTables(held, counts, uncounted)).toEqual([]);
    expect(tableRules.quotaColumnsAstray(Object.keys(ownTables), counts, references)).toEqual([]);
  });

  test("of a new entity count by the columns of its access", () => {
    const create = { member: "own" } as const;
    const matrix = {
      drafts: { columns: { own: "ownerId", team: "teamId" }, create },
      logs: { columns: { own: "ownerId" } },
    };
    const { person, team } = usualQuota;
    expect(quotaOf("drafts", matrix)).toEqual({
      person: { column: "ownerId", ...person },
      team: { column: "teamId", ...team },
    });
    expect(quotaOf("logs", matrix)).toEqual({});
  });

  test("that count for nobody, or by what leads elsewhere, are found, and reasons of no use", () => {
    const { person } = usualQuota;
    const counts = (table: string): Quota =>
      table === "notes" ? { person: { column: "draftOf", ...person } } : {};
    const except = { teams: "one each", notes: "counted all the same" };
    const found = ["drafts", "notes"];
    expect(tableRules.uncountedTables(["notes", "drafts", "teams"], counts, except)).toEqual(found);
    const map = { notes: { draftOf: { to: "notes", onRemove: "clear" } } } as unknown as References;
    expect(tableRules.quotaColumnsAstray(["notes", "drafts"], counts, map)).toEqual([
      "notes.draftOf",
    ]);
  });

  test("name their indexes after the fields", () => {
    const misnamed = tableRules.misnamedIndexes(ownTables);
    expect(misnamed.filter((index) => !libraryIndexes.includes(index))).toEqual([]);
  });

  test("with an index of another name are found", () => {
    expect(tableRules.misnamedIndexes(brokenTables)).toEqual([
      "notes.by_owner",
      "notes.by_ownerId",
    ]);
  });

  test("can be read from the row that a reference leads to", () => {
    expect(tableRules.referencesWithoutIndex(tables, references)).toEqual([]);
  });

  test("that cannot be read from where a reference leads are found", () => {
    const cascade = (to: string) => ({ to, onRemove: "cascade" });
    const map = {
      users: { teamId: cascade("teams") },
      // This index does not start with the field, and that one is not there.
      notes: { ownerId: cascade("users") },
      files: { gone: cascade("teams") },
    } as References;
    const unread = tableRules.referencesWithoutIndex(brokenTables, map);
    expect(unread.sort()).toEqual(["files.gone", "notes.ownerId"]);
  });

  test("are made of the shapes that arguments and forms are made of", async () => {
    expect(tableRules.tablesWithoutShape(await shapesOf(ownTables))).toEqual([]);
  });

  test("that are made of a shape of their own are found", async () => {
    const mixed = { teams: ownTables.teams!, notes: defineTable({ title: v.string() }) };
    expect(tableRules.tablesWithoutShape(await shapesOf(mixed))).toEqual(["notes"]);
  });

  test("hold nothing that may be anything, no file, and no list without a bound", async () => {
    expect(tableRules.looseFields(ownTables, await shapesOf(ownTables))).toEqual([]);
  });

  test("that hold such a thing are found", () => {
    expect(tableRules.looseFields(brokenTables, { notes: list })).toEqual([
      "notes.tags",
      "files.blob",
      "files.meta",
      "files.storageIds",
    ]);
  });

  test("say which values a field takes that is one of a few", () => {
    // Kinds of e-mails come and go, and rows outlive them; jobs have the name of a function, one of as many as do work
    // in the background.
    expect(tableRules.openSets(ownTables)).toEqual(["emails.kind", "jobs.kind"]);
  });

  test("that leave such a field open are found", () => {
    expect(tableRules.openSets(brokenTables)).toEqual(["drafts.meta.status"]);
  });

  test("have no parts of parts of parts", () => {
    expect(tableRules.deepFields(ownTables)).toEqual([]);
  });

  test("that have them are found", () => {
    expect(tableRules.deepFields(brokenTables)).toEqual(["drafts.meta.owner.address"]);
  });

  test("have an entry for each reference and each file, and no others", () => {
    expect(tableRules.undeclaredReferences(tables, references, goneOtherwise)).toEqual([]);
  });

  test("with an entry too few or too many, or a wrong one, are found", () => {
    const map = {
      users: { teamId: { to: "teams", onRemove: "clear" } },
      notes: { ownerId: { to: "teams", onRemove: "clear" }, draftOf: { to: "notes" } },
    } as unknown as References;
    expect(tableRules.undeclaredReferences(brokenTables, map, ["files.gone"])).toEqual([
      "notes.ownerId users",
      "files.storageIds _storage",
      "notes.ownerId teams",
      "notes.draftOf notes",
    ]);
  });

  test("let go of rows that are removed along with others", () => {
    expect(tableRules.heldRemovals(references)).toEqual([]);
  });

  test("that hold rows which are removed along with others are found", () => {
    const map = {
      notes: { ownerId: { to: "users", onRemove: "cascade" } },
      files: { noteId: { to: "notes", onRemove: "restrict" } },
      teams: { ownerId: { to: "users", onRemove: "restrict" } },
    } as unknown as References;
    expect(tableRules.heldRemovals(map)).toEqual(["files.noteId"]);
  });
});

describe("HTTP routes", () => {
  test("are those of sign-in and of files, and no others", () => {
    expect(rules.strayRoutes(http, knownRoutes)).toEqual([]);
  });

  test("state what bounds their calls", () => {
    expect(rules.unguardedRoutes(http)).toEqual([]);
  });

  test("that state nothing, or are a webhook in another place, are found", () => {
    const router = httpRouter();
    const handler = httpActionGeneric(async (_, request) => Response.json(await request.json()));
    router.route({ path: "/in", method: "POST", handler });
    router.route({ path: "/out", method: "GET", handler });
    const [resend] = http.lookup("/webhooks/resend", "POST")!;
    router.route({ path: "/hooks", method: "POST", handler: resend });
    expect(rules.unguardedRoutes(router)).toEqual(["POST /hooks", "POST /in", "GET /out"]);
  });

  test("that nobody thought about are found, and those that are gone", () => {
    const router = httpRouter();
    const handler = httpActionGeneric(async () => new Response());
    router.route({ path: "/.well-known/jwks.json", method: "GET", handler });
    router.route({ pathPrefix: "/files/", method: "DELETE", handler });
    expect(rules.strayRoutes(router, knownRoutes.slice(0, 2))).toEqual([
      "DELETE /files/*",
      "GET /.well-known/openid-configuration",
    ]);
  });
});

async function shapesOf(tables: Tables): Promise<tableRules.TableShapes> {
  const shapes = Object.entries(tables).map(async ([table, definition]) => {
    return [table, await shapeOfTable(table as TableNames, validatorOf(definition))] as const;
  });
  return Object.fromEntries(await Promise.all(shapes));
}
