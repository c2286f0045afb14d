// Reads do not grow with the tables: every query reads as many rows among 1 000 as among 10, by whichever role;
// those that are internal, too, by which actions read.
import { type Operation, type Role, grantFor, roles } from "@repo/validators/access";
import { cronLimits } from "@repo/validators/platform/cronRuns";
import { notificationLimits } from "@repo/validators/platform/notifications";
import { teamLimits } from "@repo/validators/teams/teams";
import { PAGE_SIZE, PAGE_SIZE_MAX } from "@repo/validators/pagination";
import { QUOTA_TABLES_MAX } from "@repo/validators/platform/quotas";
import { taskStatuses } from "@repo/validators/tasks";
import { type FunctionReference, anyApi, paginationOptsValidator } from "convex/server";
import type { Value } from "convex/values";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { functionsOf } from "../../reference/app-functions.ts";
import type { TableNames } from "../../convex/_generated/dataModel";
import { internalQuery } from "../../convex/builders/functions.ts";
import { COUNTED } from "../../convex/model/platform/oldRows.ts";
import { type Reference, references } from "../../convex/model/platform/references.ts";
import { EXPORT_PAGE } from "../../convex/model/accounts/exports.ts";
import schema from "../../convex/schema.ts";
import { type Arguments, argumentsOf, fitting } from "../../testing/arguments.ts";
import { assistantReads } from "../../testing/assistant-lists.ts";
import { demoFindsNone } from "../../testing/demo-lists.ts";
import { knowledgeReads } from "../../testing/knowledge-lists.ts";
import { type AppFunction, appFunctions, exampleDocuments } from "../../testing/manifest.ts";
import { shapeOfTable } from "../../testing/shapes.ts";
import {
  type Person,
  type TestApp,
  initTest,
  isUnfinished,
  signedInAs,
} from "../../testing/setup.ts";

/** As many as a person may be in teams: each of those is read. */
const FEW = teamLimits.perPerson;
const MANY = 1_000;
/** The caller is read first: the session, and the person, each by its id. */
const CALLER = 2;
/** A row on a page may bring others along: its author, its team, what the one is in the other. */
const ROWS_PER_ITEM = 4;

/** What the measure is measured by. */
const probe = {
  everything: internalQuery({
    args: {},
    returns: z.number(),
    handler: async (ctx) => (await ctx.db.query("notes").collect()).length,
  }),
};

const probes = { "./probe.ts": async () => probe };

const queries = (await appFunctions()).filter((fn) => fn.kind === "query" && isOurs(fn));
const ofPages = queries.filter(({ args }) => args.type === "object" && args.value.paginationOpts);
/** What finds one row by its value: `notes:getBySlug`. */
const ofKeys = queries.filter(({ name }) => /:getBy[A-Z]/.test(name));

/** What looks for rows that are not there. */
const findsNone: readonly string[] = [...demoFindsNone];

/** What reads more rows of many than of few, up to as many as it answers or counts. */
const upTo: Record<string, number> = {
  "jobs:listCrons": cronLimits.count,
  "users:exportPage": EXPORT_PAGE,
  "frame:get": notificationLimits.unread.max + 1 + 2 * teamLimits.perPerson,
  "notifications:unreadCount": notificationLimits.unread.max + 1,
  "oldRows:countPage": COUNTED,
  "quotas:mine": QUOTA_TABLES_MAX,
  "quotas:ofTeam": QUOTA_TABLES_MAX,
  // The first tasks of each column, one that says there are more, and an assignee for each.
  "tasks:board": 2 * taskStatuses.length * (PAGE_SIZE + 1),
  ...assistantReads,
  ...knowledgeReads,
};

let few: App;
let many: App;

beforeAll(async () => {
  [few, many] = await Promise.all([appWith(FEW), appWith(MANY)]);
});

const calls = queries.flatMap((fn) => callersOf(fn).map((role) => [fn.name, role, fn] as const));

test.each(calls)(
  "%s, called by %s, reads as many rows of many as of few",
  async (name, role, fn) => {
    const [ofFew, ofMany] = [await few.measure(fn, role), await many.measure(fn, role)];
    const bound = upTo[name];
    if (bound === undefined) expect(ofMany).toEqual(ofFew);
    expect(ofMany.ranges).toBe(ofFew.ranges);
    expect(ofMany.documents).toBeLessThanOrEqual(
      Math.max(ofFew.documents, CALLER + ROWS_PER_ITEM + (bound ?? 0)),
    );
    // What looks for rows and finds none says nothing of how much it would read.
    const before = fn.isPublic ? CALLER : 0;
    if (ofMany.ranges > before && !findsNone.includes(name)) {
      expect(ofMany.documents).toBeGreaterThan(before);
    }
  },
);

/** Pages of a component's rows are tested beside the function. */
const ofOurRows = ofPages.filter(({ module }) => module in schema.tables);

/** As much as each argument of a page can ask for: new ones have to be added. */
const greedy = {
  numItems: 1_000_000,
  cursor: null,
  // What the stand-in for the database calls the end of every range.
  endCursor: "_end_cursor",
  id: 1,
  maximumRowsRead: 1_000_000,
  maximumBytesRead: 1_000_000_000,
};

test("all arguments of a page are tried", () => {
  expect(Object.keys(greedy)).toEqual(Object.keys(paginationOptsValidator.fields));
});

const { endCursor: _, ...withoutEnd } = greedy;

describe.each([
  ["with an end cursor", greedy],
  ["without", withoutEnd],
])("whatever is asked for, %s,", (_how, paginationOpts) => {
  test.each(ofOurRows.map((fn) => [fn.name, fn] as const))(
    "%s reads one page of the largest size",
    async (_name, fn) => {
      const caller = callersOf(fn).at(-1)!;
      const measured = await many.measure(fn, caller, { paginationOpts });
      if (measured.isUnfinished) return;
      const { documents } = measured;
      expect(documents).toBeGreaterThanOrEqual(PAGE_SIZE_MAX);
      expect(documents).toBeLessThanOrEqual(
        CALLER + PAGE_SIZE_MAX * (ROWS_PER_ITEM + filesOf(fn.module)),
      );
    },
  );
});

/** How many fields of a table's rows are files, each of which a row brings along. */
function filesOf(table: string): number {
  const all: Record<string, Record<string, Reference>> = references;
  return Object.values(all[table] ?? {}).filter(({ to }) => to === "_storage").length;
}

test("a query that reads everything is found out", async () => {
  const everything = (await functionsOf(probes))[0]!;
  const [ofFew, ofMany] = [
    await few.measure(everything, "admin"),
    await many.measure(everything, "admin"),
  ];
  expect(ofFew.documents).toBeGreaterThanOrEqual(FEW);
  expect(ofMany.documents).toBeGreaterThanOrEqual(MANY);
});

interface App {
  /**
   * Calls a query as a person who owns every row, and counts what it reads. What takes the id of a row is
   * called with each that rows of another table lead to.
   * @param fn the query
   * @param role what the person is, who may call it
   * @param given arguments to use instead of those made up
   * @returns rows read, ranges of indexes they were read from, and whether the body is not written yet
   */
  measure(
    fn: AppFunction,
    role: Role,
    given?: Arguments,
  ): Promise<{ documents: number; ranges: number; isUnfinished: boolean }>;
}

function isOurs({ shapes }: AppFunction): boolean {
  return shapes !== undefined;
}

/** One role for each scope that a query is called with. */
function callersOf({ policy }: AppFunction): Role[] {
  const access = policy?.access;
  if (access === "signedIn") return [...roles];
  if (typeof access !== "string") return ["admin"];
  const [table = "", operation] = access.split(".");
  const scopeOf = (role: Role) => grantFor(role, table, operation as Operation)?.scope;
  const scopes = roles.map(scopeOf);
  return roles.filter(
    (role, n) => scopeOf(role) !== undefined && scopes.lastIndexOf(scopes[n]) === n,
  );
}

/** Arguments by which pages of a table, or one row of it, are looked up. */
function lookedUpBy(table: string): string[] {
  return [...ofPages, ...ofKeys].flatMap(({ module, args }) =>
    module === table && args.type === "object" ? Object.keys(args.value) : [],
  );
}

/** An app with so many rows in each table of ours, all of one person. */
async function appWith(count: number): Promise<App> {
  const app = initTest(probes);
  const person = await signedInAs(app, "admin");
  const rows: Rows = {};
  for (const table of Object.keys(schema.tables) as TableNames[]) {
    rows[table] = await fill(app, person, table, count);
  }
  await renewSession(app, person, count);
  return {
    measure: async (fn, role, given = {}) => {
      await app.run((ctx) => ctx.db.patch("users", person.userId, { role }));
      const [module, name] = fn.name.split(":") as [string, string];
      const reference = anyApi[module]![name] as FunctionReference<"query">;
      const total = { documents: 0, ranges: 0, isUnfinished: false };
      for (const args of await variants(app, person, fn, rows)) {
        const { documents, ranges } = await person.query(async (ctx) => {
          await ctx.runQuery(reference, { ...args, ...given }).catch((error: unknown) => {
            if (!isUnfinished(error)) throw error;
            total.isUnfinished = true;
          });
          const { documentsRead, databaseQueries } = await ctx.meta.getTransactionMetrics();
          return { documents: documentsRead.used, ranges: databaseQueries.used };
        });
        total.documents = Math.max(total.documents, documents);
        total.ranges = Math.max(total.ranges, ranges);
      }
      return total;
    },
  };
}

type Rows = Record<string, Arguments>;

/** Arguments that find many rows: by what a list is looked up by its rows have, and ids are led to. */
async function variants(
  app: TestApp,
  person: Person,
  fn: AppFunction,
  rows: Rows,
): Promise<Arguments[]> {
  const made = await argumentsOf(app, person, fn);
  const found = Object.keys(made).map((arg) => [arg, rows[fn.module]?.[arg] ?? made[arg]!]);
  const args: Arguments = Object.fromEntries(found);
  const id = fn.args.type === "object" ? fn.args.value.id?.fieldType : undefined;
  if (id?.type !== "id") return [args];
  const leading = new Set<Value>();
  for (const [table, fields] of Object.entries<Record<string, Reference>>(references)) {
    for (const [field, { to }] of Object.entries(fields)) {
      const value = rows[table]?.[field];
      if (to !== id.tableName || value === undefined) continue;
      for (const one of Array.isArray(value) ? value : [value]) leading.add(one);
    }
  }
  return [args, ...[...leading].map((leadsTo) => ({ ...args, id: leadsTo }))];
}

/** Gives the session that a list shows first as many tokens: each tells when it was used. */
async function renewSession(app: TestApp, { userId }: Person, count: number): Promise<void> {
  await app.run(async (ctx) => {
    const newest = await ctx.db
      .query("authSessions")
      .withIndex("userId", (q) => q.eq("userId", userId))
      .order("desc")
      .first();
    const token = { sessionId: newest!._id, expirationTime: newest!.expirationTime };
    for (let n = 0; n < count; n++) await ctx.db.insert("authRefreshTokens", token);
  });
}

async function fill(app: TestApp, person: Person, table: TableNames, count: number) {
  const isWhole = true;
  const rowAt = await exampleDocuments(app, person, table, isWhole);
  const row = rowAt(0);
  const shared = lookedUpBy(table);
  const shape = await shapeOfTable(table);
  const same = shared.flatMap((field) =>
    row[field] === undefined ? [] : [[field, fitting(shape?.shape[field], row[field])] as const],
  );
  const lookedUp = Object.fromEntries(same);
  await app.run(async (ctx) => {
    for (let n = 0; n < count; n++) {
      await ctx.db.insert(table, distinct({ ...rowAt(n), ...lookedUp }, n, shared) as never);
    }
  });
  return { ...row, ...lookedUp };
}

/** The row with its free texts made its own, so that what is unique is found once; but for shared ones. */
function distinct(row: Arguments, n: number, shared: readonly string[]) {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value === "x" && !shared.includes(name) ? `x${n}` : value,
    ]),
  );
}
