// Somebody who is in every table, in the components and in files removes their account: whatever can still be
// found of them is on the list of `model/remains.ts`, and is gone when the time has come that the list gives.
import { authTables } from "@convex-dev/auth/server";
import type { AccessMatrix } from "@repo/validators/access";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { declaredCrons } from "../../convex/model/platform/cronRuns.ts";
import { api, internal } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import crons from "../../convex/crons.ts";
import type { OnRemove } from "../../convex/lib/reference.ts";
import {
  bounds,
  longestDays,
  remains,
  remainsIn,
  remainsInComponent,
  untelling,
  untellingComponents,
} from "../../convex/model/platform/remains.ts";
import { useAssistant } from "../../testing/assistant-lists.ts";
import { useKnowledge } from "../../testing/knowledge-lists.ts";
import { uploaded } from "../../testing/files.ts";
import { settle } from "../../testing/settle.ts";
import { appFunctions, call, exampleRow } from "../../testing/manifest.ts";
import {
  MARK,
  SCHEDULED,
  SHARED_MARK,
  isSomebodys,
  markedDocument,
  marksOf,
  search,
  tables,
  textsOf,
} from "../../testing/remains.ts";
import { isInserted } from "../../testing/tables.ts";
import {
  type Person,
  type TestApp,
  allRows,
  inTeam,
  initTest,
  signedInAs,
} from "../../testing/setup.ts";
import type { Use } from "../../testing/use.ts";

const DAY = 24 * 60 * 60 * 1000;
const EMAIL = `${MARK}@example.com`;
const address = "203.0.113.9";

const declared = declaredCrons(crons);
const functions = await appFunctions();

let app: TestApp;
let ann: Person;
let bob: Person;
let logged: string[];

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubEnv("TRUST_CLIENT_ADDRESS", "1");
  logged = [];
  for (const level of ["debug", "log", "info", "warn", "error"] as const) {
    vi.spyOn(console, level).mockImplementation((...said) => void logged.push(said.join(" ")));
  }
  app = initTest();
  bob = await signedInAs(app, "member");
  ann = await signedInAs(app, "member");
  const changes = { name: `Ann ${MARK}`, email: EMAIL };
  await app.run((ctx) => ctx.db.patch("users", ann.userId, changes));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** A row of a person's in every table, with a mark wherever it may identify somebody; answers the tables. */
async function fill(person: Person, markOf: Parameters<typeof markedDocument>[3]) {
  const teamId = await exampleRow(app, person, "teams");
  await app.run((ctx) => ctx.db.patch("teams", teamId, { name: markOf("theirs") }));
  for (const table of tables.filter((each) => !["users", "teams", "memberships"].includes(each))) {
    const row = await markedDocument(app, person, table, markOf);
    await app.run((ctx) => ctx.db.insert(table, row as never));
  }
}

/** What is done with the features, in this order. */
const uses: readonly Use[] = [useKnowledge, useAssistant];

/** Uses every part of the app, with a mail service set. */
async function use(): Promise<void> {
  vi.stubEnv("RESEND_API_KEY", "re_test");
  vi.stubEnv("EMAIL_FROM", "App <app@example.com>");
  vi.stubGlobal("fetch", async () => Response.json({ data: [{ id: "re-1" }] }));
  const teamId = await inTeam(app, { owner: bob, members: [ann] });
  await signInAndInvite(teamId);
  await work(teamId);
  const alone = await inTeam(app, { owner: ann });
  const people = { ann, bob, teamId, alone, mark: MARK, sharedMark: SHARED_MARK };
  for (const { run } of uses) await run(app, people);
  await app.mutation(internal.notifications.digest, { cursor: null });
  await settle(app);
  // Last, as it is gone in a week, and settling lets all the time pass that anything waits for.
  const elsewhere = await inTeam(app, { owner: bob });
  await bob.mutation(api.invitations.create, { teamId: elsewhere, email: EMAIL, role: "member" });
}

async function signInAndInvite(teamId: Id<"teams">): Promise<void> {
  await app.mutation(internal.authCodes.startSignIn, { email: EMAIL });
  await app.mutation(internal.authCodes.answerByMail, { email: EMAIL, isRight: true });
  await app.mutation(internal.authCodes.request, { email: EMAIL, purpose: "signUp" });
  const there = ann.withRequestMetadata({ ip: address });
  await there.mutation(api.users.updateProfile, { bio: MARK });
  const { page } = await bob.query(api.memberships.list, { teamId, ...{ paginationOpts } });
  const hers = page.find(({ userId }) => userId === ann.userId)!._id;
  await bob.mutation(api.memberships.changeRole, { id: hers, role: "owner" });
  const carl = { email: "carl@example.com", role: "member" } as const;
  await ann.mutation(api.invitations.create, { teamId, ...carl });
}
const paginationOpts = { numItems: 10, cursor: null };

async function work(teamId: Id<"teams">): Promise<void> {
  const task = { teamId, title: `Ask ${SHARED_MARK}`, priority: "normal" } as const;
  const id = await bob.mutation(api.tasks.create, { ...task, assigneeId: ann.userId });
  await ann.mutation(api.tasks.move, { id, status: "doing" });
  await ann.mutation(api.tasks.create, { ...task, assigneeId: bob.userId });
  await ann.mutation(api.notes.create, { title: MARK, body: MARK });
  const bytes = { contentType: "text/plain", bytes: `${MARK} wrote this.` };
  await uploaded(app, ann, bytes, "attachment");
}

/** Removes the account, within seconds: what only goes later is still there. */
async function leave(): Promise<void> {
  await ann.mutation(api.users.removeAccount, { email: EMAIL });
  for (let seconds = 0; seconds < 20; seconds++) {
    vi.advanceTimersByTime(1000);
    await app.finishInProgressScheduledFunctions();
  }
  expect(await app.run((ctx) => ctx.db.get("users", ann.userId))).toBeNull();
}

/** Lets time pass, and every cron do all that is due then. */
async function passDays(days: number): Promise<void> {
  vi.setSystemTime(Date.now() + days * DAY);
  for (const { target, args } of declared) {
    await call(
      app,
      functions.find(({ name }) => name === target)!,
      args as never,
    );
    await settle(app);
  }
}

/** What the list says of a place where something was found. */
function listed(place: string) {
  const [table = "", ...column] = place.split(".");
  return place.includes("/") ? remainsInComponent(place) : remainsIn(table, column.join("."));
}
const unlisted = (found: Record<string, string[]>) =>
  Object.entries(found).filter(([place]) => place !== SCHEDULED && !listed(place));
const isTheirs = (place: string) => listed(place)?.until === "theirs";
/** Places that others keep, where what is the person's alone has no business once they are gone. */
const keptByMistake = (found: Record<string, string[]>) =>
  Object.keys(found).filter((place) => isTheirs(place) && !listed(place)?.ofOwnTeam);

describe("somebody who used everything", () => {
  test("leaves what is on the list, and nothing of that when its time has come", async () => {
    const marks = await marksOf(ann, EMAIL);
    await use();
    const before = await search(app, marks);
    const used = ["users.name", "notes.body", "invitations.email"];
    const inComponents = ["rateLimiter/rateLimits", "resend/emails"];
    const everywhere = [
      ...used,
      ...inComponents,
      ...uses.flatMap((use) => use.before),
      "_storage",
      SCHEDULED,
    ];
    expect(Object.keys(before)).toEqual(expect.arrayContaining(everywhere));

    await leave();
    const after = await search(app, { ...marks, "the team's": SHARED_MARK });
    expect(unlisted(after), "Add these to model/remains.ts, or have them go").toEqual([]);
    expect(keptByMistake(await search(app, marks)), "Have these go with the person").toEqual([]);
    // Or the list would say what is not so.
    const said = ["auditEvents.rowId", "auditEvents.details[].to", "emails.subject"];
    const saidOfComponents = [
      ...uses.flatMap((use) => use.bounded),
      "resend/content",
      "resend/emails",
    ];
    const bounded = [...said, "notifications.title", ...saidOfComponents, "rateLimiter/rateLimits"];
    const theirs = [...uses.flatMap((use) => use.theirs), "tasks.title"];
    expect(Object.keys(after)).toEqual(expect.arrayContaining([...bounded, ...theirs]));

    await passDays(longestDays);
    const { [SCHEDULED]: _ofConvex, ...left } = await search(app, marks);
    expect(left).toEqual({});
    const shared = await search(app, { "the team's": SHARED_MARK });
    expect(Object.keys(shared).filter((place) => !isTheirs(place))).toEqual([]);
    expect(Object.keys(shared)).toEqual(expect.arrayContaining(theirs));
  });

  test("is not named in the log of the deployment", async () => {
    await use();
    await leave();
    const naming = logged.filter((line) => line.toLowerCase().includes(MARK));
    expect(naming).toEqual([]);
  });
});

describe("somebody with a row in every table, who is named in everybody else's", () => {
  test("is in each of them", async () => {
    await fill(ann, () => MARK);
    const rows = await allRows(app);
    expect(tables.filter((table) => rows[`/${table}`]!.length === 0)).toEqual([]);
  });

  test("is found in no row by the end of its time", async () => {
    await fill(ann, () => MARK);
    await fill(bob, (until) => (until === "theirs" ? SHARED_MARK : MARK));
    const marks = await marksOf(ann, EMAIL);
    await leave();
    const after = await search(app, marks);
    expect(unlisted(after), "Add these to model/remains.ts, or have them go").toEqual([]);
    expect(keptByMistake(after), "Have these go with the person").toEqual([]);
    const inApp = Object.entries(remains).filter(([place]) => !place.includes("/"));
    const bounded = inApp.filter(([, { until }]) => until !== "theirs").map(([place]) => place);
    expect(Object.keys(after)).toEqual(expect.arrayContaining(bounded));

    await passDays(longestDays);
    const { [SCHEDULED]: _ofConvex, ...left } = await search(app, marks);
    expect(left, "Purge these within the days that model/remains.ts gives").toEqual({});
  });
});

describe("the list", () => {
  test("says of every text of the app whether it may identify somebody who is gone", () => {
    const texts = tables.flatMap((table) => textsOf(table).map((path) => [table, path] as const));
    // Rows that no function makes, and nobody may, come with the app.
    const isMade = (table: string) => Object.hasOwn(authTables, table) || isInserted(table);
    const unsaid = texts
      .filter(([table]) => isMade(table))
      .filter(([table, path]) => remainsIn(table, path) === undefined);
    expect(
      unsaid.map((at) => at.join(".")),
      "Say in model/remains.ts what of a removed person may stand in these, and for how long",
    ).toEqual([]);
  });

  test("says so of every table of every component", async () => {
    const held = Object.keys(await allRows(app)).filter((table) => !table.startsWith("/"));
    const unsaid = held.filter((table) => remainsInComponent(table) === undefined);
    expect(unsaid, "Add these to model/remains.ts").toEqual([]);
  });

  test("names no table, text or function that there is not", async () => {
    const texts = tables.flatMap((table) => textsOf(table).map((path) => `${table}.${path}`));
    const there = new Set([...texts, ...Object.keys(await allRows(app))]);
    const without = Object.entries(untelling).flatMap(([table, { columns }]) =>
      columns.map((column) => `${table}.${column}`),
    );
    const named = [...Object.keys(remains), ...without, ...Object.keys(untellingComponents)];
    expect(named.filter((place) => !there.has(place))).toEqual([]);
    expect(named.filter((place, at) => named.indexOf(place) !== at)).toEqual([]);
    const targets = declared.map(({ target }) => target);
    expect(bounds.filter(({ by }) => !targets.includes(by))).toEqual([]);
  });

  test("takes rows that only lose a reference to a person's for those of their writers", () => {
    const ofNotes = (onRemove: OnRemove, columns: object) => ({
      matrix: { notes: { columns } },
      references: { notes: { ownerId: { to: "users", onRemove } as const } },
    });
    const own = { own: "ownerId" };
    const is = (...said: Parameters<typeof ofNotes>) => isSomebodys("notes", ofNotes(...said));
    expect([is("clear", {}), is("clear", own), is("cascade", {})]).toEqual([false, true, true]);
  });

  test("takes a new table that people write for theirs, and asks about one that the app writes", () => {
    const create = { member: "own" } as const;
    const matrix: AccessMatrix = { drafts: { create }, logs: { read: { admin: "all" } } };
    expect(remainsIn("drafts", "title", matrix)).toMatchObject({ until: "theirs" });
    expect(remainsIn("logs", "title", matrix)).toBeUndefined();
    expect(remainsInComponent("mailer/outbox")).toBeUndefined();
  });
});
