import { Plus } from "lucide-react";

import { useCreateForm } from "@/components/form/use-zod-form";
import { PendingButton } from "@/components/pending-button";

import { NoteFields } from "./note-fields";
import { emptyNote, noteForm } from "./note-form";
import { useCreateNote } from "./note-mutations";
import { words } from "./words";

/** Clears itself at once; what the server refuses is put back, so that nothing typed is lost. */
export function CreateNoteForm() {
  const form = useCreateForm({
    shape: noteForm,
    initial: emptyNote,
    create: useCreateNote(),
    refused: words.notCreated,
  });
  return (
    <form
      onSubmit={form.submit}
      noValidate
      aria-label={words.create}
      className="grid gap-4 rounded-xl border bg-card p-4 sm:p-5"
    >
      <NoteFields form={form} />
      <PendingButton type="submit" isPending={form.isPending} className="justify-self-end">
        <Plus aria-hidden />
        {words.createSubmit}
      </PendingButton>
    </form>
  );
}
