import { useAuthActions } from "@convex-dev/auth/react";
import { type SignUpInput, signUpInput, userLimits } from "@repo/validators/accounts/users";
import { useState } from "react";

import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { useForm } from "../ui/use-form.ts";
import { AccountForm } from "./account-form.tsx";
import { useAccountFailure } from "./account-failure.ts";
import { CodeForm } from "./code-form.tsx";

/** Two steps: name, address and password, then the code that was mailed. */
export function SignUpForm({ next }: { next: string | undefined }) {
  const { signIn } = useAuthActions();
  const [asked, setAsked] = useState<SignUpInput | null>(null);
  if (asked === null) return <DetailsForm next={next} onAsked={setAsked} />;
  return (
    <CodeForm
      email={asked.email}
      note={`We sent a code to ${asked.email}.`}
      next={next}
      onCode={(code) => signIn("password", { flow: "confirm", ...asked, code })}
    />
  );
}

function DetailsForm({
  next,
  onAsked,
}: {
  next: string | undefined;
  onAsked: (input: SignUpInput) => void;
}) {
  const { signIn } = useAuthActions();
  const failure = useAccountFailure();
  const form = useForm({
    shape: signUpInput,
    initial: { name: "", email: "", password: "" },
    onSubmit: (input) =>
      failure.guard(async () => {
        await signIn("password", { flow: "signUp", ...input });
        onAsked(input);
      }),
  });
  return (
    <AccountForm
      title="Create an account"
      form={form}
      submitLabel="Sign up"
      failure={failure.sentence}
      other={{ question: "Already have an account?", label: "Sign in", mode: undefined, next }}
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
