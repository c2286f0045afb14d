// Background work that is neither lost nor done twice. A row stands for the work; each attempt is one
// scheduled action, which claims the row, works outside any transaction, and reports.
import { zid } from "@repo/validators/convex";
import { job, jobLimits, jobStatuses } from "@repo/validators/platform/jobs";
import { type FunctionReference, getFunctionName, makeFunctionReference } from "convex/server";
import { z } from "zod";
import type { Doc, Id } from "../../_generated/dataModel";
import type { DatabaseReader, MutationCtx } from "../../_generated/server";
import { appError } from "../../lib/errors";
import { type FailureReport, INTERRUPTED, INTERRUPTED_OFTEN, failureOf, shorten } from "./failures";
import { hasTurn, startNext } from "./jobTurns";
import { type Remover, removeRows } from "./removal";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

export const jobDefaults = { maxAttempts: 5, timeoutMs: 5 * MINUTE } as const;
/** The pause after the first failure; it doubles with each further failure. */
export const BACKOFF_MS = 2 * SECOND;
export const BACKOFF_MAX_MS = 10 * MINUTE;
/** How long a queued attempt may wait for its start before it is delivered again. */
export const START_GRACE_MS = 2 * MINUTE;
/** How long the row of a finished job is kept. */
export const KEEP_MS = 7 * DAY;
/** How often one job may be interrupted, so that a job that kills its own thread is not retried forever. */
export const MAX_INTERRUPTIONS = 5;
export const RECOVERY_BATCH = 50;
export const PURGE_BATCH = 200;
/** The arguments of an attempt: the row, and its number. Nothing else, so that it reads current data. */
export const attemptArgs = { jobId: zid("jobs"), attempt: z.number().int().min(1) };
export type Attempt = { jobId: Id<"jobs">; attempt: number };

export type Runner = FunctionReference<"action", "internal", Attempt, null>;
export type FailureHandler = FunctionReference<"mutation", "internal", { jobId: Id<"jobs"> }, null>;

export type Jobs = Pick<MutationCtx, "db" | "scheduler">;

/**
 * Starts a job in the caller's transaction; if that is rolled back, so is the job.
 * @param ctx the context of a mutation, with an unscoped database
 * @param work the action for an attempt; the id of the row that it is about; optionally the mutation to
 *   call when the job is given up, the number of attempts, the time for each, and a group: a few jobs of a
 *   group run at once and the others wait; a job that `runsAlone` waits for all of them
 * @returns the row's id
 */
export async function startJob(
  ctx: Jobs,
  work: {
    run: Runner;
    subject: string;
    whenFailed?: FailureHandler;
    maxAttempts?: number;
    timeoutMs?: number;
    group?: string;
    runsAlone?: boolean;
  },
): Promise<Id<"jobs">> {
  const { run, subject, whenFailed, ...options } = work;
  const isDue = options.group === undefined || (await hasTurn(ctx, options.group, options));
  const jobId = await ctx.db.insert("jobs", {
    ...jobDefaults,
    ...options,
    kind: getFunctionName(run),
    subject,
    whenFailed: whenFailed && getFunctionName(whenFailed),
    status: isDue ? "queued" : "waiting",
    attempts: 0,
    dueAt: Date.now() + START_GRACE_MS,
  });
  if (isDue) await ctx.scheduler.runAfter(0, run, { jobId, attempt: 1 });
  return jobId;
}

/**
 * Claims an attempt. Call it first, in the mutation that reads what the attempt needs.
 * @param ctx the context of a mutation, with an unscoped database
 * @param attempt the arguments of the action
 * @returns the job, now running; null when this attempt was already claimed or the job is over, and then
 *   no work remains
 */
export async function claimJob(
  ctx: Jobs,
  { jobId, attempt }: Attempt,
): Promise<Doc<"jobs"> | null> {
  const job = await ctx.db.get("jobs", jobId);
  if (job?.status !== "queued" || job.attempts + 1 !== attempt) return null;
  const startedAt = Date.now();
  const changes = { status: "running", attempts: attempt, startedAt } as const;
  await ctx.db.patch("jobs", jobId, { ...changes, dueAt: startedAt + job.timeoutMs });
  return { ...job, ...changes };
}

/**
 * Ends a job successfully. Call it in the mutation that stores the result, and store it only if this returns
 * true.
 * @param ctx the context of a mutation, with an unscoped database
 * @param attempt the arguments of the action
 * @returns whether this attempt is valid: false when it took too long and was replaced by another one, or when
 *   it has already reported
 */
export async function finishJob(ctx: Jobs, attempt: Attempt): Promise<boolean> {
  const job = await runningJob(ctx, attempt);
  if (job === null) return false;
  await end(ctx, job, { status: "done", error: undefined, told: undefined });
  return true;
}

type Failed = Omit<FailureReport, "isFinal"> & Partial<FailureReport>;

/** What happens after a failed attempt. */
export type Failure = "retried" | "failed" | "ignored";

/**
 * Reports a failed attempt: the next one is scheduled, after a pause that doubles, or the job is given up and
 * its `whenFailed` scheduled.
 * @param ctx the context of a mutation, with an unscoped database
 * @param attempt the arguments of the action
 * @param failure what went wrong, for admins; the message for the waiting user; `isFinal` when retrying
 *   cannot help
 * @returns what happens next; `ignored` for an attempt that was replaced
 */
export async function failJob(ctx: Jobs, attempt: Attempt, failure: Failed): Promise<Failure> {
  const job = await runningJob(ctx, attempt);
  return job === null ? "ignored" : await retryOrGiveUp(ctx, job, failure);
}

/**
 * Tries a job again that was given up: as often as its number of attempts leaves, and at least once.
 * @param ctx the context of a mutation, with an unscoped database
 * @param job a job that failed
 * @throws CONFLICT when it was tried as often as any job may be
 */
export async function retryJob(ctx: Jobs, job: Doc<"jobs">): Promise<void> {
  const maxAttempts = Math.max(job.maxAttempts, triesOf(job) + 1);
  if (maxAttempts > jobLimits.maxAttempts.max) {
    throw appError("CONFLICT", `This job was tried ${triesOf(job)} times. Start its work again.`);
  }
  const isGrouped = job.group !== undefined;
  const status = isGrouped ? "waiting" : "queued";
  const dueAt = Date.now() + START_GRACE_MS;
  await ctx.db.patch("jobs", job._id, { status, maxAttempts, dueAt, finishedAt: undefined });
  if (isGrouped) await startNext(ctx, job.group);
  else await deliver(ctx, job, 0);
}

/**
 * Redelivers attempts that never reported, because their action crashed, and queued ones that were never
 * started.
 * @param ctx the context of a mutation, with an unscoped database
 * @returns how many there were; a full batch means that there may be more
 */
export async function recoverJobs(ctx: Jobs): Promise<number> {
  const now = Date.now();
  const overdue = async (status: "queued" | "running" | "waiting") =>
    await ctx.db
      .query("jobs")
      .withIndex("by_status_and_dueAt", (q) => q.eq("status", status).lte("dueAt", now))
      .take(RECOVERY_BATCH);
  const lost = await overdue("running");
  for (const job of lost) {
    const seconds = Math.round(job.timeoutMs / SECOND);
    const error = `The attempt did not report within ${seconds} s.`;
    await retryOrGiveUp(ctx, job, { error, told: INTERRUPTED, isInterruption: true });
  }
  const waiting = await overdue("queued");
  // A second delivery of the same attempt is harmless: one of the two finds the row claimed.
  for (const job of waiting) await deliver(ctx, job, 0);
  // Groups whose queue has stopped: normally each job that ends starts the next.
  const inLine = await overdue("waiting");
  for (const job of inLine) await ctx.db.patch("jobs", job._id, { dueAt: now + START_GRACE_MS });
  for (const group of new Set(inLine.map((job) => job.group))) await startNext(ctx, group);
  return Math.max(lost.length, waiting.length, inLine.length);
}

/**
 * Removes rows of jobs that ended long ago.
 * @param ctx the context of a mutation, with an unscoped database
 * @returns how many; a full batch means that there may be more
 */
export async function purgeJobs(ctx: Remover): Promise<number> {
  const now = Date.now();
  const past = async (status: "done" | "failed") =>
    await ctx.db
      .query("jobs")
      .withIndex("by_status_and_dueAt", (q) => q.eq("status", status).lte("dueAt", now))
      .take(PURGE_BATCH);
  const [done, failed] = [await past("done"), await past("failed")];
  await removeRows(ctx, "jobs", [...done, ...failed]);
  return Math.max(done.length, failed.length);
}

/**
 * Finds the job of an attempt, to store its progress.
 * @param ctx the context of a mutation, with an unscoped database
 * @param attempt the arguments of the action
 * @returns the job; null when it is over, or when this attempt was replaced
 */
export async function runningJob(
  ctx: Pick<Jobs, "db">,
  { jobId, attempt }: Attempt,
): Promise<Doc<"jobs"> | null> {
  const job = await ctx.db.get("jobs", jobId);
  return job?.status === "running" && job.attempts === attempt ? job : null;
}

/** How a job is going, as the person who waits may read it. */
export const jobState = z.object({
  status: z.enum(jobStatuses),
  /** What went wrong; absent when the cause is technical. */
  told: job.shape.told,
});
export type JobState = z.infer<typeof jobState>;

/**
 * Finds how the newest job for a row is going.
 * @param ctx a context with an unscoped database: the caller may see the row, not jobs
 * @param run the action for an attempt
 * @param subject the id of the row, which the caller may see
 * @returns null before the first
 */
export async function stateOfJob(
  ctx: { db: DatabaseReader },
  run: Runner,
  subject: string,
): Promise<JobState | null> {
  const [newest] = await ctx.db
    .query("jobs")
    .withIndex("by_kind_and_subject", (q) =>
      q.eq("kind", getFunctionName(run)).eq("subject", subject),
    )
    .order("desc")
    .take(1);
  return newest === undefined ? null : { status: newest.status, told: newest.told };
}

async function retryOrGiveUp(
  ctx: Jobs,
  job: Doc<"jobs">,
  { error, told, isFinal = false, isInterruption = false }: Failed,
): Promise<"retried" | "failed"> {
  const why = { error: shorten(error), told };
  const interruptions = (job.interruptions ?? 0) + (isInterruption ? 1 : 0);
  const mayTry = isInterruption
    ? interruptions < MAX_INTERRUPTIONS
    : triesOf({ ...job, interruptions }) < job.maxAttempts;
  if (!isFinal && mayTry) {
    await ctx.db.patch("jobs", job._id, { status: "queued", interruptions, ...why });
    await deliver(ctx, job, backoffMs(job.attempts));
    return "retried";
  }
  if (isInterruption) await ctx.db.patch("jobs", job._id, { interruptions });
  await giveUp(ctx, job, { ...why, told: isInterruption ? INTERRUPTED_OFTEN : told });
  return "failed";
}

/**
 * Counts the attempts at a job that ended with a result or an error: interrupted ones say nothing about the
 * work.
 */
export function triesOf({ attempts, interruptions = 0 }: Tried): number {
  return attempts - interruptions;
}

type Tried = { attempts: number; interruptions?: number | undefined };

async function giveUp(
  ctx: Jobs,
  job: Doc<"jobs">,
  why: { error: string; told: string | undefined },
): Promise<void> {
  await end(ctx, job, { status: "failed", ...why });
  if (job.whenFailed === undefined) return;
  const handler = makeFunctionReference<"mutation">(job.whenFailed) as unknown as FailureHandler;
  await scheduleIfThere(() => ctx.scheduler.runAfter(0, handler, { jobId: job._id }));
}

/**
 * Starts the next attempt at a queued job.
 * @param ctx the context of a mutation, with an unscoped database
 * @param delayMs the delay
 */
export async function deliver(ctx: Jobs, job: Doc<"jobs">, delayMs: number): Promise<void> {
  await ctx.db.patch("jobs", job._id, { dueAt: Date.now() + delayMs + START_GRACE_MS });
  const runner = makeFunctionReference<"action">(job.kind) as unknown as Runner;
  const attempt = { jobId: job._id, attempt: job.attempts + 1 };
  const problem = await scheduleIfThere(() => ctx.scheduler.runAfter(delayMs, runner, attempt));
  if (problem !== null) await giveUp(ctx, job, { error: problem, told: undefined });
}

/**
 * Convex cannot schedule a function that a later push removed. One such job must not roll back the recovery of
 * the others in the same transaction.
 */
async function scheduleIfThere(schedule: () => Promise<unknown>): Promise<string | null> {
  try {
    await schedule();
    return null;
  } catch (error) {
    console.error("A job's function cannot be scheduled.", error);
    return failureOf(error).error;
  }
}

async function end(
  ctx: Jobs,
  job: Doc<"jobs">,
  outcome: { status: "done" | "failed"; error: string | undefined; told: string | undefined },
): Promise<void> {
  const finishedAt = Date.now();
  await ctx.db.patch("jobs", job._id, { ...outcome, finishedAt, dueAt: finishedAt + KEEP_MS });
  await startNext(ctx, job.group);
}

/** Half of it is random, so that jobs that failed together are not retried together. */
function backoffMs(attempts: number): number {
  const pause = Math.min(BACKOFF_MS * 2 ** (attempts - 1), BACKOFF_MAX_MS);
  return Math.round(pause * (0.5 + Math.random()));
}
