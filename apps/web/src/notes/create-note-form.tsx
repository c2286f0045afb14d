import { Plus } from "lucide-react";

import { Button } from "../ui/button.tsx";
import { useCreateForm } from "../ui/use-row-form.ts";
import { NoteFields } from "./note-fields.tsx";
import { emptyNote, noteForm } from "./note-form.ts";
import { useCreateNote } from "./note-mutations.ts";

/** Clears itself at once; what the server refuses is put back, so that nothing typed is lost. */
export function CreateNoteForm() {
  const form = useCreateForm({
    shape: noteForm,
    initial: emptyNote,
    create: useCreateNote(),
    refused: "The note was not saved.",
  });
  return (
    <form
      ref={form.ref}
      onSubmit={form.submit}
      noValidate
      aria-label="New note"
      className="grid gap-4 rounded-2xl border border-line bg-surface p-4 shadow-card sm:p-5"
    >
      <NoteFields form={form} />
      <Button type="submit" isBusy={form.isBusy} className="justify-self-end">
        <Plus aria-hidden />
        Add note
      </Button>
    </form>
  );
}
