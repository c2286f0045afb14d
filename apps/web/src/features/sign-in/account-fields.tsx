// The fields of an account, each once.
import { userLimits } from "@repo/validators/accounts/users";

import { TextField } from "@/components/form/fields";
import type { FieldsOf } from "@/components/form/use-zod-form";

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
      label="E-mail"
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
  label = "Password",
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
      hint={isNew && `At least ${userLimits.password.min} characters.`}
      type="password"
      autoComplete={isNew ? "new-password" : "current-password"}
    />
  );
}

/** The field for the code that was mailed. */
export function CodeField({ form, email }: { form: FieldsOf<"code">; email: string }) {
  const hint = import.meta.env.DEV
    ? "In development no e-mail is sent. Admins find the code under “E-mails”."
    : `If nothing arrives at ${email}, check the spam folder.`;
  return (
    <TextField
      form={form}
      name="code"
      label="Code"
      hint={hint}
      autoComplete="one-time-code"
      autoFocus
    />
  );
}
