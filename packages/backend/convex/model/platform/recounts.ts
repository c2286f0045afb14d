// Recounts what a person or a team has stored, for rows that were written without the functions. Table by table,
// in batches; a table that is written to meanwhile is started over, so that the count is exact.
import { zid } from "@repo/validators/convex";
import { type Quota, quotaOf } from "@repo/validators/platform/quotas";
import type { GenericDataModel, OrderedQuery } from "convex/server";
import { z } from "zod";
import type { Doc } from "../../_generated/dataModel";
import type { MutationCtx } from "../../_generated/server";
import { fieldsThatLeadTo, referringRows } from "./references";
import type { Row } from "../../lib/changes";
import { type Holder, findQuota, isThere, weigh } from "./quotas";

/** How many rows one transaction weighs, and how many bytes it reads. */
export const RECOUNT_BATCH = 200;
const RECOUNT_BYTES = 4_000_000;

/** How often a table is started over before it is given up. */
export const RECOUNT_TRIES = 20;

/** The position of a recount: its table, the count so far, and the cursor. */
export const recountPosition = {
  holder: z.union([z.object({ ownerId: zid("users") }), z.object({ teamId: zid("teams") })]),
  table: z.string(),
  cursor: z.string().nullable(),
  rows: z.number(),
  bytes: z.number(),
  /** How often this table was started, and the mark of this attempt on the row of the count. */
  tries: z.number().int(),
  mark: z.string(),
};
export type RecountPosition = z.infer<z.ZodObject<typeof recountPosition>>;

/** Tables whose rows count for a person, or for a team. */
function tablesOf(holder: Holder): string[] {
  const counted = fieldsThatLeadTo(targetOf(holder)).filter(
    ({ table, field }) => quotaOf(table)[kindOf(holder)]?.column === field,
  );
  return counted.map(({ table }) => table);
}

function targetOf(holder: Holder): "users" | "teams" {
  return "ownerId" in holder ? "users" : "teams";
}

function kindOf(holder: Holder): keyof Quota {
  return "ownerId" in holder ? "person" : "team";
}

/**
 * The start of a recount.
 * @param holder the person or the team
 * @returns its first position; null when no table counts for them
 */
export function firstRecount(holder: Holder): RecountPosition | null {
  return beginAt(holder, tablesOf(holder)[0]);
}

function beginAt(holder: Holder, table: string | undefined, tries = 0): RecountPosition | null {
  if (table === undefined) return null;
  const nothing = { cursor: null, rows: 0, bytes: 0 };
  return { holder, table, ...nothing, tries, mark: crypto.randomUUID() };
}

/**
 * Counts the next rows, and writes the count of a table once all of its rows are counted.
 * @param ctx the context of a mutation, with an unscoped database
 * @param at the position of the recount
 * @returns the next position; null at the end, and for a holder who is gone
 */
export async function recountBatch(
  ctx: MutationCtx,
  at: RecountPosition,
): Promise<RecountPosition | null> {
  const { holder, table, mark } = at;
  if (!(await isThere(ctx, holder))) return null;
  const { page, isDone, continueCursor } = await rowsOf(ctx, at).paginate({
    numItems: RECOUNT_BATCH,
    cursor: at.cursor,
    maximumBytesRead: RECOUNT_BYTES,
  });
  let { rows, bytes } = at;
  for (const row of page as Row[]) {
    const weight = await weigh(ctx, table, row);
    [rows, bytes] = [rows + weight.rows, bytes + weight.bytes];
  }
  const found = await findQuota(ctx, holder, table);
  if (at.cursor === null && !isDone) await note(ctx, at, found, { recount: mark });
  // Rows have changed since they were counted, or were added behind the cursor.
  else if (at.cursor !== null && found?.recount !== mark)
    return beginAt(holder, table, at.tries + 1);
  if (!isDone) return { ...at, cursor: continueCursor, rows, bytes };
  if (found !== null || rows > 0) await note(ctx, at, found, { rows, bytes, recount: undefined });
  const all = tablesOf(holder);
  return beginAt(holder, all[all.indexOf(table) + 1]);
}

/** Writes to the row of the count without side effects: nobody has stored anything. */
async function note(
  ctx: MutationCtx,
  { holder, table }: RecountPosition,
  found: Doc<"quotas"> | null,
  changes: { rows?: number; bytes?: number; recount: string | undefined },
): Promise<void> {
  if (found !== null) await ctx.db.patch("quotas", found._id, changes);
  else await ctx.db.insert("quotas", { ...holder, table, rows: 0, bytes: 0, ...changes });
}

function rowsOf(
  ctx: MutationCtx,
  { holder, table }: RecountPosition,
): OrderedQuery<GenericDataModel[string]> {
  const to = targetOf(holder);
  const id = "ownerId" in holder ? holder.ownerId : holder.teamId;
  const column = quotaOf(table)[kindOf(holder)]?.column;
  const at = fieldsThatLeadTo(to).find((each) => each.table === table && each.field === column);
  if (at === undefined) throw new TypeError(`${table}.${column} is no reference to ${to}.`);
  return referringRows(ctx, at, id);
}
