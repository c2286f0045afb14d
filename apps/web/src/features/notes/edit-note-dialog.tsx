import type { PublicNote } from "@repo/validators/notes";

import { FormDialog } from "@/components/dialogs";
import { useEditForm } from "@/components/form/use-zod-form";
import { PendingButton } from "@/components/pending-button";
import { Button } from "@/components/ui/button";

import { NoteFields } from "./note-fields";
import { noteEdit, noteTexts } from "./note-form";
import { useUpdateNote } from "./note-mutations";
import { words } from "./words";

/** Sends what was changed; stays open when the server refuses, so that nothing typed is lost. */
export function EditNoteDialog({ note, onClose }: { note: PublicNote; onClose: () => void }) {
  const update = useUpdateNote();
  const form = useEditForm({
    shape: noteEdit,
    initial: noteTexts(note),
    update: (changes) => update({ id: note._id, ...changes }),
    onDone: onClose,
    refused: words.notChanged,
  });
  return (
    <FormDialog title={words.edit} isOpen onClose={onClose}>
      <form onSubmit={form.submit} noValidate className="grid gap-4">
        <NoteFields form={form} autoFocus />
        <div className="flex justify-end gap-2">
          <Button variant="outline" onClick={onClose}>
            {words.cancel}
          </Button>
          <PendingButton type="submit" isPending={form.isPending}>
            {words.save}
          </PendingButton>
        </div>
      </form>
    </FormDialog>
  );
}
