// One task, beside the list: everything that is known of it, and everything that can be done with it.
import { api } from "@repo/backend/_generated/api";
import type { Id } from "@repo/backend/_generated/dataModel";
import { canAssign, type PublicTask } from "@repo/validators/tasks";
import { useQuery } from "convex/react";
import { Trash2 } from "lucide-react";
import { toast } from "sonner";

import { useReturnFocus } from "@/components/dialogs";
import { useEditForm } from "@/components/form/use-zod-form";
import { ListBoundary } from "@/components/list-boundary";
import { MemberName, MemberSelect } from "@/components/members";
import { PendingButton } from "@/components/pending-button";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import {
  Sheet,
  SheetContent,
  SheetDescription,
  SheetHeader,
  SheetTitle,
} from "@/components/ui/sheet";
import { errorSentence } from "@/lib/error-sentences";
import { useMe } from "@/session/session";
import { useTeam } from "@/session/teams";
import { useMay } from "@/session/use-may";
import { PageSkeleton } from "@/components/page-skeleton";

import { TaskFields } from "./task-fields";
import { editShape, editTexts } from "./task-form";
import { useAssignTask, useUpdateTask } from "./task-mutations";
import { partsIn } from "./task-parts";
import { useMoves, useTaskActions } from "./use-task-actions";
import { statusNames, words } from "./words";

/** `id` is null while no task is open. */
export function TaskSheet({ id, onClose }: { id: string | null; onClose: () => void }) {
  return (
    <Sheet open={id !== null} onOpenChange={(open) => !open && onClose()}>
      {id !== null && <OpenTask key={id} id={id as Id<"tasks">} onClose={onClose} />}
    </Sheet>
  );
}

function OpenTask({ id, onClose }: { id: Id<"tasks">; onClose: () => void }) {
  const returnFocus = useReturnFocus();
  return (
    <SheetContent onCloseAutoFocus={returnFocus}>
      <ListBoundary resetKey={id}>
        <TaskContent id={id} onClose={onClose} />
      </ListBoundary>
    </SheetContent>
  );
}

function TaskContent({ id, onClose }: { id: Id<"tasks">; onClose: () => void }) {
  const task = useQuery(api.tasks.get, { id });
  if (task === undefined) {
    return (
      <>
        <SheetTitle className="sr-only">{words.edit}</SheetTitle>
        <SheetDescription className="sr-only">{words.loading}</SheetDescription>
        <PageSkeleton label={words.loading} />
      </>
    );
  }
  return (
    <>
      <SheetHeader>
        <SheetTitle>{task.title}</SheetTitle>
        <SheetDescription>
          {words.fields.created} {words.day(task._creationTime)}
          {task.creatorId && (
            <>
              {" · "}
              <MemberName id={task.creatorId} />
            </>
          )}
        </SheetDescription>
      </SheetHeader>
      <Moves task={task} />
      <Assignee task={task} />
      <EditForm task={task} onDone={onClose} />
      <RemoveButton task={task} onDone={onClose} />
    </>
  );
}

function Moves({ task }: { task: PublicTask }) {
  const moves = useMoves(task);
  const { move } = useTaskActions();
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Badge>{statusNames[task.status]}</Badge>
      {moves.map((status) => (
        <Button key={status} variant="outline" size="sm" onClick={() => move(task, status)}>
          {words.moveTo} {statusNames[status]}
        </Button>
      ))}
    </div>
  );
}

function Assignee({ task }: { task: PublicTask }) {
  const me = useMe();
  const { myRole } = useTeam();
  const assign = useAssignTask();
  const mayUpdate = useMay("tasks.update", task.creatorId);
  const mayAssign =
    mayUpdate && canAssign(task.assigneeId !== undefined, partsIn(task, me._id, myRole));
  return (
    <MemberSelect
      label={words.fields.assignee}
      value={task.assigneeId ?? null}
      isDisabled={!mayAssign}
      none={words.unassigned}
      onChange={(assigneeId) => {
        assign({ id: task._id, assigneeId }).catch((error: unknown) => {
          toast.error(words.notAssigned, { description: errorSentence(error) });
        });
      }}
    />
  );
}

function EditForm({ task, onDone }: { task: PublicTask; onDone: () => void }) {
  const update = useUpdateTask();
  const form = useEditForm({
    shape: editShape,
    initial: editTexts(task),
    update: (changes) => update({ id: task._id, ...changes }),
    onDone,
    refused: words.notChanged,
  });
  return (
    <form onSubmit={form.submit} noValidate aria-label={words.edit} className="grid gap-4">
      <TaskFields form={form} />
      <PendingButton type="submit" isPending={form.isPending} className="justify-self-end">
        {words.save}
      </PendingButton>
    </form>
  );
}

function RemoveButton({ task, onDone }: { task: PublicTask; onDone: () => void }) {
  const mayRemove = useMay("tasks.remove", task.creatorId);
  const { remove } = useTaskActions();
  if (!mayRemove) return null;
  return (
    <Button
      variant="ghost"
      className="justify-self-start text-destructive"
      onClick={() => {
        remove(task);
        onDone();
      }}
    >
      <Trash2 aria-hidden />
      {words.remove}
    </Button>
  );
}
