// Several of some options: those that are chosen, each with a button that takes it out, and a choice of the others.
import { X } from "lucide-react";

import { Button } from "@/components/ui/button";
import { NativeSelect } from "@/components/ui/native-select";

import { Field } from "./field";
import type { FieldProps } from "./fields";
import { words } from "./words";

/** The values that are chosen, as the control holds them: one to a line. */
export function chosenIn(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}

export function SeveralField<Name extends string>({
  form,
  name,
  label,
  hint,
  autoFocus,
  options,
  nameOf,
}: FieldProps<Name> & {
  options: readonly { value: string; label: string }[];
  /** What a person reads for a value that is chosen, which need not be among the options. */
  nameOf: (value: string) => string;
}) {
  const chosen = chosenIn(form.valueOf(name));
  const choose = (values: readonly string[]) => form.setValue(name, values.join("\n"));
  const others = options.filter(({ value }) => !chosen.includes(value));
  return (
    <Field label={label} hint={hint} error={form.errorOf(name)}>
      {(control) => (
        <div className="grid gap-2">
          {chosen.length > 0 && (
            <ul className="flex flex-wrap gap-2">
              {chosen.map((value) => (
                <li
                  key={value}
                  className="flex items-center gap-1 rounded-md border py-0.5 pl-2 text-sm"
                >
                  {nameOf(value)}
                  <Button
                    type="button"
                    variant="ghost"
                    size="sm"
                    aria-label={words.takeOut(nameOf(value))}
                    onClick={() => choose(chosen.filter((one) => one !== value))}
                  >
                    <X aria-hidden />
                  </Button>
                </li>
              ))}
            </ul>
          )}
          <NativeSelect
            {...control}
            name={name}
            autoFocus={autoFocus}
            value=""
            onChange={({ target }) => choose([...chosen, target.value])}
          >
            <option value="">{words.addOne}</option>
            {others.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </NativeSelect>
        </div>
      )}
    </Field>
  );
}
