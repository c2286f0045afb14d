// The mutations of tasks, with what the lists show until the server has answered.
import { api } from "@repo/backend/_generated/api";
import type { Id } from "@repo/backend/_generated/dataModel";
import { isClosed, type PublicTask, type TaskStatus } from "@repo/validators/tasks";
import type { OptimisticLocalStore } from "convex/browser";
import { insertAtPosition, useMutation } from "convex/react";

import { changeInPages, cleared, removeFromPages } from "@/lib/optimistic";

const lists = [api.tasks.list, api.tasks.listMine, api.tasks.listDue, api.tasks.search] as const;

/** Shows changes of a task wherever it is shown. */
function change(store: OptimisticLocalStore, id: Id<"tasks">, changes: Partial<PublicTask>): void {
  for (const list of lists) changeInPages(store, list, id, changes);
  const shown = store.getQuery(api.tasks.get, { id });
  if (shown) store.setQuery(api.tasks.get, { id }, { ...shown, ...changes });
}

function addToCount(
  store: OptimisticLocalStore,
  teamId: Id<"teams">,
  column: TaskStatus | "trash",
  difference: number,
): void {
  const counts = store.getQuery(api.tasks.counts, { teamId });
  if (!counts) return;
  const count = Math.max(0, counts[column] + difference);
  store.setQuery(api.tasks.counts, { teamId }, { ...counts, [column]: count });
}

/** Puts a task into the column of its state, where the server will have it: newest first. */
function insertInColumn(store: OptimisticLocalStore, task: PublicTask): void {
  insertAtPosition({
    paginatedQuery: api.tasks.list,
    argsToMatch: { teamId: task.teamId, status: task.status },
    sortOrder: "desc",
    sortKeyFromItem: ({ _creationTime }) => _creationTime,
    localQueryStore: store,
    item: task,
  });
}

/** Shows a task in another column, with the counts of both. */
export function moveInLists(
  store: OptimisticLocalStore,
  task: PublicTask,
  status: TaskStatus,
): void {
  const changes = { status, closedAt: isClosed(status) ? Date.now() : undefined };
  removeFromPages(store, api.tasks.list, task._id);
  change(store, task._id, changes);
  insertInColumn(store, { ...task, ...changes });
  addToCount(store, task.teamId, task.status, -1);
  addToCount(store, task.teamId, status, 1);
}

export function useMoveTask(task: PublicTask) {
  return useMutation(api.tasks.move).withOptimisticUpdate((store, { status }) =>
    moveInLists(store, task, status),
  );
}

/** Changes fields in place; null clears one. */
export function useUpdateTask() {
  return useMutation(api.tasks.update).withOptimisticUpdate((store, { id, ...changes }) => {
    change(store, id, cleared(changes) as Partial<PublicTask>);
  });
}

export function useAssignTask() {
  return useMutation(api.tasks.assign).withOptimisticUpdate((store, { id, assigneeId }) => {
    change(store, id, { assigneeId: assigneeId ?? undefined } as Partial<PublicTask>);
  });
}

/** Moves a task to the trash; it leaves every list at once. */
export function useRemoveTask(task: PublicTask) {
  return useMutation(api.tasks.remove).withOptimisticUpdate((store, { id }) => {
    for (const list of lists) removeFromPages(store, list, id);
    addToCount(store, task.teamId, task.status, -1);
    addToCount(store, task.teamId, "trash", 1);
  });
}

export function useRestoreTask(task: PublicTask) {
  return useMutation(api.tasks.restore).withOptimisticUpdate((store, { id }) => {
    removeFromPages(store, api.tasks.listTrash, id);
    addToCount(store, task.teamId, "trash", -1);
    addToCount(store, task.teamId, task.status, 1);
  });
}
