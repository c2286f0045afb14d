// What a shape alone cannot check: whether a value refers to a row, and whether it is unique.
import { can } from "@repo/validators/access";
import type { GenericDataModel, GenericDatabaseReader } from "convex/server";
import { type Value, compareValues } from "convex/values";
import type { Id, TableNames } from "../_generated/dataModel";
import { appError } from "./errors";
import type { MutationCtx } from "../lib/context";

/** Values of a call. Absent ones are fine, and so is null, which takes a value away. */
export type Given<Row> = { [Field in keyof Row]?: Row[Field] | null };

/**
 * Makes sure that a reference leads to a row which the caller may know of. Everybody knows themselves.
 * @param ctx the context of the caller's mutation
 * @param table the table that the reference leads to
 * @param field the argument, for the error
 * @param id its value
 * @throws INVALID with the field's name
 */
export async function checkReference<Table extends TableNames>(
  ctx: MutationCtx,
  table: Table,
  field: string,
  id: Id<Table> | null | undefined,
): Promise<void> {
  if (id === undefined || id === null || id === ctx.user?._id) return;
  const mayRead = ctx.user !== null && can(ctx.user.role, `${table}.read` as never);
  if (mayRead && (await ctx.db.get<TableNames>(table, id)) !== null) return;
  const message = `There is no such row in "${table}", or you do not have access to it.`;
  throw appError("INVALID", `${field}: ${message}`, { issues: [{ path: field, message }] });
}

/**
 * Makes sure that no row has a value. A row that keeps its value has none to check: see `changesTo`.
 * Safe without a lock, as a mutation that read what another one writes is run again.
 * @param ctx the context of the caller's mutation
 * @param table the table, which has an index of the fields: `by_name`, or `by_teamId_and_name` within a team
 * @param given the field with its new value; the error names it
 * @param within what the rows have in common among which no other may have it: a team, or a person
 * @throws CONFLICT with the field's name
 */
export async function checkUnique(
  ctx: MutationCtx,
  table: TableNames,
  given: Record<string, Value | null | undefined>,
  within: Record<string, Value | undefined> = {},
): Promise<void> {
  const [[field, value] = ["", null]] = Object.entries(given);
  if (value === undefined || value === null) return;
  const fields = Object.entries({ ...within, [field]: value });
  const index = `by_${fields.map(([name]) => name).join("_and_")}`;
  // A value is taken whichever row has it: the caller's scope does not matter.
  const holder = await everyRow(ctx)
    .query(table)
    .withIndex(index, (q) =>
      fields.reduce((range, [name, equal]) => range.eq(name, equal as Value) as typeof q, q),
    )
    .first();
  if (holder === null) return;
  const message = `There is one with this ${field} already.`;
  throw appError("CONFLICT", message, { issues: [{ path: field, message }] });
}

/**
 * Gives the next number of a table, or of a team's rows in it. No number is given twice, whatever is removed.
 * The first one goes on from the greatest that is there, as rows may have been imported.
 * @param ctx the context of the caller's mutation
 * @param table the table, which has an index `by_<field>`, or `by_<team's field>_and_<field>` within a team
 * @param field the field that counts
 * @param within the field that says whose team's a row is, with the team; absent where all rows count as one
 * @returns 1 for the first row, then one more each time
 */
export async function nextNumber(
  ctx: MutationCtx,
  table: TableNames,
  field: string,
  within: Record<string, Id<"teams">> = {},
): Promise<number> {
  const [team] = Object.entries(within);
  const teamId = team?.[1];
  // No role can read the counter, and all callers who add a row read it: two of one team wait for each
  // other, and no others do.
  const counter = await ctx.unscopedDb
    .query("counters")
    .withIndex("by_teamId_and_table_and_field", (q) =>
      q.eq("teamId", teamId).eq("table", table).eq("field", field),
    )
    .first();
  const last = (counter?.last ?? (await greatest(ctx, table, field, team))) + 1;
  if (counter === null) await ctx.unscopedDb.insert("counters", { teamId, table, field, last });
  else await ctx.unscopedDb.patch("counters", counter._id, { last });
  return last;
}

/** The greatest number that a row has, of a team where one is given. */
async function greatest(
  ctx: MutationCtx,
  table: TableNames,
  field: string,
  team: [field: string, id: Id<"teams">] | undefined,
): Promise<number> {
  const rows = everyRow(ctx).query(table);
  const found =
    team === undefined
      ? rows.withIndex(`by_${field}`)
      : rows.withIndex(`by_${team[0]}_and_${field}`, (q) => q.eq(team[0], team[1]));
  // eslint-disable-next-line no-restricted-syntax -- both ways start from an index
  return Number((await found.order("desc").first())?.[field] ?? 0);
}

/**
 * Turns the changes of a call into those of a row, where a value that is absent is `undefined`.
 * @param changes fields with their new values; null takes a value away, and what is absent stays
 * @returns what `patch` takes
 */
export function cleared<Changes extends Record<string, unknown>>(
  changes: Changes,
): { [Field in keyof Changes]: Exclude<Changes[Field], null> | undefined } {
  const values = Object.entries(changes).map(([field, value]) => [field, value ?? undefined]);
  return Object.fromEntries(values);
}

/**
 * Finds what a call really changes: a client may send back all that it shows, and what stays as it is needs
 * no check, such as a reference to a row that this caller does not see.
 * @param row the row as it is
 * @param given fields with their new values; null takes a value away
 * @returns what `patch` takes: the fields that differ
 */
export function changesTo<Changes extends Record<string, unknown>>(
  row: Record<string, unknown>,
  given: Changes,
): { [Field in keyof Changes]?: Exclude<Changes[Field], null> | undefined } {
  const all = Object.entries(cleared(given));
  const changed = all.filter(([field, value]) => !isSame(row[field], value));
  return Object.fromEntries(changed) as never;
}

function isSame(one: unknown, other: unknown): boolean {
  return compareValues(one as Value | undefined, other as Value | undefined) === 0;
}

/** The tables' own types are of no use here, where every table is treated alike. */
function everyRow(ctx: MutationCtx): GenericDatabaseReader<GenericDataModel> {
  return ctx.unscopedDb as unknown as GenericDatabaseReader<GenericDataModel>;
}
