// The API of the audit log. Only `model/audit.ts` writes it, in the transaction of the recorded change.
import { auditLimits, publicAuditEvent } from "@repo/validators/platform/auditEvents";
import { zid } from "@repo/validators/convex";
import { z } from "zod";
import { internal } from "./_generated/api";
import type { Doc, Id } from "./_generated/dataModel";
import { scopeOf } from "./lib/access";
import { appError } from "./lib/errors";
import { internalMutation, query } from "./builders/functions";
import type { QueryCtx } from "./lib/context";
import { auditedTableNames } from "./model/platform/audit";
import { removeRows } from "./model/platform/removal";
import { requireTeam } from "./model/teams/teams";
import { clamp, pageOf, paginationOpts } from "./lib/pagination";

const DAY = 24 * 60 * 60 * 1000;

/** How many events one transaction purges. */
const PURGE_BATCH = 200;

/** Events of a team, newest first, paginated. For its owners. */
export const list = query({
  access: "auditEvents.read",
  args: { teamId: zid("teams"), paginationOpts },
  returns: pageOf(publicAuditEvent),
  handler: async (ctx, args) => {
    await requireTeam(ctx, "auditEvents.read", args.teamId);
    const found = await ctx.db
      .query("auditEvents")
      .withIndex("by_teamId", (q) => q.eq("teamId", args.teamId))
      .order("desc")
      .paginate(clamp(args.paginationOpts));
    return { ...found, page: found.page.map((event) => shownTo(ctx, event)) };
  },
});

/** All events, or those of one table, by one person, or both, newest first, paginated. */
export const listAll = query({
  // Only callers who may read all users may read the logs of all teams.
  access: "users.read",
  args: {
    table: z.enum(auditedTableNames).optional(),
    actorId: zid("users").optional(),
    paginationOpts,
  },
  returns: pageOf(publicAuditEvent),
  handler: async (ctx, { paginationOpts: options, ...which }) =>
    await eventsOf(ctx, which).order("desc").paginate(clamp(options)),
});

type Which = { table?: (typeof auditedTableNames)[number]; actorId?: Id<"users"> };

function eventsOf(ctx: QueryCtx<"users.read">, { table, actorId }: Which) {
  const events = ctx.db.query("auditEvents");
  if (actorId === undefined)
    return table === undefined ? events : events.withIndex("by_table", (q) => q.eq("table", table));
  return table === undefined
    ? events.withIndex("by_actorId", (q) => q.eq("actorId", actorId))
    : events.withIndex("by_actorId_and_table", (q) => q.eq("actorId", actorId).eq("table", table));
}

/** Events of one row, newest first, paginated. The row itself may have been removed. */
export const listByRow = query({
  access: "auditEvents.read",
  args: {
    table: z.enum(auditedTableNames),
    rowId: z.union(auditedTableNames.map((table) => zid(table))),
    paginationOpts,
  },
  returns: pageOf(publicAuditEvent),
  handler: async (ctx, { table, rowId, paginationOpts: options }) => {
    await requireEventsOf(ctx, table, rowId);
    const found = await ctx.db
      .query("auditEvents")
      .withIndex("by_table_and_rowId", (q) => q.eq("table", table).eq("rowId", rowId))
      .order("desc")
      .paginate(clamp(options));
    return { ...found, page: found.page.map((event) => shownTo(ctx, event)) };
  },
});

/** Ensures that the caller may see the events of a row, which all belong to the row's team. */
async function requireEventsOf(ctx: QueryCtx<"auditEvents.read">, table: string, rowId: string) {
  if (scopeOf(ctx.user, "auditEvents.read") === "all") return;
  const first = await ctx.unscopedDb
    .query("auditEvents")
    .withIndex("by_table_and_rowId", (q) => q.eq("table", table).eq("rowId", rowId))
    .first();
  if (first === null) return;
  if (first.teamId !== undefined) return await requireTeam(ctx, "auditEvents.read", first.teamId);
  throw appError("NOT_FOUND", "There is no such row, or you do not have access to it.");
}

/** The network reveals where a person is, which their team has no need to know. */
function shownTo(ctx: QueryCtx<"auditEvents.read">, { network, ...event }: Doc<"auditEvents">) {
  return scopeOf(ctx.user, "auditEvents.read") === "all" ? { ...event, network } : event;
}

/** Removes events that are older than a year, in batches. */
export const purge = internalMutation({
  args: {},
  returns: z.null(),
  handler: async (ctx) => {
    const cutoff = Date.now() - auditLimits.keptDays * DAY;
    const old = await ctx.db
      .query("auditEvents")
      .withIndex("by_creation_time", (q) => q.lt("_creationTime", cutoff))
      .take(PURGE_BATCH);
    await removeRows(ctx, "auditEvents", old);
    if (old.length === PURGE_BATCH) await ctx.scheduler.runAfter(0, internal.auditEvents.purge, {});
  },
});
