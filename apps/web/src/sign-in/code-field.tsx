// The field for the code that was mailed.
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import type { Controls } from "../ui/use-form.ts";

export function CodeField({ email, form }: { email: string; form: Controls<"code"> }) {
  const hint = import.meta.env.DEV
    ? `In development no e-mail is sent. Admins find the code under "E-mails".`
    : `If nothing arrives at ${email}, check the spam folder.`;
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
