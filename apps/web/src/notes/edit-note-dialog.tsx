import type { PublicNote } from "@repo/validators/notes";

import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { useEditForm } from "../ui/use-row-form.ts";
import { NoteFields } from "./note-fields.tsx";
import { noteEdit, noteTexts } from "./note-form.ts";
import { useUpdateNote } from "./note-mutations.ts";

/** Sends what was changed; stays open when the server refuses, so that nothing typed is lost. */
export function EditNoteDialog({ note, onClose }: { note: PublicNote; onClose: () => void }) {
  const update = useUpdateNote();
  const form = useEditForm({
    shape: noteEdit,
    initial: noteTexts(note),
    update: (changes) => update({ id: note._id, ...changes }),
    onDone: onClose,
    refused: "The note was not changed.",
  });
  return (
    <Dialog title="Edit note" isOpen onClose={onClose}>
      <form ref={form.ref} onSubmit={form.submit} noValidate className="grid gap-4">
        <NoteFields form={form} autoFocus />
        <div className="flex justify-end gap-2">
          <Button variant="secondary" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" isBusy={form.isBusy}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
