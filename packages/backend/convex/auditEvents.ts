// The API of the audit log. It is written along with what it tells of (`model/audit.ts`), and by nothing else.
import { auditLimits, publicAuditEvent } from "@repo/validators/auditEvents";
import { zid } from "convex-helpers/server/zod4";
import { z } from "zod";
import { internal } from "./_generated/api";
import { internalMutation, query } from "./functions";
import { auditedTableNames } from "./model/audit";
import { clamp, pageOf, paginationOpts } from "./pagination";

const DAY = 24 * 60 * 60 * 1000;

/** Events that one transaction purges. */
const PURGE_BATCH = 200;

/** Everything that happened, the newest first, a page at a time. */
export const list = query({
  access: "auditEvents.read",
  args: { paginationOpts },
  returns: pageOf(publicAuditEvent),
  handler: async (ctx, args) =>
    await ctx.db.query("auditEvents").order("desc").paginate(clamp(args.paginationOpts)),
});

/** What one person did, the newest first, a page at a time. */
export const listByActor = query({
  access: "auditEvents.read",
  args: { actorId: zid("users"), paginationOpts },
  returns: pageOf(publicAuditEvent),
  handler: async (ctx, args) =>
    await ctx.db
      .query("auditEvents")
      .withIndex("by_actorId", (q) => q.eq("actorId", args.actorId))
      .order("desc")
      .paginate(clamp(args.paginationOpts)),
});

/** What was done to one row, the newest first, a page at a time. The row itself may be gone. */
export const listByRow = query({
  access: "auditEvents.read",
  args: {
    table: z.enum(auditedTableNames),
    rowId: z.union(auditedTableNames.map((table) => zid(table))),
    paginationOpts,
  },
  returns: pageOf(publicAuditEvent),
  handler: async (ctx, args) =>
    await ctx.db
      .query("auditEvents")
      .withIndex("by_table_and_rowId", (q) => q.eq("table", args.table).eq("rowId", args.rowId))
      .order("desc")
      .paginate(clamp(args.paginationOpts)),
});

/** Removes events that are older than a year, batch by batch until there are none. */
export const purge = internalMutation({
  args: {},
  returns: z.null(),
  handler: async (ctx) => {
    const cutoff = Date.now() - auditLimits.keptDays * DAY;
    const old = await ctx.db
      .query("auditEvents")
      .withIndex("by_creation_time", (q) => q.lt("_creationTime", cutoff))
      .take(PURGE_BATCH);
    for (const { _id } of old) await ctx.db.delete("auditEvents", _id);
    if (old.length === PURGE_BATCH) await ctx.scheduler.runAfter(0, internal.auditEvents.purge, {});
  },
});
