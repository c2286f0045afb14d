// Turns among jobs. Of one group, a team, a few run at once; the others wait in the order in which they came.
// So what one team has done, however much, takes no place of another's.
import type { JobStatus } from "@repo/validators/platform/jobs";
import { internal } from "../../_generated/api";
import type { Doc } from "../../_generated/dataModel";
import type { MutationCtx } from "../../_generated/server";

/** Jobs of one group that are on their way at a time. */
export const PLACES = 2;

type Jobs = Pick<MutationCtx, "db" | "scheduler">;

/** What counts about a job when it waits for its turn: one that `runsAlone` has nothing of its group beside it. */
type InTurn = Pick<Doc<"jobs">, "runsAlone">;

/**
 * Says whether a group has a place free for a new job, and nobody in line for it.
 * @param ctx the context of a mutation with every row at hand
 */
export async function hasTurn(ctx: Jobs, group: string, job: InTurn): Promise<boolean> {
  return (await inLine(ctx, group)).length === 0 && fits(job, await onTheirWay(ctx, group));
}

/**
 * Has the next jobs of a group started, in a transaction of their own: in that of the job that ended, one
 * that cannot be started would end the next, and so on.
 * @param ctx the context of a mutation
 * @param group none for a job that is of no group
 */
export async function startNext(ctx: Jobs, group: string | undefined): Promise<void> {
  if (group === undefined) return;
  await ctx.scheduler.runAfter(0, internal.jobs.takeTurns, { group });
}

/**
 * Finds the jobs of a group that may start now, the first in line first. None goes past another.
 * @param ctx the context of a mutation with every row at hand
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
