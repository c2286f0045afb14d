// Removing a row, and doing to those that refer to it what `references.ts` says: as many as fit a
// transaction, the rest in others that follow.
import type { GenericDataModel, GenericDatabaseWriter } from "convex/server";
import { type GenericId, type Value, getConvexSize } from "convex/values";
import { internal } from "../_generated/api";
import type { MutationCtx } from "../_generated/server";
import { appError } from "../errors";
import {
  type Reference,
  type References,
  type Referring,
  fieldsThatLeadTo,
  referringRows,
  references,
  removeFiles,
} from "../references";
import { removeComponentData } from "./componentData";

/** Rows that one transaction removes or clears on the way, so that none outgrows its limits. */
export const REMOVAL_BATCH = 100;

/** What removing needs of a mutation's context: every row, the scheduler, the files and the components. */
export type Remover = Pick<MutationCtx, "db" | "runMutation" | "scheduler" | "storage">;

type Tables = Record<string, Record<string, Reference | undefined> | undefined>;

/** How many more rows this transaction may touch; a large one counts as several. */
type Budget = { left: number };

/** What a removal goes by: the app's own references, and a budget of its own, unless told. */
export interface RemovalOptions {
  map?: References;
  budget?: Budget;
}

/** A row counts once more for each of so many bytes, as a transaction reads and writes 16 MB at most. */
const BYTES_OF_ONE = 10_000;

/** Makes a budget for one transaction. Several removals in it share one, or together they outgrow it. */
export function newBudget(): Budget {
  return { left: REMOVAL_BATCH };
}

/**
 * Removes a row, and does to those that refer to it what their references say: as many as fit this
 * transaction, the rest in others that follow at once.
 * @param ctx a context with every row at hand
 * @param table the row's table
 * @param id the row; one that is gone already is fine
 * @param options other references, and the budget of a transaction that removes more than this
 * @throws CONFLICT when a row refers to it that does not let it go
 */
export async function removeRow(
  ctx: Remover,
  table: string,
  id: string,
  { map = references, budget = newBudget() }: RemovalOptions = {},
): Promise<void> {
  await remove(ctx, { table, id }, map as Tables, budget);
}

/**
 * Goes on with a removal that did not fit one transaction.
 * @param ctx a context with every row at hand
 * @param at the field whose rows are left, and the row that they refer to
 * @param map the references to go by; the app's own unless told
 */
export async function finishRemoval(
  ctx: Remover,
  at: { table: string; field: string; target: string },
  map: References = references,
): Promise<void> {
  await letGo(ctx, at, map as Tables, newBudget());
}

async function remove(
  ctx: Remover,
  { table, id }: { table: string; id: string },
  map: Tables,
  budget: Budget,
): Promise<void> {
  const row = await rowsOf(ctx).get(table, id as never);
  if (row === null) return;
  budget.left -= costOf(row);
  // First, so that a row which refers to itself is not in its own way.
  await rowsOf(ctx).delete(table, id as never);
  const referring = fieldsThatLeadTo(table, map as References);
  for (const at of referring) {
    if (at.onRemove !== "restrict" || !(await findReferring(ctx, at, id))) continue;
    throw appError("CONFLICT", `This is still in use by "${at.table}". Remove those first.`);
  }
  for (const { table, field, onRemove } of referring) {
    if (onRemove !== "restrict") await letGo(ctx, { table, field, target: id }, map, budget);
  }
  await removeFiles(ctx, table, row, null);
  await removeComponentData(ctx, table, row);
}

/** Removes or clears the rows of one field that refer to a row. */
async function letGo(
  ctx: Remover,
  at: { table: string; field: string; target: string },
  map: Tables,
  budget: Budget,
): Promise<void> {
  const { table, field, target } = at;
  const reference = map[table]?.[field];
  if (reference === undefined || reference.to === "_storage") return;
  const { onRemove, index } = reference;
  const rows = referringRows(ctx, { table, field, index }, target);
  // Without room for any, it is enough to know whether there are some.
  const found = budget.left > 0 ? await rows.take(REMOVAL_BATCH) : await rows.take(1);
  let done = 0;
  for (const row of found) {
    if (budget.left <= 0) break;
    done += 1;
    const { _id } = row;
    if (onRemove === "cascade") {
      await remove(ctx, { table, id: String(_id) }, map, budget);
      continue;
    }
    budget.left -= costOf(row);
    await rowsOf(ctx).patch(table, _id as GenericId<string>, { [field]: undefined });
  }
  const isDone = done < REMOVAL_BATCH && done === found.length;
  if (!isDone) await ctx.scheduler.runAfter(0, internal.removals.finish, at);
}

function costOf(row: object): number {
  return 1 + Math.floor(getConvexSize(row as Value) / BYTES_OF_ONE);
}

async function findReferring(ctx: Remover, at: Referring, target: string) {
  return (await referringRows(ctx, at, target).first()) !== null;
}

/** The tables' own types are of no use here, where every table is treated alike. */
function rowsOf(ctx: Remover): GenericDatabaseWriter<GenericDataModel> {
  return ctx.db as unknown as GenericDatabaseWriter<GenericDataModel>;
}
