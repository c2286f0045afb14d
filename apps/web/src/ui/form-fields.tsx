// The fields of forms: a label, a control for one type of value, and what is wrong with it.
import type { ComponentProps, ReactNode } from "react";

import { Field } from "./field.tsx";
import { Checkbox, Input, Select, Textarea } from "./input.tsx";
import type { Controls } from "./use-form.ts";

export interface FieldProps<Name extends string> {
  form: Controls<Name>;
  name: Name;
  label: string;
  hint?: ReactNode;
  autoFocus?: boolean;
}

type InputProps = Pick<ComponentProps<"input">, "type" | "autoComplete" | "inputMode" | "step">;

/** One line: a text, and with a `type` a number, a date or an address. */
export function TextField<Name extends string>({
  form,
  name,
  label,
  hint,
  autoComplete = "off",
  ...input
}: FieldProps<Name> & InputProps) {
  return (
    <Field label={label} hint={hint} error={form.errors[name]}>
      {(control) => (
        <Input {...control} {...form.register(name)} autoComplete={autoComplete} {...input} />
      )}
    </Field>
  );
}

/** Several lines. */
export function TextareaField<Name extends string>({
  form,
  name,
  label,
  hint,
  ...textarea
}: FieldProps<Name>) {
  return (
    <Field label={label} hint={hint} error={form.errors[name]}>
      {(control) => <Textarea {...control} {...form.register(name)} {...textarea} />}
    </Field>
  );
}

/** One of a few values; nothing is chosen at first where the value may be left out. */
export function SelectField<Name extends string>({
  form,
  name,
  label,
  hint,
  options,
  ...select
}: FieldProps<Name> & {
  /** Values, or values with what a person reads instead. */
  options: readonly (string | { value: string; label: string })[];
}) {
  return (
    <Field label={label} hint={hint} error={form.errors[name]}>
      {(control) => (
        <Select {...control} {...form.register(name)} {...select}>
          <option value="">–</option>
          {options.map((option) => {
            const { value, label } =
              typeof option === "string" ? { value: option, label: option } : option;
            return (
              <option key={value} value={value}>
                {label}
              </option>
            );
          })}
        </Select>
      )}
    </Field>
  );
}

/** The options of a truth that may be left out. */
export const yesAndNo = [
  { value: "true", label: "yes" },
  { value: "false", label: "no" },
];

/** Yes or no. */
export function CheckboxField<Name extends string>({
  form,
  name,
  label,
  hint,
  ...checkbox
}: FieldProps<Name>) {
  const { value, onChange, ...registered } = form.register(name);
  return (
    <Field label={label} hint={hint} error={form.errors[name]}>
      {(control) => (
        <Checkbox
          {...control}
          {...registered}
          checked={value === "true"}
          onChange={({ target }) => onChange({ target: { value: String(target.checked) } })}
          {...checkbox}
        />
      )}
    </Field>
  );
}
