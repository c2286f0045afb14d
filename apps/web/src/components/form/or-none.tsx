// A field that may have no value at all: a box says so, and takes the place of its control.
import type { ReactNode } from "react";

import { Checkbox } from "@/components/ui/checkbox";
import { Label } from "@/components/ui/label";

import type { FieldProps } from "./fields";
import { noneText } from "./values";
import { words } from "./words";

/** `children` is the field for a value; it shows while the box is not checked. */
export function OrNone<Name extends string>({
  form,
  name,
  label,
  children,
}: Pick<FieldProps<Name>, "form" | "name" | "label"> & { children: ReactNode }) {
  const isNone = form.valueOf(name) === noneText;
  return (
    <div className="grid gap-1.5">
      {isNone ? <span className="text-sm font-medium">{label}</span> : children}
      <Label className="flex w-fit items-center gap-2 font-normal">
        <Checkbox
          aria-label={words.noneOf(label)}
          checked={isNone}
          onCheckedChange={(checked) => form.setValue(name, checked === true ? noneText : "")}
        />
        {words.none}
      </Label>
    </div>
  );
}
