// Finds stored bytes that no row holds and removes them. Bytes are sent before any row names them, so
// some never get one: an abandoned upload, a closed form.
import { z } from "zod";
import type { GenericDataModel, GenericDatabaseReader } from "convex/server";
import type { Value } from "convex/values";
import type { MutationCtx } from "../../_generated/server";
import { fileFields, filesOf, holderOf, references, removeBlob } from "../platform/references";

/** A day, in milliseconds: every upload has ended by then. */
export const DAY = 24 * 60 * 60 * 1000;

/** How many rows or blobs one transaction reads. */
const SWEEP_PAGE = 100;

const STORAGE = "_storage";

/** The position of a sweep: in a table with files, and finally in the storage itself. */
export const sweepPosition = z.object({ table: z.string(), cursor: z.string().nullable() });
export type SweepPosition = z.infer<typeof sweepPosition>;

type Row = Record<string, Value | undefined>;

/** Their files are held by another row, or will be. */
const notHolders = ["blobs", "uploads"];

/** The tables whose rows hold files, then the storage: only then is it known which files no row holds. */
const steps = [
  ...Object.keys(references).filter(
    (table) => !notHolders.includes(table) && fileFields(table).length > 0,
  ),
  STORAGE,
];

export const firstStep: SweepPosition = { table: steps[0] ?? STORAGE, cursor: null };

/**
 * Does one page of a sweep.
 * @param ctx a context with an unscoped database
 * @param at the position of the sweep
 * @param before blobs younger than this time may still get a row
 * @returns the next position, or null at the end
 */
export async function sweepPage(
  ctx: MutationCtx,
  { table, cursor }: SweepPosition,
  before: number,
): Promise<SweepPosition | null> {
  const next =
    table === STORAGE
      ? await removeUnheld(ctx, cursor, before)
      : await noteHolders(ctx, table, cursor);
  if (next !== null) return { table, cursor: next };
  const following = steps[steps.indexOf(table) + 1];
  return following === undefined ? null : { table: following, cursor: null };
}

/** Records files of rows that were not written through a caller's `ctx.db`: imported, seeded, added by hand. */
async function noteHolders(ctx: MutationCtx, table: string, cursor: string | null) {
  const rows = (ctx.db as unknown as GenericDatabaseReader<GenericDataModel>).query(table);
  const { page, isDone, continueCursor } = await rows.paginate({ numItems: SWEEP_PAGE, cursor });
  for (const row of page as Row[]) {
    for (const storageId of fileFields(table).flatMap((field) => filesOf(row[field]))) {
      if ((await holderOf(ctx, storageId)) !== null) continue;
      await ctx.db.insert("blobs", { storageId, table, rowId: String(row._id) });
    }
  }
  return isDone ? null : continueCursor;
}

async function removeUnheld(ctx: MutationCtx, cursor: string | null, before: number) {
  const { page, isDone, continueCursor } = await ctx.db.system
    .query(STORAGE)
    .paginate({ numItems: SWEEP_PAGE, cursor });
  const old = page.filter(({ _creationTime }) => _creationTime < before);
  for (const { _id } of old) if (!(await isHeld(ctx, _id))) await removeBlob(ctx, _id);
  // Oldest first, so that all after a young one are young, too.
  return isDone || old.length < page.length ? null : continueCursor;
}

/** Whether the recorded holder still exists and still names the file. */
async function isHeld(
  ctx: MutationCtx,
  storageId: Parameters<typeof holderOf>[1],
): Promise<boolean> {
  const holder = await holderOf(ctx, storageId);
  if (holder === null) return false;
  const rows = ctx.db as unknown as GenericDatabaseReader<GenericDataModel>;
  const row: Row | null = await rows.get(holder.table, holder.rowId as never);
  return fileFields(holder.table).some((field) => filesOf(row?.[field]).includes(storageId));
}
