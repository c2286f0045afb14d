// What several functions of tasks need: whether a task is live, the caller's part in it, notifications.
import { paths } from "@repo/validators/platform/paths";
import { type TaskPart, type TaskStatus, isClosed, partsIn } from "@repo/validators/tasks";
import type { Doc, Id } from "../../_generated/dataModel";
import type { MutationCtx } from "../../lib/context";
import { notify } from "../platform/notifications";
import { findMembership, isMember } from "../teams/teams";

/** The context of a mutation with a signed-in caller. */
type Ctx = Omit<MutationCtx, "user"> & { user: Doc<"users"> };

/**
 * Finds the caller's parts in a task.
 * @param ctx the context of the caller's function
 * @param task a task of a team of theirs
 */
export async function partsOf(ctx: Ctx, task: Doc<"tasks">): Promise<TaskPart[]> {
  const membership = await findMembership(ctx.unscopedDb, ctx.user._id, task.teamId);
  return partsIn(task, ctx.user._id, membership?.role ?? null);
}

/**
 * Makes the changes of a move: only a closed task has `closedAt`.
 * @param to the new state
 */
export function movedTo(to: TaskStatus): Pick<Doc<"tasks">, "status" | "closedAt"> {
  return { status: to, closedAt: isClosed(to) ? Date.now() : undefined };
}

/** Notifies the assignee of a task, unless they took it themselves. */
export async function notifyAssignee(
  ctx: Ctx,
  { _id, teamId, title }: Pick<Doc<"tasks">, "_id" | "teamId" | "title">,
  assigneeId: Id<"users">,
): Promise<void> {
  if (assigneeId === ctx.user._id) return;
  await notify(ctx, {
    userId: assigneeId,
    kind: "taskAssigned",
    title: `Assigned to you: ${title}`,
    link: paths.task(teamId, _id),
  });
}

/** Notifies the assignee and the creator of a task, but not the person who moved it. */
export async function notifyMoved(ctx: Ctx, task: Doc<"tasks">, to: TaskStatus): Promise<void> {
  const people = new Set([task.assigneeId, task.creatorId]);
  for (const userId of people) {
    if (userId === undefined || userId === ctx.user._id) continue;
    // People who left the team are not notified.
    if (!(await isMember(ctx, userId, task.teamId))) continue;
    const title = `Moved to ${to}: ${task.title}`;
    const link = paths.task(task.teamId, task._id);
    await notify(ctx, { userId, kind: "taskMoved", title, link });
  }
}
