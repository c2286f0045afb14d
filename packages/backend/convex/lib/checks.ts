// What a shape alone cannot check: whether a value refers to a row, and whether it is unique.
import { can } from "@repo/validators/access";
import type { GenericDataModel, GenericDatabaseReader } from "convex/server";
import { type Value, compareValues } from "convex/values";
import type { Id, TableNames } from "../_generated/dataModel";
import { appError } from "./errors";
import type { MutationCtx } from "../lib/context";

/** Values of a call. They may be absent, or null, which clears a value. */
export type Given<Row> = { [Field in keyof Row]?: Row[Field] | null };

/**
 * Ensures that a reference leads to a row that the caller may read. Callers may always refer to themselves.
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
 * Ensures that each reference that is new to a list leads to a row that the caller may read. What the list had before
 * may be a row that this caller does not see.
 * @param ctx the context of the caller's mutation
 * @param table the table that the references lead to
 * @param field the argument, for the error
 * @param ids what a call gives, and what the row has; of a new row, nothing
 * @throws INVALID with the field's name, and the place in the list
 */
export async function checkListed<Table extends TableNames>(
  ctx: MutationCtx,
  table: Table,
  field: string,
  ids: {
    given: readonly Id<Table>[] | null | undefined;
    had: readonly Id<Table>[] | null | undefined;
  },
): Promise<void> {
  for (const [at, id] of (ids.given ?? []).entries()) {
    if (!ids.had?.includes(id)) await checkReference(ctx, table, `${field}.${at}`, id);
  }
}

/**
 * Ensures that no row has a value. Pass changed values only: see `changesTo`.
 * Safe without a lock: Convex reruns a mutation that has read what another one wrote.
 * @param ctx the context of the caller's mutation
 * @param table the table, which has an index of the fields: `by_name`, or `by_teamId_and_name` within a team
 * @param given the field with its new value; the error names it
 * @param within the fields within which the value must be unique: a team, or a person
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
  // A value is taken even by a row outside the caller's scope.
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
 * Ensures that no other row has the same values of several fields. A row that lacks one of them is like no other.
 * Safe without a lock: Convex reruns a mutation that has read what another one wrote.
 * @param ctx the context of the caller's mutation
 * @param table the table, which has an index of the fields, in their order: `by_teamId_and_name`
 * @param fields the fields; nothing is looked up where none of them changes
 * @param values what a call gives, and the row as it is; of a new row, its values
 * @throws CONFLICT with the last field that is given
 */
export async function checkUniqueTogether(
  ctx: MutationCtx,
  table: TableNames,
  fields: readonly string[],
  values: {
    given: Record<string, Value | null | undefined>;
    row: Record<string, Value | null | undefined>;
  },
): Promise<void> {
  const { given, row } = values;
  const [changed] = fields.filter((field) => Object.hasOwn(given, field)).slice(-1);
  if (changed === undefined) return;
  const after = fields.map((field) => (Object.hasOwn(given, field) ? given[field] : row[field]));
  if (after.some((value) => value === undefined || value === null)) return;
  // Values are taken even by a row outside the caller's scope.
  const holder = await everyRow(ctx)
    .query(table)
    .withIndex(`by_${fields.join("_and_")}`, (q) =>
      fields.reduce((range, name, at) => range.eq(name, after[at] as Value) as typeof q, q),
    )
    .first();
  if (holder === null) return;
  const message = `There is one with the same ${fields.join(" and ")} already.`;
  throw appError("CONFLICT", message, { issues: [{ path: changed, message }] });
}

/**
 * Draws the next number of a table, or of a team's rows in it. No number is drawn twice, even after removals.
 * The first draw continues from the greatest number that exists, as rows may have been imported.
 * @param ctx the context of the caller's mutation
 * @param table the table, which has an index `by_<field>`, or `by_<team's field>_and_<field>` within a team
 * @param field the field that counts
 * @param within the team field with the team; absent where all rows share one sequence
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
  // No role may read the counter, but every insert needs it. Two inserts of one team conflict, and no others.
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

/** The greatest number among the rows, of one team if given. */
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
 * Turns the changes of a call into those of a row, where a cleared value is `undefined`.
 * @param changes fields with their new values; null clears a value; absent fields stay
 * @param nullable fields in which null is a value
 * @returns what `patch` takes
 */
export function cleared<Changes extends Record<string, unknown>, const Kept extends string = never>(
  changes: Changes,
  nullable: readonly Kept[] = [],
): Cleared<Changes, Kept> {
  const kept: readonly string[] = nullable;
  const values = Object.entries(changes).map(([field, value]) => [
    field,
    kept.includes(field) ? value : (value ?? undefined),
  ]);
  return Object.fromEntries(values);
}

type Cleared<Changes, Kept> = {
  [Field in keyof Changes]:
    (Field extends Kept ? Changes[Field] : Exclude<Changes[Field], null>) | undefined;
};

/**
 * Finds the fields that a call really changes: a client may send back all that it shows, and unchanged values
 * need no check, such as a reference to a row that this caller may not see.
 * @param row the row as it is
 * @param given fields with their new values; null clears a value
 * @param nullable fields in which null is a value
 * @returns what `patch` takes: the fields that differ
 */
export function changesTo<
  Changes extends Record<string, unknown>,
  const Kept extends string = never,
>(
  row: Record<string, unknown>,
  given: Changes,
  nullable: readonly Kept[] = [],
): Partial<Cleared<Changes, Kept>> {
  const all = Object.entries(cleared(given, nullable));
  const changed = all.filter(([field, value]) => !isSame(row[field], value));
  return Object.fromEntries(changed) as never;
}

function isSame(one: unknown, other: unknown): boolean {
  return compareValues(one as Value | undefined, other as Value | undefined) === 0;
}

/** Untyped, because every table is treated alike here. */
function everyRow(ctx: MutationCtx): GenericDatabaseReader<GenericDataModel> {
  return ctx.unscopedDb as unknown as GenericDatabaseReader<GenericDataModel>;
}
