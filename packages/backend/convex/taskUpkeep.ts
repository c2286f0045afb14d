// Background work for tasks: purging the trash, unassigning tasks of people who left a team, and repairing
// counts.
import { zid } from "@repo/validators/convex";
import { taskLimits } from "@repo/validators/tasks";
import { z } from "zod";
import { internal } from "./_generated/api";
import { internalMutation } from "./builders/functions";
import { dropTaskCounts, repairTaskCounts } from "./model/tasks/taskCounts";
import { removeRow } from "./model/platform/removal";

const DAY = 24 * 60 * 60 * 1000;

/** How many tasks one transaction purges or unassigns. */
const BATCH = 100;

/** Removes tasks that have been in the trash for 30 days, in batches; run by a daily cron. */
export const purge = internalMutation({
  args: {},
  returns: z.null(),
  handler: async (ctx) => {
    const cutoff = Date.now() - taskLimits.trashDays * DAY;
    const old = await ctx.db
      .query("tasks")
      // Live tasks have no `deletedAt` and sort before all numbers: without the lower end they would go, too.
      .withIndex("by_deletedAt", (q) => q.gte("deletedAt", 0).lt("deletedAt", cutoff))
      .take(BATCH);
    for (const { _id } of old) await removeRow(ctx, "tasks", _id);
    if (old.length === BATCH) await ctx.scheduler.runAfter(0, internal.taskUpkeep.purge, {});
  },
});

/** Unassigns a team's tasks from a person who has left it, in batches. */
export const unassign = internalMutation({
  args: { teamId: zid("teams"), userId: zid("users") },
  returns: z.null(),
  handler: async (ctx, { teamId, userId }) => {
    const person = await ctx.db.get("users", userId);
    // The removal of an account does the same for every team, and both would conflict.
    if (person?.leavingSince !== undefined) return;
    const theirs = await ctx.db
      .query("tasks")
      .withIndex("by_teamId_and_assigneeId_and_deletedAt_and_closedAt", (q) =>
        q.eq("teamId", teamId).eq("assigneeId", userId),
      )
      .take(BATCH);
    for (const { _id } of theirs) await ctx.db.patch("tasks", _id, { assigneeId: undefined });
    if (theirs.length < BATCH) return;
    await ctx.scheduler.runAfter(0, internal.taskUpkeep.unassign, { teamId, userId });
  },
});

/** Removes the counts of a removed team. */
export const dropCounts = internalMutation({
  args: { teamId: zid("teams") },
  returns: z.null(),
  handler: async (ctx, { teamId }) => {
    if ((await ctx.db.get("teams", teamId)) === null) await dropTaskCounts(ctx, teamId);
  },
});

/** Counts a team's tasks again, in batches: `convex run taskUpkeep:repairCounts '{"teamId": "…"}'`. */
export const repairCounts = internalMutation({
  args: { teamId: zid("teams"), cursor: z.string().nullable().default(null) },
  returns: z.null(),
  handler: async (ctx, { teamId, cursor }) => {
    const next = await repairTaskCounts(ctx, teamId, cursor);
    if (next === null) return;
    await ctx.scheduler.runAfter(0, internal.taskUpkeep.repairCounts, { teamId, cursor: next });
  },
});
