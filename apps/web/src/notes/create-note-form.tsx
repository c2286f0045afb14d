import { Plus } from "lucide-react";
import { toast } from "sonner";

import { errorSentence } from "../error-sentences.ts";
import { Button } from "../ui/button.tsx";
import { useForm } from "../ui/use-form.ts";
import { NoteFields } from "./note-fields.tsx";
import { emptyNote, noteForm } from "./note-form.ts";
import { useCreateNote } from "./note-mutations.ts";

/** Clears itself at once; what the server refuses is put back, so that nothing typed is lost. */
export function CreateNoteForm() {
  const create = useCreateNote();
  const form = useForm({
    shape: noteForm,
    initial: emptyNote,
    onSubmit: (input, typed) => {
      form.clear();
      create(input).catch((error: unknown) => {
        form.restore(typed);
        toast.error("The note was not saved.", { description: errorSentence(error) });
      });
    },
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
      <Button type="submit" className="justify-self-end">
        <Plus aria-hidden />
        Add note
      </Button>
    </form>
  );
}
