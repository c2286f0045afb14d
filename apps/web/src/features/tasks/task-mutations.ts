// The mutations of tasks, with what the lists show until the server has answered. Each update reads the task from what
// is shown: it runs again whenever the server sends something, as when somebody else has moved the task meanwhile.
import { api } from "@repo/backend/_generated/api";
import type { Id } from "@repo/backend/_generated/dataModel";
import {
  isClosed,
  taskOrders,
  type TaskCard,
  type TaskCounts,
  type TaskStatus,
} from "@repo/validators/tasks";
import type { OptimisticLocalStore } from "convex/browser";
import { useMutation } from "convex/react";

import {
  changeInPages,
  cleared,
  findInPages,
  insertInPages,
  removeFromPages,
} from "@/lib/optimistic";

import { countOnBoards, findOnBoards, placeOnBoards } from "./lists/board-updates";
import { placeIn } from "./lists/task-order";

const { list, listDue, listTrash, search } = api.tasks;
/** Where live tasks are shown. */
const lists = [list, search, listDue] as const;

function find(store: OptimisticLocalStore, id: Id<"tasks">): TaskCard | undefined {
  const listed = findInPages(store, [...lists, listTrash], id);
  return listed ?? findOnBoards(store, id) ?? store.getQuery(api.tasks.get, { id });
}

/** Shows changes of a task wherever it is shown. */
function change(store: OptimisticLocalStore, id: Id<"tasks">, changes: Partial<TaskCard>): void {
  const task = find(store, id);
  if (task) placeOnBoards(store, { ...task, ...changes });
  for (const shown of lists) changeInPages(store, shown, id, changes);
  const open = store.getQuery(api.tasks.get, { id });
  if (open) store.setQuery(api.tasks.get, { id }, { ...open, ...changes });
}

function addToCount(
  store: OptimisticLocalStore,
  teamId: Id<"teams">,
  column: TaskStatus | "trash",
  difference: number,
): void {
  const change = (counts: TaskCounts) => ({
    ...counts,
    [column]: Math.max(0, counts[column] + difference),
  });
  countOnBoards(store, teamId, change);
  const counts = store.getQuery(api.tasks.counts, { teamId });
  if (counts) store.setQuery(api.tasks.counts, { teamId }, change(counts));
}

/** Puts a task into the lists of its state and of all states, of its assignee and of everybody, in their orders. */
function insert(store: OptimisticLocalStore, task: TaskCard): void {
  for (const status of [task.status, undefined]) {
    for (const assigneeId of new Set([task.assigneeId, undefined])) {
      for (const order of taskOrders) {
        insertInPages({
          paginatedQuery: list,
          argsToMatch: { teamId: task.teamId, status, assigneeId, order },
          sortOrder: order === "newest" ? "desc" : "asc",
          sortKeyFromItem: placeIn[order],
          localQueryStore: store,
          item: task,
        });
      }
    }
  }
}

/** Shows a task as it becomes, in the lists that it belongs to then. */
function place(store: OptimisticLocalStore, task: TaskCard, changes: Partial<TaskCard>): void {
  removeFromPages(store, list, task._id);
  change(store, task._id, changes);
  insert(store, { ...task, ...changes });
}

/** Shows a task in another column, with the counts of both. */
function moveInLists(store: OptimisticLocalStore, id: Id<"tasks">, status: TaskStatus): void {
  const task = find(store, id);
  // Who does the same at the same time has done it already.
  if (task === undefined || task.status === status) return;
  const changes = { status, closedAt: isClosed(status) ? Date.now() : undefined };
  if (isClosed(status)) removeFromPages(store, listDue, id);
  place(store, task, changes);
  addToCount(store, task.teamId, task.status, -1);
  addToCount(store, task.teamId, status, 1);
}

export function useMoveTask() {
  return useMutation(api.tasks.move).withOptimisticUpdate((store, { id, status }) =>
    moveInLists(store, id, status),
  );
}

/** Changes fields in place; null clears one. */
export function useUpdateTask() {
  return useMutation(api.tasks.update).withOptimisticUpdate((store, { id, ...given }) => {
    const changes = cleared(given) as Partial<TaskCard>;
    const task = find(store, id);
    const isMoved = "dueAt" in changes || "priority" in changes;
    if (task && isMoved) place(store, task, changes);
    else change(store, id, changes);
  });
}

export function useAssignTask() {
  return useMutation(api.tasks.assign).withOptimisticUpdate((store, { id, assigneeId }) => {
    const task = find(store, id);
    if (task) place(store, task, { assigneeId: assigneeId ?? undefined } as Partial<TaskCard>);
  });
}

/** Moves a task to the trash; it leaves every list at once. */
export function useRemoveTask() {
  return useMutation(api.tasks.remove).withOptimisticUpdate((store, { id }) => {
    const task = find(store, id);
    if (task === undefined || task.deletedAt !== undefined) return;
    for (const shown of lists) removeFromPages(store, shown, id);
    placeOnBoards(store, { ...task, deletedAt: Date.now() });
    addToCount(store, task.teamId, task.status, -1);
    addToCount(store, task.teamId, "trash", 1);
  });
}

/** Restores a task from the trash, where it leaves the list at once. */
export function useRestoreTask() {
  return useMutation(api.tasks.restore).withOptimisticUpdate((store, { id }) => {
    const task = findInPages(store, [listTrash], id);
    if (task === undefined) return;
    removeFromPages(store, listTrash, id);
    const live = { ...task, deletedAt: undefined };
    insert(store, live);
    placeOnBoards(store, live);
    addToCount(store, task.teamId, "trash", -1);
    addToCount(store, task.teamId, task.status, 1);
  });
}
