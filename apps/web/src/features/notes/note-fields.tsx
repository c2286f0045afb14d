// The fields of a note, for the form that makes one and the form that changes one.
import { TextField, TextareaField } from "@/components/form/fields";
import type { FieldsOf } from "@/components/form/use-zod-form";

import type { NoteTexts } from "./note-form";
import { words } from "./words";

export function NoteFields({
  form,
  autoFocus = false,
}: {
  form: FieldsOf<keyof NoteTexts>;
  /** Whether the first one gets the focus when the form appears. */
  autoFocus?: boolean;
}) {
  return (
    <>
      <TextField form={form} name="title" label={words.fields.title} autoFocus={autoFocus} />
      <TextareaField form={form} name="body" label={words.fields.body} />
    </>
  );
}
