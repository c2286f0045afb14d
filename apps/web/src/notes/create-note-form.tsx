import { noteInput } from "@repo/validators/notes";
import { Plus } from "lucide-react";
import { toast } from "sonner";

import { errorSentence } from "../error-sentences.ts";
import { Button } from "../ui/button.tsx";
import { useForm } from "../ui/use-form.ts";
import { NoteFields } from "./note-fields.tsx";
import { useCreateNote } from "./note-mutations.ts";

const empty = { title: "", body: "" };

/** Clears itself at once; what the server refuses is put back, so that nothing typed is lost. */
export function CreateNoteForm() {
  const create = useCreateNote();
  const form = useForm({
    shape: noteInput,
    initial: empty,
    onSubmit: (input) => {
      form.setValues(empty);
      focusTitle();
      create(input).catch((error: unknown) => {
        form.setValues((current) => (current.title || current.body ? current : input));
        toast.error("The note was not saved.", { description: errorSentence(error) });
      });
    },
  });
  const focusTitle = () => form.ref.current?.querySelector("input")?.focus();

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
