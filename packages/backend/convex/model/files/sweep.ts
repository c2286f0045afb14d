// Finds stored bytes that no row holds and removes them. Bytes are sent before any row names them, so
// some never get one: an upload given up, a form closed.
import { z } from "zod";
import type { GenericDataModel, GenericDatabaseReader } from "convex/server";
import type { Value } from "convex/values";
import type { MutationCtx } from "../../_generated/server";
import { fileFields, filesOf, holderOf, references, removeBlob } from "../platform/references";

/** A day, in milliseconds: an upload is over by then. */
export const DAY = 24 * 60 * 60 * 1000;

/** Rows or blobs that one transaction looks at. */
const SWEEP_PAGE = 100;

const STORAGE = "_storage";

/** Where a sweep stands: in a table with files, or in the storage itself at last. */
export const sweepPosition = z.object({ table: z.string(), cursor: z.string().nullable() });
export type SweepPosition = z.infer<typeof sweepPosition>;

type Row = Record<string, Value | undefined>;

/** These name files that another row holds, or that one may come to hold. */
const notHolders = ["blobs", "uploads"];

/** The tables whose rows hold files, then the storage: only then is it known what nobody holds. */
const steps = [
  ...Object.keys(references).filter(
    (table) => !notHolders.includes(table) && fileFields(table).length > 0,
  ),
  STORAGE,
];

export const firstStep: SweepPosition = { table: steps[0] ?? STORAGE, cursor: null };

/**
 * Does one page of a sweep.
 * @param ctx a context with every row at hand
 * @param at where the sweep stands
 * @param before blobs younger than this moment may still get a row
 * @returns where to go on, or null at the end
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

/** Notes what rows hold that were not written by `ctx.db` of a caller: imported, seeded, put in by hand. */
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
  // Oldest first, so that what follows a young one is young too.
  return isDone || old.length < page.length ? null : continueCursor;
}

/** Whether the row that is noted as the holder is still there, and still names the file. */
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
