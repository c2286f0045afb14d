// The two inputs of a note, for the form that makes one and the form that changes one.
import type { NoteInput } from "@repo/validators/notes";

import { Field } from "../ui/field.tsx";
import { Input, Textarea } from "../ui/input.tsx";
import type { Form } from "../ui/use-form.ts";

export function NoteFields({
  form,
  autoFocus = false,
}: {
  form: Form<NoteInput>;
  /** Whether the title gets the focus when the form appears. */
  autoFocus?: boolean;
}) {
  return (
    <>
      <Field label="Title" error={form.errors.title}>
        {(control) => (
          <Input
            {...control}
            {...form.register("title")}
            autoComplete="off"
            autoFocus={autoFocus}
          />
        )}
      </Field>
      <Field label="Text" error={form.errors.body}>
        {(control) => <Textarea {...control} {...form.register("body")} />}
      </Field>
    </>
  );
}
