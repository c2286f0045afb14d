import { useAuthActions } from "@convex-dev/auth/react";
import { signInInput } from "@repo/validators/users";
import { Link } from "@tanstack/react-router";

import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { useForm } from "../ui/use-form.ts";
import { AccountForm } from "./account-form.tsx";
import { useAccountFailure } from "./account-failure.ts";
import { ProviderButtons } from "./provider-buttons.tsx";

export function SignInForm({ next }: { next: string | undefined }) {
  const { signIn } = useAuthActions();
  const failure = useAccountFailure();
  const form = useForm({
    shape: signInInput,
    initial: { email: "", password: "" },
    onSubmit: (input) => failure.guard(() => signIn("password", { flow: "signIn", ...input })),
  });
  return (
    <AccountForm
      title="Sign in"
      form={form}
      submitLabel="Sign in"
      failure={failure.sentence}
      other={{ question: "No account yet?", label: "Make one", mode: "sign-up", next }}
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
      <Field label="Password" error={form.errors.password}>
        {(control) => (
          <Input
            {...control}
            {...form.register("password")}
            type="password"
            autoComplete="current-password"
          />
        )}
      </Field>
      <Link
        to="/sign-in"
        search={{ mode: "reset", next }}
        className="-mt-2 justify-self-start text-sm text-accent underline underline-offset-4"
      >
        Forgot your password?
      </Link>
      <ProviderButtons />
    </AccountForm>
  );
}
