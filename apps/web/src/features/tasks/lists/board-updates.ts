// What boards show until the server has answered.
import { api } from "@repo/backend/_generated/api";
import type { Id } from "@repo/backend/_generated/dataModel";
import {
  taskStatuses,
  type TaskBoard,
  type TaskCard,
  type TaskCounts,
  type TaskOrder,
} from "@repo/validators/tasks";
import type { OptimisticLocalStore } from "convex/browser";
import type { FunctionArgs } from "convex/server";
import { compareValues } from "convex/values";

import { placeIn } from "./task-order";

const { board } = api.tasks;

/** Finds a task as a board shows it. */
export function findOnBoards(store: OptimisticLocalStore, id: Id<"tasks">): TaskCard | undefined {
  const columns = store.getAllQueries(board).flatMap(({ value }) => columnsOf(value));
  return columns.flatMap(({ tasks }) => tasks).find(({ _id }) => _id === id);
}

/**
 * Shows a task on every board of its team as it becomes: in the column of its state, where the order has it.
 * @param store what an optimistic update is given
 * @param task in the trash, it leaves the boards
 */
export function placeOnBoards(store: OptimisticLocalStore, task: TaskCard): void {
  for (const { args, value } of store.getAllQueries(board)) {
    if (value === undefined || args.teamId !== task.teamId) continue;
    store.setQuery(board, args, { ...value, columns: columnsWith(value, task, args) });
  }
}

/** Changes a count of a team on all its boards. */
export function countOnBoards(
  store: OptimisticLocalStore,
  teamId: Id<"teams">,
  change: (counts: TaskCounts) => TaskCounts,
): void {
  for (const { args, value } of store.getAllQueries(board)) {
    if (value === undefined || args.teamId !== teamId) continue;
    store.setQuery(board, args, { ...value, counts: change(value.counts) });
  }
}

const columnsOf = (shown: TaskBoard | undefined) => (shown ? Object.values(shown.columns) : []);

function columnsWith(
  shown: TaskBoard,
  task: TaskCard,
  { assigneeId, term, order = "newest" }: FunctionArgs<typeof board>,
): TaskBoard["columns"] {
  const wasShown = columnsOf(shown).some(({ tasks }) => tasks.some(({ _id }) => _id === task._id));
  const isOf = assigneeId === undefined || assigneeId === task.assigneeId;
  // Whether words find it is for the server to say.
  const isShown = task.deletedAt === undefined && isOf && (term === undefined || wasShown);
  const columns = taskStatuses.map((status) => {
    const column = shown.columns[status];
    const at = column.tasks.findIndex(({ _id }) => _id === task._id);
    const tasks = column.tasks.filter(({ _id }) => _id !== task._id);
    if (isShown && status === task.status) {
      const place = term === undefined ? placeAmong(tasks, task, order) : Math.max(at, 0);
      // Behind what has been loaded, it is not shown yet.
      if (place < tasks.length || !column.isMore) tasks.splice(place, 0, task);
    }
    return [status, { ...column, tasks }];
  });
  return Object.fromEntries(columns) as TaskBoard["columns"];
}

function placeAmong(tasks: readonly TaskCard[], task: TaskCard, order: TaskOrder): number {
  const direction = order === "newest" ? -1 : 1;
  const place = tasks.findIndex(
    (other) => compareValues(placeIn[order](task), placeIn[order](other)) * direction < 0,
  );
  return place === -1 ? tasks.length : place;
}
