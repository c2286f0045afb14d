import type { PublicNote } from "@repo/validators/notes";
import { toast } from "sonner";

import { errorSentence } from "../error-sentences.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { useForm } from "../ui/use-form.ts";
import { NoteFields } from "./note-fields.tsx";
import { noteForm, noteTexts } from "./note-form.ts";
import { useUpdateNote } from "./note-mutations.ts";

/** Stays open when the server refuses, so that nothing typed is lost. */
export function EditNoteDialog({ note, onClose }: { note: PublicNote; onClose: () => void }) {
  const update = useUpdateNote();
  const form = useForm({
    shape: noteForm,
    initial: noteTexts(note),
    onSubmit: async (input) => {
      try {
        await update({ id: note._id, ...input });
        onClose();
      } catch (error) {
        toast.error("The note was not changed.", { description: errorSentence(error) });
      }
    },
  });
  return (
    <Dialog title="Edit note" isOpen onClose={onClose}>
      <form ref={form.ref} onSubmit={form.submit} noValidate className="grid gap-4">
        <NoteFields form={form} autoFocus />
        <div className="flex justify-end gap-2">
          <Button variant="secondary" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" isBusy={form.isSubmitting}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
