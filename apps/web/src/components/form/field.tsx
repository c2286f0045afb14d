// A labelled control with its hint and its error, tied together for screen readers.
import { useId, type ReactNode } from "react";

import { Label } from "@/components/ui/label";

/** What a control inside a field must spread on itself. */
export interface FieldControlProps {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

/** `children` draws the control; `error` is a sentence, or absent while the value is fine. */
export function Field({
  label,
  hint,
  error,
  children,
}: {
  label: string;
  hint?: ReactNode;
  error?: string | null | undefined;
  children: (control: FieldControlProps) => ReactNode;
}) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = error ?? hint;
  return (
    <div className="grid gap-1.5">
      <Label htmlFor={id}>{label}</Label>
      {children({
        id,
        "aria-describedby": note ? noteId : undefined,
        "aria-invalid": error ? true : undefined,
      })}
      {note && (
        <p
          id={noteId}
          role={error ? "alert" : undefined}
          className={error ? "text-sm text-destructive" : "text-sm text-muted-foreground"}
        >
          {note}
        </p>
      )}
    </div>
  );
}
