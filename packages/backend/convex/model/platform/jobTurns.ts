// The queue of jobs. Of one group, such as a team, a few run at once; the others wait in the order of arrival,
// so that no team delays another.
import type { JobStatus } from "@repo/validators/platform/jobs";
import { internal } from "../../_generated/api";
import type { Doc } from "../../_generated/dataModel";
import type { MutationCtx } from "../../_generated/server";

/** How many jobs of one group run at a time. */
export const PLACES = 2;

type Jobs = Pick<MutationCtx, "db" | "scheduler">;

/** What decides when a job starts: one that `runsAlone` waits until no other of its group runs. */
type InTurn = Pick<Doc<"jobs">, "runsAlone">;

/**
 * Says whether a group has room for a new job, and no other is waiting.
 * @param ctx the context of a mutation, with an unscoped database
 */
export async function hasTurn(ctx: Jobs, group: string, job: InTurn): Promise<boolean> {
  return (await inLine(ctx, group)).length === 0 && fits(job, await onTheirWay(ctx, group));
}

/**
 * Schedules the start of a group's next jobs, in a transaction of its own: in that of the job that ended, one
 * that cannot start would end the next, and so on.
 * @param ctx the context of a mutation
 * @param group undefined for a job without a group
 */
export async function startNext(ctx: Jobs, group: string | undefined): Promise<void> {
  if (group === undefined) return;
  await ctx.scheduler.runAfter(0, internal.jobs.takeTurns, { group });
}

/**
 * Finds the jobs of a group that may start now, in order. None overtakes another.
 * @param ctx the context of a mutation, with an unscoped database
 */
export async function nextInLine(ctx: Jobs, group: string): Promise<Doc<"jobs">[]> {
  const [line, before] = [await inLine(ctx, group), await onTheirWay(ctx, group)];
  const next: Doc<"jobs">[] = [];
  for (const job of line) {
    if (!fits(job, [...before, ...next])) break;
    next.push(job);
  }
  return next;
}

function fits(job: InTurn, beside: readonly InTurn[]): boolean {
  if (job.runsAlone === true) return beside.length === 0;
  return beside.length < PLACES && !beside.some(({ runsAlone }) => runsAlone === true);
}

async function onTheirWay(ctx: Jobs, group: string): Promise<Doc<"jobs">[]> {
  return [...(await jobsOf(ctx, group, "queued")), ...(await jobsOf(ctx, group, "running"))];
}

async function inLine(ctx: Jobs, group: string): Promise<Doc<"jobs">[]> {
  return await jobsOf(ctx, group, "waiting");
}

async function jobsOf(ctx: Jobs, group: string, status: JobStatus): Promise<Doc<"jobs">[]> {
  return await ctx.db
    .query("jobs")
    .withIndex("by_group_and_status", (q) => q.eq("group", group).eq("status", status))
    .take(PLACES);
}
