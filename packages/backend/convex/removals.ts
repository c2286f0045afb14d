// Removals in progress: the list for admins, and the transactions that continue them, each with a bounded
// number of rows. The rules are in `model/removal.ts` and `model/accounts.ts`.
import { publicRemoval } from "@repo/validators/platform/removals";
import { z } from "zod";
import { internal } from "./_generated/api";
import { internalMutation, query } from "./builders/functions";
import { leaveOn } from "./model/accounts/accounts";
import { finishRemoval, recordStep } from "./model/platform/removal";
import { clamp, pageOf, paginationOpts } from "./lib/pagination";

const MINUTE = 60 * 1000;
/** After this long without progress a removal has stalled: its transaction failed, or restricting references block it. */
export const STALLED_MS = 5 * MINUTE;
/** How many removals one transaction resumes. */
const RESUME_BATCH = 100;

/** Removals in progress, those that moved last first, paginated. */
export const list = query({
  access: "removals.read",
  args: { paginationOpts },
  returns: pageOf(publicRemoval),
  handler: async (ctx, args) =>
    await ctx.db
      .query("removals")
      .withIndex("by_movedAt")
      .order("desc")
      .paginate(clamp(args.paginationOpts)),
});

/** Removes the next rows of a removal, and schedules itself until none is left. */
export const goOn = internalMutation({
  args: { table: z.string(), rowId: z.string() },
  returns: z.enum(["more", "held", "done"]),
  handler: async (ctx, at) => {
    const userId = at.table === "users" ? ctx.db.normalizeId("users", at.rowId) : null;
    const person = userId && (await ctx.db.get("users", userId));
    const step = person ? await leaveOn(ctx, person._id) : await finishRemoval(ctx, at);
    await recordStep(ctx, at, step);
    return step.state;
  },
});

/** Resumes removals that have stopped, in batches; run by a cron every ten minutes. */
export const resume = internalMutation({
  args: {},
  returns: z.null(),
  handler: async (ctx) => {
    const now = Date.now();
    const stalled = await ctx.db
      .query("removals")
      .withIndex("by_movedAt", (q) => q.lt("movedAt", now - STALLED_MS))
      .take(RESUME_BATCH);
    for (const { _id, table, rowId } of stalled) {
      // To the end of the queue: one that fails again or stays blocked must not delay others.
      await ctx.db.patch("removals", _id, { movedAt: now });
      await ctx.scheduler.runAfter(0, internal.removals.goOn, { table, rowId });
    }
    if (stalled.length < RESUME_BATCH) return;
    await ctx.scheduler.runAfter(0, internal.removals.resume, {});
  },
});
