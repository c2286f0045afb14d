// The fields that the forms of a task share.
import { taskPriorities } from "@repo/validators/tasks";

import { SelectField, TextField, TextareaField } from "@/components/form/fields";
import type { FieldsOf } from "@/components/form/use-zod-form";

import { priorityNames, words } from "./words";

const priorities = taskPriorities.map((value) => ({ value, label: priorityNames[value] }));

export function TaskFields({
  form,
}: {
  form: FieldsOf<"title" | "description" | "priority" | "dueAt">;
}) {
  return (
    <>
      <TextField form={form} name="title" label={words.fields.title} autoFocus />
      <TextareaField form={form} name="description" label={words.fields.description} />
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          form={form}
          name="priority"
          label={words.fields.priority}
          options={priorities}
          isRequired
        />
        <TextField form={form} name="dueAt" label={words.fields.dueAt} type="datetime-local" />
      </div>
    </>
  );
}
