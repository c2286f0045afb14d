// What a person can do with a task from a card, a row or the open task, with what is said about it.
import { api } from "@repo/backend/_generated/api";
import { movesFrom, type PublicTask, type TaskStatus } from "@repo/validators/tasks";
import { useMutation } from "convex/react";
import { toast } from "sonner";

import { errorSentence } from "@/lib/error-sentences";
import { useMe } from "@/session/session";
import { useTeam } from "@/session/teams";

import { useMoveTask, useRemoveTask, useRestoreTask } from "./task-mutations";
import { partsIn } from "./task-parts";
import { words } from "./words";

const failed = (sentence: string) => (error: unknown) => {
  toast.error(sentence, { description: errorSentence(error) });
};

/** The states that the person may move a task to, in their usual order. */
export function useMoves(task: PublicTask): TaskStatus[] {
  const me = useMe();
  const { myRole } = useTeam();
  return movesFrom(task.status, partsIn(task, me._id, myRole));
}

export function useTaskActions(task: PublicTask) {
  const move = useMoveTask(task);
  const remove = useRemoveTask(task);
  const restoreRemoved = useMutation(api.tasks.restore);
  const restore = useRestoreTask(task);
  const id = task._id;
  return {
    move: (status: TaskStatus) => void move({ id, status }).catch(failed(words.notMoved)),
    remove: () => {
      const undo = () => void restoreRemoved({ id }).catch(failed(words.notRestored));
      remove({ id }).then(
        () => toast(words.removed, { action: { label: words.undo, onClick: undo } }),
        failed(words.notRemoved),
      );
    },
    restore: () =>
      void restore({ id }).then(() => toast(words.restored), failed(words.notRestored)),
  };
}
