// The exports of the app, read from the modules themselves, so that tests can apply rules to all of them.
import { type AccessMatrix, accessMatrix, columnOf } from "@repo/validators/access";
import { type FunctionReference, type TableDefinition, anyApi } from "convex/server";
import type { Value } from "convex/values";
import type { Id, TableNames } from "../convex/_generated/dataModel";
import {
  type AppFunction,
  type Kind,
  type Shape,
  functionsOf,
  walk,
} from "../reference/app-functions.ts";
import { addMember, findMembership } from "../convex/model/teams/teams.ts";
import schema from "../convex/schema.ts";
import { assistantRows } from "./assistant-rows.ts";
import { valueOf } from "./example-values.ts";
import { type Person, type TestApp, exampleFile, makeTeam, modules, signedInAs } from "./setup.ts";

export { type AppFunction, type Shape, walk };

/**
 * Lists every function that a deployment of the app gets.
 * @returns the functions in the order of their modules' paths
 */
export const appFunctions = (): Promise<AppFunction[]> => functionsOf(modules);

/**
 * Calls a function by its name.
 * @param caller the app, as nobody or as a person
 * @param fn which function
 * @param args its arguments, as its own validators want them
 * @returns the result of the function
 */
export async function call(
  caller: Pick<TestApp, Kind>,
  fn: AppFunction,
  args: Value | undefined,
): Promise<unknown> {
  const [module, name] = fn.name.split(":") as [string, string];
  const run = caller[fn.kind] as (fn: FunctionReference<Kind>, args: unknown) => Promise<unknown>;
  return await run(anyApi[module]![name] as FunctionReference<Kind>, args);
}

/**
 * Makes a value for a validator: short strings, small numbers, null where that is enough, else the first of a
 * union. Ids refer to rows that are created for the purpose and belong to the person.
 * @param app where to create those rows
 * @param person their owner
 * @param shape the validator
 * @param isWhole whether an object gets its optional fields too
 * @returns the value
 */
export async function exampleOf(
  app: TestApp,
  person: Person,
  shape: Shape,
  isWhole = false,
): Promise<Value> {
  return await valueOf(
    shape,
    async (table) => await exampleRow(app, person, table as TableNames),
    isWhole,
  );
}

/**
 * Creates a row of any table. References to a team point to one that the person owns, always the same.
 * @param app where to create it
 * @param person the user for its references
 * @param table which table
 * @returns the row's id
 */
export async function exampleRow<Table extends TableNames>(
  app: TestApp,
  person: Person,
  table: Table,
): Promise<Id<Table>> {
  if (table === "users") return person.userId as string as Id<Table>;
  if (String(table) === "_storage") return (await exampleFile(app)) as string as Id<Table>;
  if (table === "teams") return (await teamOf(app, person)) as string as Id<Table>;
  if (table === "memberships") return (await colleagueOf(app, person)) as string as Id<Table>;
  const row = await exampleDocument(app, person, table);
  return (await app.run((ctx) => ctx.db.insert(table, row as never))) as Id<Table>;
}

/** Fields that a validator cannot describe: ids of rows that may be gone, addresses of people. */
const known: { [Table in TableNames]?: Known } = {
  auditEvents: async ({ userId }) => ({ table: "users", rowId: userId }),
  invitations: async ({ userId }, app) => {
    const invited = await app.run((ctx) => ctx.db.get("users", userId));
    return { email: invited!.email, expiresAt: Number.MAX_SAFE_INTEGER };
  },
  ...assistantRows,
};
type Known = (person: Person, app: TestApp) => Promise<Record<string, Value>>;

/** For many rows of more than one kind: the fields that the n-th row lacks. */
const varied: { [Table in TableNames]?: (n: number) => Record<string, undefined> } = {
  tasks: (n) => (n % 2 === 0 ? { closedAt: undefined } : {}),
  // Half of them are not read yet.
  notifications: (n) => (n % 2 === 0 ? { readAt: undefined } : {}),
};

/**
 * Makes the fields of rows of any table.
 * @param app where to create the rows that it refers to
 * @param person the user for its references
 * @param table which table
 * @param isWhole whether it gets its optional fields too
 * @returns the fields of the n-th row, to be inserted
 */
export async function exampleDocuments(
  app: TestApp,
  person: Person,
  table: TableNames,
  isWhole = false,
): Promise<(n: number) => Record<string, Value>> {
  const row = await exampleOf(app, person, documentOf(table), isWhole);
  // The person's own, though a row may outlive its owner.
  const own = columnOf("own", (accessMatrix as AccessMatrix)[table]?.columns);
  const ofPerson = own === undefined ? {} : { [own]: person.userId };
  const more = await known[table]?.(person, app);
  const whole = { ...(row as Record<string, Value>), ...ofPerson, ...more };
  // Where there is a trash, half of them are in it, so that each list has as many to find.
  const live = (n: number) => ("deletedAt" in whole && n % 2 === 0 ? { deletedAt: undefined } : {});
  return (n) => ({ ...whole, ...live(n), ...varied[table]?.(n) }) as Record<string, Value>;
}

/** The same for one row. */
export async function exampleDocument(
  ...which: Parameters<typeof exampleDocuments>
): Promise<Record<string, Value>> {
  return (await exampleDocuments(...which))(0);
}

/** The team that a person owns: created on first use, so that related rows share it. */
async function teamOf(app: TestApp, { userId }: Person): Promise<Id<"teams">> {
  // In one transaction, because the fields of a row are made concurrently.
  return await app.run(async (ctx) => {
    const mine = await ctx.db
      .query("memberships")
      .withIndex("by_userId", (q) => q.eq("userId", userId))
      .first();
    return mine?.teamId ?? (await makeTeam(ctx.db, userId));
  });
}

/** The membership of another person in a person's team, because an owner's own cannot be removed. */
async function colleagueOf(app: TestApp, person: Person): Promise<Id<"memberships">> {
  const teamId = await teamOf(app, person);
  const { userId } = await signedInAs(app, "member");
  await app.run((ctx) => addMember(ctx.db, { teamId, userId, role: "member" }));
  const added = await app.run((ctx) => findMembership(ctx.db, userId, teamId));
  return added!._id;
}

/**
 * Reads a table's definition.
 * @param table which table
 * @returns the validator of its rows
 */
export function documentOf(table: TableNames): Shape {
  return validatorOf(schema.tables[table]);
}

/** Tables by name, as `defineTable` makes them. */
export type Tables = Record<string, TableDefinition>;

/** The same for any definition of a table. */
export function validatorOf({ validator }: TableDefinition): Shape {
  // `json` is how a validator is sent to the deployment; it is not part of its public type.
  return (validator as unknown as { json: Shape }).json;
}
