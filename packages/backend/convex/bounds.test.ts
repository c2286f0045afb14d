// Reads do not grow with the tables: every public query reads as many rows among 10 000 as among 10.
import { type Role, can, roles } from "@repo/validators/access";
import { PAGE_SIZE_MAX } from "@repo/validators/pagination";
import { type FunctionReference, anyApi } from "convex/server";
import type { Value } from "convex/values";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { TableNames } from "./_generated/dataModel";
import { internalQuery } from "./functions";
import { type Reference, references } from "./references";
import schema from "./schema";
import { type Shape, appFunctions, exampleDocuments, exampleOf } from "./testing.manifest";
import { shapeOfTable } from "./testing.shapes";
import { type Person, type TestApp, initTest, signedInAs } from "./testing.setup";

const FEW = 10;
const MANY = 10_000;
/** Whoever calls is read first: the session, and the person. */
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

const queries = (await appFunctions()).filter((fn) => fn.kind === "query" && fn.isPublic);
const ofPages = queries.filter(({ args }) => args.type === "object" && args.value.paginationOpts);

let few: App;
let many: App;

beforeAll(async () => {
  [few, many] = await Promise.all([appWith(FEW), appWith(MANY)]);
}, 120_000);

describe.each(queries.map((fn) => [fn.name, fn] as const))("%s", (name, fn) => {
  test("reads as many rows of many as of few", async () => {
    const [ofFew, ofMany] = [await few.measure(name, fn.args), await many.measure(name, fn.args)];
    expect(ofMany).toEqual(ofFew);
  });
});

/** Pages of messages are the component's; `messages.test.ts` asks for too much of them. */
const ofOurRows = ofPages.filter(({ module }) => module in schema.tables);

test.each(ofOurRows.map((fn) => [fn.name, fn] as const))(
  "%s reads one page of the largest size, whatever is asked for",
  async (name, fn) => {
    const greedy = { paginationOpts: { numItems: 1_000_000, cursor: null } };
    const { documents } = await many.measure(name, fn.args, greedy);
    expect(documents).toBeGreaterThanOrEqual(PAGE_SIZE_MAX);
    expect(documents).toBeLessThanOrEqual(
      CALLER + PAGE_SIZE_MAX * (ROWS_PER_ITEM + filesOf(fn.module)),
    );
  },
  // For each row that comes along the stand-in for the database walks through all of its table.
  120_000,
);

/** How many fields of a table's rows are files, each of which a row brings along. */
function filesOf(table: string): number {
  const all: Record<string, Record<string, Reference>> = references;
  return Object.values(all[table] ?? {}).filter(({ to }) => to === "_storage").length;
}

test("a query that reads everything is found out", async () => {
  const nothing: Shape = { type: "object", value: {} };
  const [ofFew, ofMany] = [
    await few.measure("probe:everything", nothing),
    await many.measure("probe:everything", nothing),
  ];
  expect(ofFew.documents).toBeGreaterThanOrEqual(FEW);
  expect(ofMany.documents).toBeGreaterThanOrEqual(MANY);
});

interface App {
  /**
   * Calls a query as a person who may, and who owns every row, and counts what it reads.
   * @param name as Convex names it
   * @param args its validator, by which the arguments are made up
   * @param given arguments to use instead of those made up
   * @returns rows read, and ranges of indexes they were read from
   */
  measure(
    name: string,
    args: Shape,
    given?: Record<string, Value>,
  ): Promise<{ documents: number; ranges: number }>;
}

/** The last role, which is the one that may do most, of those that may call a query. */
function roleFor(name: string): Role {
  const access = queries.find((fn) => fn.name === name)?.policy?.access;
  const mayCall = (role: Role) =>
    typeof access !== "string" || access === "signedIn" || can(role, access);
  return roles.findLast(mayCall) ?? "admin";
}

/** Arguments by which pages of a table are looked up. */
function lookedUpBy(table: string): string[] {
  return ofPages.flatMap(({ module, args }) =>
    module === table && args.type === "object" ? Object.keys(args.value) : [],
  );
}

/** An app with so many rows in each table of ours, all of one person. */
async function appWith(count: number): Promise<App> {
  const app = initTest({ "./probe.ts": async () => probe });
  const person = await signedInAs(app, "admin");
  const rows: Record<string, Record<string, Value>> = {};
  for (const table of Object.keys(schema.tables) as TableNames[]) {
    rows[table] = await fill(app, person, table, count);
  }
  return {
    measure: async (name, shape, given = {}) => {
      const [module, fn] = name.split(":") as [string, string];
      const role = roleFor(name);
      await app.run((ctx) => ctx.db.patch("users", person.userId, { role }));
      // What a list is looked up by is what its rows have, so that there are many to find.
      const madeUp = Object.entries((await exampleOf(app, person, shape)) as Record<string, Value>);
      const shapes = queries.find((query) => query.name === name)?.shapes?.args.shape;
      const found = madeUp.map(([arg, value]) => [
        arg,
        rows[module]?.[arg] ?? fitting(shapes?.[arg], value),
      ]);
      const args = { ...Object.fromEntries(found), ...given };
      const reference = anyApi[module]![fn] as FunctionReference<"query">;
      return await person.query(async (ctx) => {
        await ctx.runQuery(reference, args);
        const { documentsRead, databaseQueries } = await ctx.meta.getTransactionMetrics();
        return { documents: documentsRead.used, ranges: databaseQueries.used };
      });
    },
  };
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

/** The value, or one like it that the shape takes as an argument. */
function fitting(shape: unknown, value: Value): Value {
  const inner = shape instanceof z.ZodOptional ? shape.unwrap() : shape;
  const texts = (least: number) => ["x".repeat(least), "x@example.com", "https://example.com/x"];
  const others =
    inner instanceof z.ZodString
      ? texts(inner.minLength ?? 1)
      : inner instanceof z.ZodNumber
        ? [inner.minValue, inner.maxValue]
        : [];
  const taken = [value, ...others].find((one) => (inner as z.ZodType)?.safeParse(one).success);
  return taken ?? value;
}

/** The row with its free texts made its own, so that what is unique is found once; but for shared ones. */
function distinct(row: Record<string, Value>, n: number, shared: readonly string[]) {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value === "x" && !shared.includes(name) ? `x${n}` : value,
    ]),
  );
}
