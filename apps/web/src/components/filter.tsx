import { Field } from "@/components/form/field";
import { NativeSelect } from "@/components/ui/native-select";

/** Narrows a list to the rows with one value of a field; undefined where `all` is offered and chosen. */
export function Filter<Value extends string, All extends string | undefined = undefined>({
  label,
  all,
  values,
  names,
  value,
  onChange,
  onApproach,
}: {
  label: string;
  /** What no choice is called; absent where there is always one. */
  all?: All;
  values: readonly Value[];
  names: Record<Value, string>;
  value: NoInfer<Value> | (All extends string ? undefined : never);
  onChange: (value: NoInfer<Value> | (All extends string ? undefined : never)) => void;
  /** Is called before the choice opens, for values that are not there yet. */
  onApproach?: () => void;
}) {
  return (
    <div
      className="max-w-full min-w-40 justify-self-start max-sm:min-w-0 max-sm:justify-self-stretch"
      onFocus={onApproach}
      onPointerEnter={onApproach}
    >
      <Field label={label}>
        {(control) => (
          <NativeSelect
            {...control}
            value={value ?? ""}
            onChange={({ target }) =>
              onChange((target.value === "" ? undefined : target.value) as never)
            }
          >
            {all !== undefined && <option value="">{all}</option>}
            {values.map((each) => (
              <option key={each} value={each}>
                {names[each]}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
    </div>
  );
}
