// The fields of a note, for the form that makes one and the form that changes one.
import { TextField, TextareaField } from "../ui/form-fields.tsx";
import type { Controls } from "../ui/use-form.ts";
import type { NoteTexts } from "./note-form.ts";

export function NoteFields({
  form,
  autoFocus = false,
}: {
  form: Controls<keyof NoteTexts>;
  /** Whether the first one gets the focus when the form appears. */
  autoFocus?: boolean;
}) {
  return (
    <>
      <TextField form={form} name="title" label="Title" autoFocus={autoFocus} />
      <TextareaField form={form} name="body" label="Body" />
    </>
  );
}
