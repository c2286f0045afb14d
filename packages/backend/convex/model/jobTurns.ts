// Turns among jobs. Of one group, a team, a few run at once; the others wait in the order in which they came.
// So what one team has done, however much, takes no place of another's.
import { internal } from "../_generated/api";
import type { MutationCtx } from "../_generated/server";

/** Jobs of one group that are on their way at a time. */
export const PLACES = 2;

type Jobs = Pick<MutationCtx, "db" | "scheduler">;

/**
 * Says whether a group has a place free, and nobody in line for it.
 * @param ctx the context of a mutation with every row at hand
 */
export async function hasTurn(ctx: Jobs, group: string): Promise<boolean> {
  return (await freePlaces(ctx, group)) > 0 && (await inLine(ctx, group)).length === 0;
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
 * Finds the jobs of a group that may start now, the first in line first.
 * @param ctx the context of a mutation with every row at hand
 */
export async function nextInLine(ctx: Jobs, group: string) {
  const free = await freePlaces(ctx, group);
  return (await inLine(ctx, group)).slice(0, free);
}

async function freePlaces(ctx: Jobs, group: string): Promise<number> {
  const taken = async (status: "queued" | "running") =>
    await ctx.db
      .query("jobs")
      .withIndex("by_group_and_status", (q) => q.eq("group", group).eq("status", status))
      .take(PLACES);
  const [queued, running] = [await taken("queued"), await taken("running")];
  return Math.max(PLACES - queued.length - running.length, 0);
}

async function inLine(ctx: Jobs, group: string) {
  return await ctx.db
    .query("jobs")
    .withIndex("by_group_and_status", (q) => q.eq("group", group).eq("status", "waiting"))
    .take(PLACES);
}
