// Background jobs for admins, and what the scheduler and the crons call. The rules of a job are in
// `model/jobs.ts`.
import { jobStatuses, publicJob } from "@repo/validators/platform/jobs";
import { z } from "zod";
import { internal } from "./_generated/api";
import { internalMutation, query } from "./builders/functions";
import {
  PURGE_BATCH,
  RECOVERY_BATCH,
  attemptArgs,
  deliver,
  failJob,
  purgeJobs,
  recoverJobs,
} from "./model/platform/jobs";
import { failureReport } from "./model/platform/failures";
import { nextInLine } from "./model/platform/jobTurns";
import { clamp, pageOf, paginationOpts } from "./lib/pagination";

/** The jobs of one status, those due last first. */
export const list = query({
  access: "jobs.read",
  args: { status: z.enum(jobStatuses), paginationOpts },
  returns: pageOf(publicJob),
  handler: async (ctx, args) =>
    await ctx.db
      .query("jobs")
      .withIndex("by_status_and_dueAt", (q) => q.eq("status", args.status))
      .order("desc")
      .paginate(clamp(args.paginationOpts)),
});

/** Reports a failed attempt. For actions that have nothing else to store then. */
export const fail = internalMutation({
  args: { ...attemptArgs, ...failureReport.shape },
  returns: z.enum(["retried", "failed", "ignored"]),
  handler: async (ctx, { jobId, attempt, ...failure }) =>
    await failJob(ctx, { jobId, attempt }, failure),
});

/** Starts the next jobs of a group. */
export const takeTurns = internalMutation({
  args: { group: z.string() },
  returns: z.null(),
  handler: async (ctx, { group }) => {
    for (const job of await nextInLine(ctx, group)) {
      await ctx.db.patch("jobs", job._id, { status: "queued" });
      await deliver(ctx, job, 0);
    }
  },
});

/** Redelivers attempts that never reported; run by a cron every minute. */
export const recoverStuck = internalMutation({
  args: {},
  returns: z.null(),
  handler: async (ctx) => {
    const found = await recoverJobs(ctx);
    if (found >= RECOVERY_BATCH) await ctx.scheduler.runAfter(0, internal.jobs.recoverStuck, {});
  },
});

/** Removes jobs that ended more than a week ago; run by a daily cron. */
export const purge = internalMutation({
  args: {},
  returns: z.null(),
  handler: async (ctx) => {
    const found = await purgeJobs(ctx);
    if (found >= PURGE_BATCH) await ctx.scheduler.runAfter(0, internal.jobs.purge, {});
  },
});
