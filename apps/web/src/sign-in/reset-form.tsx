// Choosing a new password, in two steps: the address, then the code that was mailed there.
import { useAuthActions } from "@convex-dev/auth/react";
import { typedCode } from "@repo/validators/accounts/authCodes";
import { password, resetInput, userLimits } from "@repo/validators/accounts/users";
import { useState } from "react";
import { z } from "zod";

import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { useForm } from "../ui/use-form.ts";
import { AccountForm } from "./account-form.tsx";
import { useAccountFailure } from "./account-failure.ts";
import { CodeField } from "./code-field.tsx";

const newPasswordInput = z.object({ code: typedCode, password });

const other = { question: "Remember your password?", label: "Sign in", mode: undefined } as const;

export function ResetForm({ next }: { next: string | undefined }) {
  const [email, setEmail] = useState<string | null>(null);
  return email === null ? (
    <AddressForm next={next} onAsked={setEmail} />
  ) : (
    <NewPasswordForm next={next} email={email} />
  );
}

function AddressForm({
  next,
  onAsked,
}: {
  next: string | undefined;
  onAsked: (email: string) => void;
}) {
  const { signIn } = useAuthActions();
  const failure = useAccountFailure();
  const form = useForm({
    shape: resetInput,
    initial: { email: "" },
    onSubmit: ({ email }) =>
      failure.guard(async () => {
        await signIn("password", { flow: "reset", email });
        onAsked(email);
      }),
  });
  return (
    <AccountForm
      title="Reset your password"
      form={form}
      submitLabel="Send code"
      failure={failure.sentence}
      other={{ ...other, next }}
    >
      <Field label="E-mail" error={form.errors.email}>
        {(control) => (
          <Input
            {...control}
            {...form.register("email")}
            type="email"
            autoComplete="username"
            autoFocus
          />
        )}
      </Field>
    </AccountForm>
  );
}

function NewPasswordForm({ next, email }: { next: string | undefined; email: string }) {
  const { signIn } = useAuthActions();
  const failure = useAccountFailure();
  const form = useForm({
    shape: newPasswordInput,
    initial: { code: "", password: "" },
    onSubmit: (input) =>
      failure.guard(() => signIn("password", { flow: "setPassword", email, ...input })),
  });
  return (
    <AccountForm
      title="Check your e-mail"
      form={form}
      submitLabel="Set password"
      failure={failure.sentence}
      other={{ ...other, next }}
    >
      <p className="text-sm text-muted">If {email} has an account, we sent a code to it.</p>
      <CodeField email={email} form={form} />
      <Field
        label="New password"
        hint={`At least ${userLimits.password.min} characters.`}
        error={form.errors.password}
      >
        {(control) => (
          <Input
            {...control}
            {...form.register("password")}
            type="password"
            autoComplete="new-password"
          />
        )}
      </Field>
    </AccountForm>
  );
}
