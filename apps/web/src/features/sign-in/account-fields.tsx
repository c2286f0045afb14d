// The fields of an account, each once.
import { TextField } from "@/components/form/fields";
import type { FieldsOf } from "@/components/form/use-texts";

import { words } from "./words";

export function EmailField({
  form,
  autoFocus = false,
}: {
  form: FieldsOf<"email">;
  autoFocus?: boolean;
}) {
  return (
    <TextField
      form={form}
      name="email"
      label={words.email}
      type="email"
      autoComplete="username"
      autoFocus={autoFocus}
    />
  );
}

/** `isNew` for a password that is chosen, not typed again. */
export function PasswordField({
  form,
  isNew,
  label = words.password,
}: {
  form: FieldsOf<"password">;
  isNew: boolean;
  label?: string;
}) {
  return (
    <TextField
      form={form}
      name="password"
      label={label}
      hint={isNew && words.passwordHint}
      type="password"
      autoComplete={isNew ? "new-password" : "current-password"}
    />
  );
}

/** The field for the code that was mailed. */
export function CodeField({ form, email }: { form: FieldsOf<"code">; email: string }) {
  return (
    <TextField
      form={form}
      name="code"
      label={words.code}
      hint={words.codeHint(email)}
      autoComplete="one-time-code"
      autoFocus
    />
  );
}
