import { useAuthActions } from "@convex-dev/auth/react";
import { signUpInput, userLimits } from "@repo/validators/users";

import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { useForm } from "../ui/use-form.ts";
import { AccountForm } from "./account-form.tsx";
import { useAccountFailure } from "./account-failure.ts";

export function SignUpForm({ next }: { next: string | undefined }) {
  const { signIn } = useAuthActions();
  const failure = useAccountFailure();
  const form = useForm({
    shape: signUpInput,
    initial: { name: "", email: "", password: "" },
    onSubmit: (input) => failure.guard(() => signIn("password", { flow: "signUp", ...input })),
  });
  return (
    <AccountForm
      title="Make an account"
      form={form}
      submitLabel="Sign up"
      failure={failure.sentence}
      other={{ question: "Have an account?", label: "Sign in", mode: undefined, next }}
    >
      <Field label="Name" error={form.errors.name}>
        {(control) => (
          <Input {...control} {...form.register("name")} autoComplete="name" autoFocus />
        )}
      </Field>
      <Field label="E-mail" error={form.errors.email}>
        {(control) => (
          <Input {...control} {...form.register("email")} type="email" autoComplete="username" />
        )}
      </Field>
      <Field
        label="Password"
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
