// The fields of forms: a label, a control for one type of value, and what is wrong with it.
import type { ComponentProps, ReactNode } from "react";

import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import { Textarea } from "@/components/ui/textarea";

import { Field } from "./field";
import type { FieldsOf } from "./use-texts";
import { words } from "./words";

export interface FieldProps<Name extends string> {
  form: FieldsOf<Name>;
  name: Name;
  label: string;
  hint?: ReactNode;
  autoFocus?: boolean;
}

type InputProps = Pick<
  ComponentProps<"input">,
  "type" | "autoComplete" | "inputMode" | "step" | "placeholder"
>;

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
    <Field label={label} hint={hint} error={form.errorOf(name)}>
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
    <Field label={label} hint={hint} error={form.errorOf(name)}>
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
  isRequired = false,
  ...select
}: FieldProps<Name> & {
  /** Values, or values with what a person reads instead. */
  options: readonly (string | { value: string; label: string })[];
  /** Whether there is always a choice. */
  isRequired?: boolean;
}) {
  return (
    <Field label={label} hint={hint} error={form.errorOf(name)}>
      {(control) => (
        <NativeSelect {...control} {...form.register(name)} {...select}>
          {!isRequired && <option value="">–</option>}
          {options.map((option) => {
            const { value, label } =
              typeof option === "string" ? { value: option, label: option } : option;
            return (
              <option key={value} value={value}>
                {label}
              </option>
            );
          })}
        </NativeSelect>
      )}
    </Field>
  );
}

/** The options of a truth that may be left out. */
export const yesAndNo = [
  { value: "true", label: words.yes },
  { value: "false", label: words.no },
];

/** Yes or no. */
export function CheckboxField<Name extends string>({
  form,
  name,
  label,
  hint,
  autoFocus,
}: FieldProps<Name>) {
  return (
    <Field label={label} hint={hint} error={form.errorOf(name)}>
      {(control) => (
        <Checkbox
          {...control}
          name={name}
          autoFocus={autoFocus}
          checked={form.valueOf(name) === "true"}
          onCheckedChange={(checked) => form.setValue(name, String(checked === true))}
        />
      )}
    </Field>
  );
}
