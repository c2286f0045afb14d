// The API of quotas: how much a person or team has stored, and the limits.
import { zid } from "@repo/validators/convex";
import {
  QUOTA_TABLES_MAX,
  type PublicQuota,
  publicQuota,
  quotaChange,
  quotaOf,
} from "@repo/validators/platform/quotas";
import { z } from "zod";
import { internal } from "./_generated/api";
import type { Doc, Id } from "./_generated/dataModel";
import { appError } from "./lib/errors";
import { internalMutation, mutation, query } from "./builders/functions";
import type { MutationCtx } from "./lib/context";
import { recordEvent } from "./model/platform/audit";
import { type Holder, findQuota } from "./model/platform/quotas";
import {
  RECOUNT_TRIES,
  firstRecount,
  recountBatch,
  recountPosition,
} from "./model/platform/recounts";
import { requireTeam } from "./model/teams/teams";
import { getOrThrow } from "./lib/rows";
import schema from "./schema";

const tables = Object.keys(schema.tables);
const ofAllTables = z.array(publicQuota).max(QUOTA_TABLES_MAX);

/** What the caller has stored in each counted table, and the limits. */
export const mine = query({
  access: "signedIn",
  args: {},
  returns: ofAllTables,
  handler: async (ctx) => {
    // Found by the caller's own id.
    const found = await ctx.unscopedDb
      .query("quotas")
      .withIndex("by_ownerId_and_table", (q) => q.eq("ownerId", ctx.user._id))
      .take(QUOTA_TABLES_MAX);
    return shown("person", found);
  },
});

/** The same for one of the caller's teams; for admins, any team. */
export const ofTeam = query({
  access: "quotas.read",
  args: { teamId: zid("teams") },
  returns: ofAllTables,
  handler: async (ctx, { teamId }) => {
    await requireTeam(ctx, "quotas.read", teamId);
    const found = await ctx.db
      .query("quotas")
      .withIndex("by_teamId_and_table", (q) => q.eq("teamId", teamId))
      .take(QUOTA_TABLES_MAX);
    return shown("team", found);
  },
});

/** Sets the limit of one person for a table. Rows beyond it stay, and none can be added. */
export const changeForPerson = mutation({
  access: "quotas.update",
  args: { userId: zid("users"), ...quotaChange.shape },
  returns: z.null(),
  handler: async (ctx, { userId, ...change }) => {
    await getOrThrow({ db: ctx.unscopedDb }, "users", userId);
    await set(ctx, "person", { ownerId: userId }, change);
  },
});

/** The same for a team. */
export const changeForTeam = mutation({
  access: "quotas.update",
  args: { teamId: zid("teams"), ...quotaChange.shape },
  returns: z.null(),
  handler: async (ctx, { teamId, ...change }) => {
    await requireTeam(ctx, "quotas.update", teamId);
    await set(ctx, "team", { teamId }, change);
  },
});

/** How many people or teams one transaction starts to recount. */
const RECOUNT_PAGE = 50;

/**
 * Recounts what a person or a team has stored, after rows were written without our functions, such as by
 * an import: `convex run quotas:recount '{"userId": "…"}'`, or `teamId`. An interrupted run can be started
 * again.
 */
export const recount = internalMutation({
  args: { userId: zid("users").optional(), teamId: zid("teams").optional() },
  returns: z.null(),
  handler: async (ctx, { userId, teamId }) => {
    const holders: Holder[] = [
      ...(userId ? [{ ownerId: userId }] : []),
      ...(teamId ? [{ teamId }] : []),
    ];
    if (holders.length === 0) {
      const message = "Name a userId or a teamId, or run quotas:recountAll for everybody.";
      throw appError("INVALID", message, { issues: [{ path: "userId", message }] });
    }
    for (const holder of holders) {
      const at = firstRecount(holder);
      if (at !== null) await ctx.scheduler.runAfter(0, internal.quotas.recountOn, at);
    }
  },
});

/** Counts the next rows and schedules itself until all are counted. */
export const recountOn = internalMutation({
  args: recountPosition,
  returns: z.null(),
  handler: async (ctx, at) => {
    const next = await recountBatch(ctx, at);
    if (next === null) return;
    // A holder with constant writes keeps the current count; run it again later.
    if (next.tries < RECOUNT_TRIES)
      return void (await ctx.scheduler.runAfter(0, internal.quotas.recountOn, next));
    console.error(
      `Rows of "${next.table}" changed during each of ${next.tries} attempts to count them.`,
    );
  },
});

/** The same as `recount` for all people and teams, a page at a time. */
export const recountAll = internalMutation({
  args: {
    of: z.enum(["users", "teams"]).default("users"),
    cursor: z.string().nullable().default(null),
  },
  returns: z.null(),
  handler: async (ctx, { of, cursor }) => {
    const { page, isDone, continueCursor } = await ctx.db
      .query(of)
      .paginate({ numItems: RECOUNT_PAGE, cursor });
    for (const { _id } of page) {
      const holder =
        of === "users" ? { userId: _id as Id<"users"> } : { teamId: _id as Id<"teams"> };
      await ctx.scheduler.runAfter(0, internal.quotas.recount, holder);
    }
    if (isDone && of === "teams") return;
    const next = isDone ? { of: "teams" as const, cursor: null } : { of, cursor: continueCursor };
    await ctx.scheduler.runAfter(0, internal.quotas.recountAll, next);
  },
});

async function set(
  ctx: MutationCtx<"quotas.update">,
  kind: "person" | "team",
  holder: Holder,
  { table, rows, bytes }: z.infer<typeof quotaChange>,
): Promise<void> {
  if (!tables.includes(table) || quotaOf(table)[kind] === undefined) {
    const message = `Rows of "${table}" do not count for a ${kind}.`;
    throw appError("INVALID", message, { issues: [{ path: "table", message }] });
  }
  const limits = { rowsMax: rows ?? undefined, bytesMax: bytes ?? undefined };
  // This permission is for all people and teams.
  const db = ctx.unscopedDb;
  const found = await findQuota({ db }, holder, table);
  if (found !== null) await db.patch("quotas", found._id, limits);
  else await db.insert("quotas", { ...holder, table, rows: 0, bytes: 0, ...limits });
  const of =
    "ownerId" in holder
      ? ({ action: "users.changeQuota", table: "users", rowId: holder.ownerId } as const)
      : ({ action: "teams.changeQuota", table: "teams", rowId: holder.teamId, ...holder } as const);
  await recordEvent(ctx, { ...of, details: { table, rows, bytes } });
}

function shown(kind: "person" | "team", found: Doc<"quotas">[]): PublicQuota[] {
  return tables.flatMap((table) => {
    const limits = quotaOf(table)[kind];
    if (limits === undefined) return [];
    const row = found.find((each) => each.table === table);
    return {
      table,
      rows: { used: row?.rows ?? 0, limit: row?.rowsMax ?? limits.rows },
      bytes: { used: row?.bytes ?? 0, limit: row?.bytesMax ?? limits.bytes },
    };
  });
}
