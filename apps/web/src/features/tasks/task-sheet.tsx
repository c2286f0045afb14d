// One task, beside the list: everything that is known of it, and everything that can be done with it.
import { api } from "@repo/backend/_generated/api";
import type { Id } from "@repo/backend/_generated/dataModel";
import { canAssign, partsIn, type PublicTask } from "@repo/validators/tasks";
import { useQueries, type RequestForQueries } from "convex/react";
import { RotateCcw, Trash2 } from "lucide-react";
import { useMemo } from "react";

import { useReturnFocus } from "@/components/dialogs";
import { useEditForm } from "@/components/form/use-zod-form";
import { MemberName, MemberSelect } from "@/components/members";
import { MessagePanel } from "@/components/message-panel";
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
import { failed } from "@/lib/failed";
import { useMe } from "@/session/session";
import { useTeam } from "@/session/teams";
import { useMay } from "@/session/use-may";
import { PageSkeleton } from "@/components/page-skeleton";

import { TaskFields } from "./task-fields";
import { editShape, editTexts } from "./task-form";
import { useAssignTask, useUpdateTask } from "./task-mutations";
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
  const task = useTask(id);
  return (
    <SheetContent onCloseAutoFocus={returnFocus}>
      {task === undefined || task instanceof Error ? (
        <>
          <SheetTitle className="sr-only">{words.edit}</SheetTitle>
          <SheetDescription className="sr-only">
            {task === undefined ? words.loading : words.gone}
          </SheetDescription>
          {task === undefined ? (
            <PageSkeleton label={words.loading} />
          ) : (
            <MessagePanel title={words.gone}>
              <p role="alert">{errorSentence(task)}</p>
            </MessagePanel>
          )}
        </>
      ) : (
        <TaskContent task={task} onClose={onClose} />
      )}
    </SheetContent>
  );
}

/** The task, live; undefined while it is loading, an error where there is none that the person may see. */
function useTask(id: Id<"tasks">): PublicTask | Error | undefined {
  // `useQueries` takes another object for other queries.
  const queries = useMemo(
    (): RequestForQueries => ({ task: { query: api.tasks.get, args: { id } } }),
    [id],
  );
  return useQueries(queries).task as PublicTask | Error | undefined;
}

function TaskContent({ task, onClose }: { task: PublicTask; onClose: () => void }) {
  return (
    <>
      <SheetHeader>
        <SheetTitle className="wrap-anywhere">{task.title}</SheetTitle>
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
      {task.deletedAt === undefined ? (
        <>
          <Moves task={task} />
          <Assignee task={task} />
          <EditForm task={task} onDone={onClose} />
          <RemoveButton task={task} onDone={onClose} />
        </>
      ) : (
        <InTrash task={task} />
      )}
    </>
  );
}

/** Nothing changes a task in the trash but restoring it. */
function InTrash({ task }: { task: PublicTask }) {
  const mayRestore = useMay("tasks.remove", task.creatorId);
  const { restore } = useTaskActions();
  return (
    <div className="grid justify-items-start gap-4">
      <p>{words.inTrash}</p>
      {mayRestore && (
        <Button variant="outline" onClick={() => restore(task)}>
          <RotateCcw aria-hidden />
          {words.restore}
        </Button>
      )}
    </div>
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
        assign({ id: task._id, assigneeId }).catch(failed(words.notAssigned));
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
