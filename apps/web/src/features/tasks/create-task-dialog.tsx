import { api } from "@repo/backend/_generated/api";
import { useMutation } from "convex/react";
import { toast } from "sonner";

import { FormDialog } from "@/components/dialogs";
import { useZodForm } from "@/components/form/use-zod-form";
import { MemberField } from "@/components/members";
import { PendingButton } from "@/components/pending-button";
import { Button } from "@/components/ui/button";
import { DialogFooter } from "@/components/ui/dialog";
import { useTeam } from "@/session/teams";

import { TaskFields } from "./task-fields";
import { createShape, emptyTask } from "./task-form";
import { words } from "./words";

/** Stays open until the server has the task: what is refused keeps everything typed. */
export function CreateTaskDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <FormDialog title={words.create} isOpen={isOpen} onClose={onClose}>
      <CreateTaskForm onClose={onClose} />
    </FormDialog>
  );
}

function CreateTaskForm({ onClose }: { onClose: () => void }) {
  const { _id: teamId } = useTeam();
  const create = useMutation(api.tasks.create);
  const form = useZodForm({
    shape: createShape,
    initial: emptyTask,
    onSubmit: async (input) => {
      await create({ ...input, teamId });
      onClose();
      toast.success(words.created);
    },
    refused: words.notCreated,
  });
  return (
    <form onSubmit={form.submit} noValidate className="grid gap-4">
      <TaskFields form={form} />
      <MemberField form={form} name="assigneeId" label={words.fields.assignee} />
      <DialogFooter>
        <Button variant="outline" onClick={onClose}>
          {words.cancel}
        </Button>
        <PendingButton type="submit" isPending={form.isPending}>
          {words.createSubmit}
        </PendingButton>
      </DialogFooter>
    </form>
  );
}
