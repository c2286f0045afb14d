// What each person and each team has stored, updated with every write by `writes.ts`: one row for each holder
// and table, so that of two writes at once only one can take the last place.
import { type Quota, type QuotaLimits, quotaOf } from "@repo/validators/platform/quotas";
import { getConvexSize, type Value } from "convex/values";
import type { Doc, Id } from "../../_generated/dataModel";
import type { DatabaseReader, MutationCtx } from "../../_generated/server";
import { appError } from "../../lib/errors";
import { fileFields, filesOf } from "./references";
import type { Change, Row } from "../../lib/changes";
import { featureWeights } from "../../features/all";

/** A person or a team, as the columns of `quotas` name them. */
export type Holder = { ownerId: Id<"users"> } | { teamId: Id<"teams"> };

/** Says whether rows of a table count on a quota. */
export function isCounted(table: string): boolean {
  const { person, team } = quotaOf(table);
  return person !== undefined || team !== undefined;
}

/**
 * Counts one write for the holders of its row. Exceeding a limit is refused for writes with an actor: for a
 * team's quota whatever the actor, for a person's when they write themselves. Scheduled work is never refused.
 * @param ctx the context of the mutation, with an unscoped database
 * @param change the row before and after
 * @param findActor finds the actor of the write
 * @throws QUOTA_EXCEEDED, with `quota`, when the write would exceed a limit
 */
export async function countStored(
  ctx: MutationCtx,
  { table, before, after }: Change,
  findActor: () => Promise<Doc<"users"> | null>,
): Promise<void> {
  const quota = quotaOf(table);
  const [was, is] = [await weigh(ctx, table, before), await weigh(ctx, table, after)];
  for (const kind of ["person", "team"] as const) {
    const limits = quota[kind];
    if (limits === undefined) continue;
    const [from, to] = [before?.[limits.column], after?.[limits.column]];
    if (from === to) {
      await add(ctx, { table, kind, id: to, limits }, difference(was, is), findActor);
      continue;
    }
    await add(ctx, { table, kind, id: from, limits }, difference(was, NOTHING), findActor);
    await add(ctx, { table, kind, id: to, limits }, difference(NOTHING, is), findActor);
  }
}

/**
 * Reads what a holder has in one table.
 * @param ctx a context with an unscoped database
 * @returns the row of `quotas`, or null for a holder who never had anything
 */
export async function findQuota(
  { db }: { db: DatabaseReader },
  holder: Holder,
  table: string,
): Promise<Doc<"quotas"> | null> {
  return "ownerId" in holder
    ? await db
        .query("quotas")
        .withIndex("by_ownerId_and_table", (q) =>
          q.eq("ownerId", holder.ownerId).eq("table", table),
        )
        .first()
    : await db
        .query("quotas")
        .withIndex("by_teamId_and_table", (q) => q.eq("teamId", holder.teamId).eq("table", table))
        .first();
}

const NOTHING: QuotaLimits = { rows: 0, bytes: 0 };

function difference(from: QuotaLimits, to: QuotaLimits): QuotaLimits {
  return { rows: to.rows - from.rows, bytes: to.bytes - from.bytes };
}

/** The size of a row besides itself and its files. */
const weights: Partial<Record<string, (row: Row) => number>> = {
  // What may still be uploaded.
  uploads: ({ storageId, maxBytes }) => (storageId === undefined ? Number(maxBytes) : 0),
  ...featureWeights,
};

/** The size of a row with its files, and what its table adds. */
export async function weigh(
  ctx: MutationCtx,
  table: string,
  row: Row | null,
): Promise<QuotaLimits> {
  if (row === null) return NOTHING;
  let bytes = getConvexSize(row as Value);
  for (const id of fileFields(table).flatMap((field) => filesOf(row[field]))) {
    bytes += (await ctx.db.system.get("_storage", id))?.size ?? 0;
  }
  bytes += weights[table]?.(row) ?? 0;
  return { rows: 1, bytes };
}

interface Counted {
  table: string;
  kind: keyof Quota;
  /** Of the person or the team; undefined where the row names none. */
  id: Value | undefined;
  limits: QuotaLimits;
}

async function add(
  ctx: MutationCtx,
  counted: Counted,
  more: QuotaLimits,
  findActor: () => Promise<Doc<"users"> | null>,
): Promise<void> {
  const { table, kind, id } = counted;
  if (id === undefined || (more.rows === 0 && more.bytes === 0)) return;
  const holder: Holder =
    kind === "person" ? { ownerId: id as Id<"users"> } : { teamId: id as Id<"teams"> };
  const found = await findQuota(ctx, holder, table);
  // Rows that were written without the functions, as by an import, may never have been counted.
  const used = {
    rows: Math.max((found?.rows ?? 0) + more.rows, 0),
    bytes: Math.max((found?.bytes ?? 0) + more.bytes, 0),
  };
  await refuseMore(counted, { found, used, more }, findActor);
  // A recount is running, and its rows have changed.
  if (found !== null) await ctx.db.patch("quotas", found._id, { ...used, recount: undefined });
  // The counts of a holder who is being removed are gone, and must not be created again.
  else if (more.rows > 0 && (await isThere(ctx, holder)))
    await ctx.db.insert("quotas", { ...holder, table, ...used });
}

async function refuseMore(
  { table, kind, id, limits }: Counted,
  { found, used, more }: { found: Doc<"quotas"> | null; used: QuotaLimits; more: QuotaLimits },
  findActor: () => Promise<Doc<"users"> | null>,
): Promise<void> {
  const most = { rows: found?.rowsMax ?? limits.rows, bytes: found?.bytesMax ?? limits.bytes };
  const unit = (["rows", "bytes"] as const).find((of) => more[of] > 0 && used[of] > most[of]);
  if (unit === undefined) return;
  const actor = await findActor();
  if (actor === null || (kind === "person" && actor._id !== id)) return;
  const whose = kind === "person" ? "You have" : "Your team has";
  const message =
    `${whose} ${used[unit] - more[unit]} of at most ${most[unit]} ${unit} in "${table}", ` +
    `and this needs ${more[unit]} more. Remove something, or ask an admin for more.`;
  const quota = { table, of: kind, unit, used: used[unit] - more[unit], limit: most[unit] };
  throw appError("QUOTA_EXCEEDED", message, { quota });
}

/** Whether a person or a team exists. */
export async function isThere(ctx: MutationCtx, holder: Holder): Promise<boolean> {
  const row =
    "ownerId" in holder
      ? await ctx.db.get("users", holder.ownerId)
      : await ctx.db.get("teams", holder.teamId);
  return row !== null;
}
