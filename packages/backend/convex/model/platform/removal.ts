// Removes a row, and applies the references to it (`references.ts`): as many as fit a transaction, the rest in
// later ones.
import type { GenericDataModel, GenericDatabaseWriter } from "convex/server";
import type { GenericId } from "convex/values";
import { internal } from "../../_generated/api";
import type { MutationCtx } from "../../_generated/server";
import { appError } from "../../lib/errors";
import {
  type Reference,
  type References,
  type Referring,
  fieldsThatLeadTo,
  referringRows,
  references,
  removeFiles,
} from "./references";
import { idsIn, listings, listsThatLeadTo, type Listing } from "./listedIds";
import { removeComponentData } from "./componentData";

/** How many rows one transaction removes or clears; fewer when they are large, or lead to many others. */
export const REMOVAL_BATCH = 200;

/** What a removal needs of a mutation's context: an unscoped database, its limits, the scheduler, files, components. */
export type Remover = Pick<MutationCtx, "db" | "meta" | "runMutation" | "scheduler" | "storage">;

type Tables = Record<string, Record<string, Reference | undefined> | undefined>;

/** How many more rows this transaction may touch. */
type Budget = { left: number };

/** Options of a removal; default: the app's own references, and a budget of its own. */
export interface RemovalOptions {
  map?: References;
  budget?: Budget;
}

/** The row to remove, along with all that refers to it. */
export type Target = { table: string; rowId: string };

/** The result of one transaction: whether more remains, and how many rows it removed or cleared. */
export type Step = { state: "more" | "held" | "done"; done: number };

/** Makes a budget for one transaction. Several removals in it share one, so that together they fit. */
export function newBudget(): Budget {
  return { left: REMOVAL_BATCH };
}

/**
 * Says whether a transaction may touch one more row: half of what Convex lets it read and write is reserved for
 * the side effects, and for the row itself.
 * @param ctx the context of the mutation
 * @param budget its budget
 */
export async function hasRoom({ meta }: Pick<Remover, "meta">, { left }: Budget): Promise<boolean> {
  if (left <= 0) return false;
  const limits = Object.values(await meta.getTransactionMetrics());
  return limits.every(({ used, remaining }) => used <= remaining);
}

/**
 * Removes a row, and applies the references to it: as many as fit this transaction, the rest in later ones that
 * start at once.
 * @param ctx a context with an unscoped database
 * @param table the row's table
 * @param id the row; a missing one is ignored
 * @param options other references, and the budget of a transaction that removes more than this
 * @throws CONFLICT when a reference to it has `restrict`
 */
export async function removeRow(
  ctx: Remover,
  table: string,
  id: string,
  { map = references, budget = newBudget() }: RemovalOptions = {},
): Promise<void> {
  await remove(ctx, { table, rowId: id }, map as Tables, budget);
}

/**
 * Removes expired rows, each with all that refers to it, within the budget of one transaction.
 * @param ctx a context with an unscoped database
 * @param table the table of all of them
 * @param rows no more than fit one transaction by themselves
 * @throws CONFLICT when a reference to one of them has `restrict`
 */
export async function removeRows(
  ctx: Remover,
  table: string,
  rows: readonly { _id: string }[],
): Promise<void> {
  const budget = newBudget();
  for (const { _id } of rows) await removeRow(ctx, table, _id, { budget });
}

/**
 * Continues a removal that did not fit one transaction.
 * @param ctx a context with an unscoped database
 * @param target the removed row
 * @param map the references to apply; default: the app's own
 * @returns whether there is more
 */
export async function finishRemoval(
  ctx: Remover,
  target: Target,
  map: References = references,
): Promise<Step> {
  const budget = newBudget();
  const isDone = await letAllGo(ctx, target, map as Tables, budget);
  return { state: isDone ? "done" : "more", done: REMOVAL_BATCH - budget.left };
}

/**
 * Records that a removal is in progress and schedules its next transaction. The record survives a failure: a
 * cron resumes removals that have stalled.
 * @param ctx a context with an unscoped database
 * @param target what is removed
 */
export async function startRemoval(ctx: Remover, target: Target): Promise<void> {
  if ((await findNote(ctx, target)) !== null) return;
  await ctx.db.insert("removals", { ...target, done: 0, movedAt: Date.now(), isHeld: false });
  await ctx.scheduler.runAfter(0, internal.removals.goOn, target);
}

/**
 * Records the result of a transaction of a removal, and schedules the next if there is one.
 * @param ctx a context with an unscoped database
 * @param target what is removed
 * @param step the result of the transaction
 */
export async function recordStep(ctx: Remover, target: Target, step: Step): Promise<void> {
  const note = await findNote(ctx, target);
  if (step.state === "done") {
    if (note !== null) await ctx.db.delete("removals", note._id);
    return;
  }
  const progress = { movedAt: Date.now(), isHeld: step.state === "held" };
  if (note === null) await ctx.db.insert("removals", { ...target, ...progress, done: step.done });
  else await ctx.db.patch("removals", note._id, { ...progress, done: note.done + step.done });
  if (step.state === "more") await ctx.scheduler.runAfter(0, internal.removals.goOn, target);
}

async function findNote(ctx: Pick<Remover, "db">, { table, rowId }: Target) {
  return await ctx.db
    .query("removals")
    .withIndex("by_table_and_rowId", (q) => q.eq("table", table).eq("rowId", rowId))
    .first();
}

async function remove(ctx: Remover, target: Target, map: Tables, budget: Budget): Promise<void> {
  const { table, rowId: id } = target;
  const row = await rowsOf(ctx).get(table, id as never);
  if (row === null) return;
  budget.left -= 1;
  // First, so that a row that refers to itself does not block itself.
  await rowsOf(ctx).delete(table, id as never);
  for (const at of fieldsThatLeadTo(table, map as References)) {
    if (at.onRemove !== "restrict" || !(await findReferring(ctx, at, id))) continue;
    throw appError("CONFLICT", `This is still in use by "${at.table}". Remove those first.`);
  }
  for (const at of listsThatLeadTo(table, map as References)) {
    if (at.onRemove !== "restrict" || (await listings(ctx, at, id).first()) === null) continue;
    throw appError(
      "CONFLICT",
      `This is still in use by "${at.table}". Take it out of those first.`,
    );
  }
  if (!(await letAllGo(ctx, target, map, budget))) await startRemoval(ctx, target);
  await removeFiles(ctx, table, row, null);
  await removeComponentData(ctx, table, row);
}

/** Removes or clears what refers to a row, as far as the budget allows; false when some is left. */
async function letAllGo(
  ctx: Remover,
  { table, rowId }: Target,
  map: Tables,
  budget: Budget,
): Promise<boolean> {
  for (const at of fieldsThatLeadTo(table, map as References)) {
    if (at.onRemove === "restrict") continue;
    if (!(await letGo(ctx, at, rowId, { map, budget }))) return false;
  }
  for (const at of listsThatLeadTo(table, map as References)) {
    if (at.onRemove === "clear" && !(await leaveLists(ctx, at, rowId, budget))) return false;
  }
  return true;
}

/** Takes the id of a removed row out of lists, as far as the budget allows; false when some is left. */
async function leaveLists(
  ctx: Remover,
  at: Listing,
  target: string,
  budget: Budget,
): Promise<boolean> {
  for await (const listing of listings(ctx, at, target)) {
    if (!(await hasRoom(ctx, budget))) return false;
    budget.left -= 1;
    await ctx.db.delete("listedIds", listing._id);
    const row = await rowsOf(ctx).get(at.table, listing.rowId as never);
    const rest = idsIn(row?.[at.field]).filter((id) => id !== target);
    if (row !== null) await rowsOf(ctx).patch(at.table, row._id as never, { [at.field]: rest });
  }
  return true;
}

async function letGo(
  ctx: Remover,
  at: Referring,
  target: string,
  { map, budget }: { map: Tables; budget: Budget },
): Promise<boolean> {
  for await (const { _id } of referringRows(ctx, at, target)) {
    if (!(await hasRoom(ctx, budget))) return false;
    if (at.onRemove === "cascade") {
      await remove(ctx, { table: at.table, rowId: String(_id) }, map, budget);
      continue;
    }
    budget.left -= 1;
    await rowsOf(ctx).patch(at.table, _id as GenericId<string>, { [at.field]: undefined });
  }
  return true;
}

async function findReferring(ctx: Remover, at: Referring, target: string) {
  return (await referringRows(ctx, at, target).first()) !== null;
}

/** Untyped, because every table is treated alike here. */
function rowsOf(ctx: Remover): GenericDatabaseWriter<GenericDataModel> {
  return ctx.db as unknown as GenericDatabaseWriter<GenericDataModel>;
}
