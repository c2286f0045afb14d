import { fieldLimits } from "@repo/validators/fields";

import { Field } from "@/components/form/field";
import { Input } from "@/components/ui/input";

/** Looks for words while one types; Escape empties it. */
export function SearchInput({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <search>
      <Field label={label}>
        {(control) => (
          <Input
            {...control}
            type="search"
            autoComplete="off"
            maxLength={fieldLimits.searchTerm.max}
            value={value}
            onChange={({ target }) => onChange(target.value)}
          />
        )}
      </Field>
    </search>
  );
}
