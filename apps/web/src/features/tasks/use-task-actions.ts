// What a person can do with a task from a card, a row or the open task, with what is said about it.
import { movesFrom, partsIn, type TaskCard, type TaskStatus } from "@repo/validators/tasks";
import { toast } from "sonner";

import { failed } from "@/lib/failed";
import { useMe } from "@/session/session";
import { useTeam } from "@/session/teams";

import { useMoveTask, useRemoveTask, useRestoreTask } from "./task-mutations";
import { words } from "./words";

/** The states that the person may move a task to, in their usual order. */
export function useMoves(task: TaskCard): TaskStatus[] {
  const me = useMe();
  const { myRole } = useTeam();
  return movesFrom(task.status, partsIn(task, me._id, myRole));
}

export function useTaskActions() {
  const moveTask = useMoveTask();
  const removeTask = useRemoveTask();
  const restoreTask = useRestoreTask();
  const restore = ({ _id: id }: TaskCard) =>
    void restoreTask({ id }).then(() => toast(words.restored), failed(words.notRestored));
  return {
    move: ({ _id: id }: TaskCard, status: TaskStatus) =>
      void moveTask({ id, status }).catch(failed(words.notMoved)),
    remove: (task: TaskCard) =>
      void removeTask({ id: task._id }).then(
        () => toast(words.removed, { action: { label: words.undo, onClick: () => restore(task) } }),
        failed(words.notRemoved),
      ),
    restore,
  };
}
