import type { PublicTask, TaskPart } from "@repo/validators/tasks";
import type { TeamRole } from "@repo/validators/teams/memberships";

/**
 * Says what a person is to a task, which decides where they may move it.
 * @param task the task
 * @param userId the person
 * @param teamRole what they are in its team; null for somebody who is not in it
 */
export function partsIn(
  task: Pick<PublicTask, "assigneeId" | "creatorId">,
  userId: string,
  teamRole: TeamRole | null,
): TaskPart[] {
  const parts: TaskPart[] = [];
  if (task.assigneeId === userId) parts.push("assignee");
  if (task.creatorId === userId) parts.push("creator");
  if (teamRole === "owner") parts.push("teamOwner");
  return parts;
}
