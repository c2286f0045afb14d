// Background jobs and crons for admins, and what the scheduler and the crons call. The rules of a job are in
// `model/platform/jobs.ts`.
import { jobStatuses, publicJob } from "@repo/validators/platform/jobs";
import { cronLimits, publicCron } from "@repo/validators/platform/cronRuns";
import { zid } from "@repo/validators/convex";
import { makeFunctionReference } from "convex/server";
import { z } from "zod";
import { internal } from "./_generated/api";
import crons from "./crons";
import { internalMutation, mutation, query } from "./builders/functions";
import { appError } from "./lib/errors";
import { getPermittedOrThrow } from "./model/teams/coverage";
import { recordEvent } from "./model/platform/audit";
import { type CronTarget, cronAsRun, cronCall, declaredCrons } from "./model/platform/cronRuns";
import {
  PURGE_BATCH,
  RECOVERY_BATCH,
  attemptArgs,
  deliver,
  failJob,
  purgeJobs,
  recoverJobs,
  retryJob,
} from "./model/platform/jobs";
import { failureReport } from "./model/platform/failures";
import { nextInLine } from "./model/platform/jobTurns";
import { clamp, pageOf, paginationOpts } from "./lib/pagination";

const CRONS_MAX = cronLimits.count;

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

/** Tries a job again that was given up, once its group has room. */
export const retry = mutation({
  access: "jobs.update",
  args: { id: zid("jobs") },
  returns: z.null(),
  handler: async (ctx, { id }) => {
    const job = await getPermittedOrThrow(ctx, "jobs.update", id);
    if (job.status !== "failed") {
      throw appError("CONFLICT", `This job is ${job.status}. Only one that failed is tried again.`);
    }
    // The queue of its group has jobs that the caller did not start.
    await retryJob({ ...ctx, db: ctx.unscopedDb }, job);
    await recordEvent(ctx, { action: "jobs.retry", table: "jobs", rowId: id });
  },
});

/** Every cron with its last run, in the order of `crons.ts`. */
export const listCrons = query({
  access: "cronRuns.read",
  args: {},
  returns: z.array(publicCron).max(CRONS_MAX),
  handler: async (ctx) => {
    const runs = await ctx.db.query("cronRuns").take(CRONS_MAX);
    const described = declaredCrons(crons).map(async (cron) => {
      const run = runs.find(({ title }) => title === cron.title);
      // The state of a run is a row of the scheduler, which no scope covers.
      return await cronAsRun(ctx.unscopedDb, cron, run);
    });
    return await Promise.all(described);
  },
});

/** Runs the target of a cron, and records which run it was. */
export const runCron = internalMutation({
  args: cronCall,
  returns: z.null(),
  handler: async (ctx, { title, target, args }) => {
    const call = makeFunctionReference<"mutation">(target) as unknown as CronTarget;
    const scheduled = await ctx.scheduler.runAfter(0, call, JSON.parse(args));
    const run = { title, startedAt: Date.now(), scheduled };
    const before = await ctx.db
      .query("cronRuns")
      .withIndex("by_title", (q) => q.eq("title", title))
      .first();
    if (before === null) await ctx.db.insert("cronRuns", run);
    else await ctx.db.patch("cronRuns", before._id, run);
  },
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
