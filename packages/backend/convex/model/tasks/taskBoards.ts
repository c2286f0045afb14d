// The board of a team: one result, so that opening it is one call and a move of somebody else is one update.
import { PAGE_SIZE } from "@repo/validators/pagination";
import { type TaskBoard, type TaskStatus, taskStatuses } from "@repo/validators/tasks";
import type { OrderedQuery } from "convex/server";
import type { DataModel, Doc, Id } from "../../_generated/dataModel";
import type { QueryCtx } from "../../lib/context";
import { countTasks } from "./taskCounts";

/** So many tasks say whether there is a second page. */
const ONE_MORE = PAGE_SIZE + 1;

/**
 * Reads the first tasks of each state, all counts, and the names of the assignees.
 * @param ctx the context of a query that has checked access to the team
 * @param teamId the team
 * @param tasksOf the tasks of a state, as its column sorts them
 * @returns at most `PAGE_SIZE` tasks for each state
 */
export async function boardOf(
  ctx: QueryCtx,
  teamId: Id<"teams">,
  tasksOf: (status: TaskStatus) => OrderedQuery<DataModel["tasks"]>,
): Promise<TaskBoard> {
  const columns = await Promise.all(
    taskStatuses.map(async (status) => {
      const found = await tasksOf(status).take(ONE_MORE);
      return [status, found.slice(0, PAGE_SIZE), found.length > PAGE_SIZE] as const;
    }),
  );
  const people = new Set(columns.flatMap(([, tasks]) => tasks.flatMap(assigneeOf)));
  return {
    columns: Object.fromEntries(
      columns.map(([status, tasks, isMore]) => [status, { tasks, isMore }]),
    ) as TaskBoard["columns"],
    counts: await countTasks(ctx, teamId),
    people: (await Promise.all([...people].map((id) => nameOf(ctx, id)))).flat(),
  };
}

const assigneeOf = ({ assigneeId }: Doc<"tasks">) => assigneeId ?? [];

/** Members of a team see the names of the others, though the matrix hides users. Who leaves has no task any more. */
async function nameOf({ unscopedDb }: QueryCtx, userId: Id<"users">): Promise<TaskBoard["people"]> {
  const person = await unscopedDb.get("users", userId);
  return person === null ? [] : [{ userId, name: person.name }];
}
