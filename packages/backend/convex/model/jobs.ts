// Background work that is not lost and not done twice. A row stands for the work; each attempt is one
// scheduled action, which claims the row, does what is to be done outside any transaction, and reports.
import { APICallError } from "@ai-sdk/provider";
import { jobLimits } from "@repo/validators/jobs";
import { zid } from "convex-helpers/server/zod4";
import { type FunctionReference, getFunctionName, makeFunctionReference } from "convex/server";
import { ConvexError } from "convex/values";
import { z } from "zod";
import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

export const jobDefaults = { maxAttempts: 5, timeoutMs: 5 * MINUTE } as const;
/** The pause after the first failure; it doubles with each further one. */
export const BACKOFF_MS = 2 * SECOND;
export const BACKOFF_MAX_MS = 10 * MINUTE;
/** How long a queued attempt may wait for its start before it is delivered again. */
export const START_GRACE_MS = 2 * MINUTE;
/** How long the row of a job that is over stays readable. */
export const KEEP_MS = 7 * DAY;
export const RECOVERY_BATCH = 50;
export const PURGE_BATCH = 200;
/** What people are told of a failure that is not theirs to read: the reason may name machines and accounts. */
export const NOT_TOLD =
  "A service that it needs did not answer as it should. Try again later; admins find the reason among the jobs.";

/** What an action gets: the row, and which attempt it is. Nothing else, so that it reads what is true now. */
export const attemptArgs = { jobId: zid("jobs"), attempt: z.number().int().min(1) };
export type Attempt = { jobId: Id<"jobs">; attempt: number };

/** What went wrong, for admins; what of it whoever waits is told; and whether trying again cannot help. */
export const failureReport = z.object({
  error: z.string(),
  told: z.string().optional(),
  isFinal: z.boolean(),
});
export type FailureReport = z.infer<typeof failureReport>;
export type Runner = FunctionReference<"action", "internal", Attempt, null>;
export type FailureHandler = FunctionReference<"mutation", "internal", { jobId: Id<"jobs"> }, null>;

type Jobs = Pick<MutationCtx, "db" | "scheduler">;

/**
 * Starts a job in the caller's transaction: when that is rolled back, so is the job.
 * @param ctx the context of a mutation with every row at hand
 * @param work the action that makes an attempt; the id of the row that it is about; optionally the
 *   mutation that is told when the job is given up, the number of attempts and the time for each
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
  },
): Promise<Id<"jobs">> {
  const { run, subject, whenFailed, ...limits } = work;
  const jobId = await ctx.db.insert("jobs", {
    ...jobDefaults,
    ...limits,
    kind: getFunctionName(run),
    subject,
    whenFailed: whenFailed && getFunctionName(whenFailed),
    status: "queued",
    attempts: 0,
    dueAt: Date.now() + START_GRACE_MS,
  });
  await ctx.scheduler.runAfter(0, run, { jobId, attempt: 1 });
  return jobId;
}

/**
 * Takes an attempt. Call it first, in the mutation that reads what the attempt needs.
 * @param ctx the context of a mutation with every row at hand
 * @param attempt what the action was given
 * @returns the job, now running; null when this attempt was taken before or the job is over, and then
 *   there is nothing to do
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
 * Ends a job well. Call it in the mutation that stores the result, and store that only when told so.
 * @param ctx the context of a mutation with every row at hand
 * @param attempt what the action was given
 * @returns whether this attempt is the one that counts: false when it took too long and another one
 *   has its place, or when it has reported before
 */
export async function finishJob(ctx: Jobs, attempt: Attempt): Promise<boolean> {
  const job = await runningJob(ctx, attempt);
  if (job === null) return false;
  await end(ctx, job, { status: "done", error: undefined, told: undefined });
  return true;
}

type Failed = Omit<FailureReport, "isFinal"> & Partial<FailureReport>;

/** What became of a failed attempt. */
export type Failure = "retried" | "failed" | "ignored";

/**
 * Reports an attempt that failed: the next one is scheduled, after a pause that doubles, or the job is
 * given up and its `whenFailed` scheduled.
 * @param ctx the context of a mutation with every row at hand
 * @param attempt what the action was given
 * @param failure what went wrong, for admins; what of it whoever waits is told; `isFinal` when trying
 *   again cannot help
 * @returns what became of it; `ignored` for an attempt that does not count any more
 */
export async function failJob(ctx: Jobs, attempt: Attempt, failure: Failed): Promise<Failure> {
  const job = await runningJob(ctx, attempt);
  return job === null ? "ignored" : await retryOrGiveUp(ctx, job, failure);
}

/**
 * Turns what an action caught into a report of failure.
 * @param error what was thrown
 * @returns its text; final when it is a refusal, our own or a model's, as those stay what they are
 */
export function failureOf(error: unknown): { error: string; isFinal: boolean } {
  const refusal = refusalIn(error);
  if (refusal !== undefined) return { error: shorten(refusal), isFinal: true };
  const text = error instanceof Error ? error.message : String(error);
  return { error: shorten(text), isFinal: isRefusedByModel(error) };
}

/**
 * Finds what whoever waits may be told of an error: what we refuse, and a setting that is wrong. What a
 * service says is for admins: its address, an account, a line of its log may be in it.
 * @param error what was thrown
 * @returns the text; undefined when there is nothing for them in it
 */
export function toldOf(error: unknown): string | undefined {
  // eslint-disable-next-line no-restricted-syntax -- its code stands in its text, as that goes to a terminal
  const isSetting = error instanceof TypeError && error.message.startsWith("AI_SETTING: ");
  const text = isSetting ? error.message : refusalIn(error);
  return text && shorten(text);
}

/**
 * Makes the report of an attempt that failed, as the mutation takes it that stores how it went.
 * @param error what was thrown
 */
export function reportOf(error: unknown): FailureReport {
  return { ...failureOf(error), told: toldOf(error) };
}

function refusalIn(error: unknown): string | undefined {
  if (!(error instanceof ConvexError)) return undefined;
  const data: { message?: unknown } | string = error.data ?? {};
  const text = typeof data === "string" ? data : data.message;
  return String(text ?? "It was refused.");
}

/** A wrong key, an unknown model, a request that it does not take: the same the next time. */
function isRefusedByModel(error: unknown): boolean {
  if (!APICallError.isInstance(error) || error.isRetryable) return false;
  const { statusCode = 0 } = error;
  return statusCode >= 400 && statusCode < 500;
}

/**
 * Finds attempts that never reported, as an action that crashes cannot, and queued ones that nobody
 * started, and sends them on their way again.
 * @param ctx the context of a mutation with every row at hand
 * @returns how many there were; as many as fit one batch mean that there may be more
 */
export async function recoverJobs(ctx: Jobs): Promise<number> {
  const now = Date.now();
  const overdue = async (status: "queued" | "running") =>
    await ctx.db
      .query("jobs")
      .withIndex("by_status_and_dueAt", (q) => q.eq("status", status).lte("dueAt", now))
      .take(RECOVERY_BATCH);
  const lost = await overdue("running");
  for (const job of lost) {
    const seconds = Math.round(job.timeoutMs / SECOND);
    await retryOrGiveUp(ctx, job, { error: `The attempt did not report within ${seconds} s.` });
  }
  const waiting = await overdue("queued");
  // A second delivery of the same attempt does no harm: one of the two finds the row claimed.
  for (const job of waiting) await deliver(ctx, job, 0);
  return Math.max(lost.length, waiting.length);
}

/**
 * Removes rows of jobs that were over long ago.
 * @param ctx the context of a mutation with every row at hand
 * @returns how many; as many as fit one batch mean that there may be more
 */
export async function purgeJobs(ctx: Jobs): Promise<number> {
  const now = Date.now();
  const past = async (status: "done" | "failed") =>
    await ctx.db
      .query("jobs")
      .withIndex("by_status_and_dueAt", (q) => q.eq("status", status).lte("dueAt", now))
      .take(PURGE_BATCH);
  const [done, failed] = [await past("done"), await past("failed")];
  for (const { _id } of [...done, ...failed]) await ctx.db.delete("jobs", _id);
  return Math.max(done.length, failed.length);
}

async function runningJob(ctx: Jobs, { jobId, attempt }: Attempt): Promise<Doc<"jobs"> | null> {
  const job = await ctx.db.get("jobs", jobId);
  return job?.status === "running" && job.attempts === attempt ? job : null;
}

async function retryOrGiveUp(
  ctx: Jobs,
  job: Doc<"jobs">,
  { error, told, isFinal = false }: Failed,
): Promise<"retried" | "failed"> {
  const why = { error: shorten(error), told };
  if (!isFinal && job.attempts < job.maxAttempts) {
    await ctx.db.patch("jobs", job._id, { status: "queued", ...why });
    await deliver(ctx, job, backoffMs(job.attempts));
    return "retried";
  }
  await giveUp(ctx, job, why);
  return "failed";
}

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

async function deliver(ctx: Jobs, job: Doc<"jobs">, delayMs: number): Promise<void> {
  await ctx.db.patch("jobs", job._id, { dueAt: Date.now() + delayMs + START_GRACE_MS });
  const runner = makeFunctionReference<"action">(job.kind) as unknown as Runner;
  const attempt = { jobId: job._id, attempt: job.attempts + 1 };
  const problem = await scheduleIfThere(() => ctx.scheduler.runAfter(delayMs, runner, attempt));
  if (problem !== null) await giveUp(ctx, job, { error: problem, told: undefined });
}

/**
 * Convex schedules no function that a later push took away. One such job must not undo what the same
 * transaction does for the others, or none would be recovered ever again.
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
}

/** Half of it is chance, so that what failed together does not come back together. */
function backoffMs(attempts: number): number {
  const pause = Math.min(BACKOFF_MS * 2 ** (attempts - 1), BACKOFF_MAX_MS);
  return Math.round(pause * (0.5 + Math.random()));
}

function shorten(text: string): string {
  return text.slice(0, jobLimits.error.max);
}
