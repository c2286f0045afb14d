// What a shape alone cannot tell of a value: whether it leads to a row, and whether it is free.
import { can } from "@repo/validators/access";
import type { GenericDataModel, GenericDatabaseReader } from "convex/server";
import { type Value, compareValues } from "convex/values";
import type { Id, TableNames } from "./_generated/dataModel";
import { appError } from "./errors";
import type { MutationCtx } from "./functions";

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
  const message = `There is no such row in "${table}", or it is not yours to see.`;
  throw appError("INVALID", `${field}: ${message}`, { issues: [{ path: field, message }] });
}

/**
 * Makes sure that no row has a value. A row that keeps its value has none to check: see `changesTo`.
 * Safe without a lock, as a mutation that read what another one writes is run again.
 * @param ctx the context of the caller's mutation
 * @param table the table, which has an index `by_<field>`
 * @param field the field, for the error too
 * @param value its new value
 * @throws CONFLICT with the field's name
 */
export async function checkUnique(
  ctx: MutationCtx,
  table: TableNames,
  field: string,
  value: Value | null | undefined,
): Promise<void> {
  if (value === undefined || value === null) return;
  // Whoever has the value, it is taken: the caller's scope does not decide that.
  const holder = await everyRow(ctx)
    .query(table)
    .withIndex(`by_${field}`, (q) => q.eq(field, value))
    .first();
  if (holder === null) return;
  const message = `There is one with this ${field} already.`;
  throw appError("CONFLICT", message, { issues: [{ path: field, message }] });
}

/**
 * Finds the next number of a table that counts its rows. Once the last row is removed, the next one
 * gets its number: where a number must never come again, keep a counter of its own.
 * @param ctx the context of the caller's mutation
 * @param table the table, which has an index `by_<field>`
 * @param field the field that counts
 * @returns one more than the greatest, 1 for the first row
 */
export async function nextNumber(
  ctx: MutationCtx,
  table: TableNames,
  field: string,
): Promise<number> {
  // Rows that the caller may not see count, too.
  const [last] = await everyRow(ctx).query(table).withIndex(`by_${field}`).order("desc").take(1);
  return Number(last?.[field] ?? 0) + 1;
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
