// The field for the code that was mailed.
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import type { Controls } from "../ui/use-form.ts";

export function CodeField({ email, form }: { email: string; form: Controls<"code"> }) {
  const hint = import.meta.env.DEV
    ? `In development no e-mail goes out: admins find it under "E-mails".`
    : `If nothing arrives at ${email}, look among the spam.`;
  return (
    <Field label="Code" hint={hint} error={form.errors.code}>
      {(control) => (
        <Input
          {...control}
          {...form.register("code")}
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          autoFocus
        />
      )}
    </Field>
  );
}
