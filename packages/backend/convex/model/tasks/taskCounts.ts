// How many tasks each team has in each state, as a tree of counts, so that counting reads no task.
// `writes.ts` updates it with every write, by any caller.
import { TableAggregate } from "@convex-dev/aggregate";
import { type TaskCounts, taskStatuses } from "@repo/validators/tasks";
import { components } from "../../_generated/api";
import type { DataModel, Doc, Id } from "../../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../../_generated/server";

/** Where a task counts: in its state, or in the trash, whatever its state is there. */
const counted = [...taskStatuses, "trash"] as const;

/** How many tasks one transaction of a repair recounts. */
const REPAIR_BATCH = 100;

const aggregate = new TableAggregate<{
  Namespace: Id<"teams">;
  Key: (typeof counted)[number];
  DataModel: DataModel;
  TableName: "tasks";
}>(components.aggregate, {
  namespace: (task) => task.teamId,
  sortKey: placeOf,
});

function placeOf({ deletedAt, status }: Doc<"tasks">): (typeof counted)[number] {
  return deletedAt === undefined ? status : "trash";
}

/**
 * Counts the tasks of a team.
 * @param ctx the context of a query or mutation that has checked access to the team
 * @param teamId the team
 * @returns a number for each state, and for the trash
 */
export async function countTasks(
  ctx: Pick<QueryCtx, "runQuery" | "meta">,
  teamId: Id<"teams">,
): Promise<TaskCounts> {
  const bounds = counted.map((key) => {
    const at = { key, inclusive: true };
    return { namespace: teamId, bounds: { lower: at, upper: at } };
  });
  const counts = await aggregate.countBatch(ctx, bounds);
  return Object.fromEntries(counted.map((key, n) => [key, counts[n]])) as TaskCounts;
}

/**
 * Updates the counts for one write. A task that is already counted, or not yet, is no error: a repair may be
 * running.
 * @param ctx the context of the mutation
 * @param before the task as it was, null when it is new
 * @param after the task as it is, null when it is gone
 */
export async function recount(
  ctx: MutationCtx,
  before: Doc<"tasks"> | null,
  after: Doc<"tasks"> | null,
): Promise<void> {
  if (before !== null && after !== null) {
    if (isCountedAlike(before, after)) return;
    await aggregate.replaceOrInsert(ctx, before, after);
  } else if (after !== null) await aggregate.insertIfDoesNotExist(ctx, after);
  else if (before !== null && (await ctx.db.get("teams", before.teamId)) !== null) {
    // The counts of a removed team are removed at once, by `dropTaskCounts`.
    await aggregate.deleteIfExists(ctx, before);
  }
}

function isCountedAlike(before: Doc<"tasks">, after: Doc<"tasks">): boolean {
  const isSame = placeOf(before) === placeOf(after);
  return isSame && before.teamId === after.teamId;
}

/**
 * Removes the counts of a removed team, however many tasks it had.
 * @param ctx the context of a mutation
 * @param teamId the team
 */
export async function dropTaskCounts(
  ctx: Pick<MutationCtx, "runMutation">,
  teamId: Id<"teams">,
): Promise<void> {
  await aggregate.clear(ctx as MutationCtx, { namespace: teamId });
}

/**
 * Recounts a team's tasks, for rows that were written without the functions: by an import or the dashboard.
 * @param ctx the context of a mutation, with an unscoped database
 * @param teamId the team
 * @param cursor where the previous batch ended; null for the first
 * @returns where the next batch starts, null after the last
 */
export async function repairTaskCounts(
  ctx: MutationCtx,
  teamId: Id<"teams">,
  cursor: string | null,
): Promise<string | null> {
  if (cursor === null) await aggregate.clear(ctx, { namespace: teamId });
  const tasks = await ctx.db
    .query("tasks")
    .withIndex("by_teamId", (q) => q.eq("teamId", teamId))
    .paginate({ numItems: REPAIR_BATCH, cursor });
  for (const task of tasks.page) await aggregate.insertIfDoesNotExist(ctx, task);
  return tasks.isDone ? null : tasks.continueCursor;
}
