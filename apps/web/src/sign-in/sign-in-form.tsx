import { useAuthActions } from "@convex-dev/auth/react";
import { type SignInInput, signInInput } from "@repo/validators/accounts/users";
import { Link } from "@tanstack/react-router";
import { useState } from "react";

import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { useForm } from "../ui/use-form.ts";
import { AccountForm } from "./account-form.tsx";
import { useAccountFailure } from "./account-failure.ts";
import { CodeForm } from "./code-form.tsx";
import { knownDevice } from "../session/device.tsx";
import { ProviderButtons } from "./provider-buttons.tsx";

/** One step; on a new device a second one, with a mailed code, while others try passwords on the account. */
export function SignInForm({ next }: { next: string | undefined }) {
  const { signIn } = useAuthActions();
  const [given, setGiven] = useState<SignInInput | null>(null);
  if (given === null) return <PasswordForm next={next} onCodeWanted={setGiven} />;
  return (
    <CodeForm
      email={given.email}
      note={
        "There were too many failed sign-ins to this account. If your password is correct, " +
        `we sent a code to ${given.email}.`
      }
      next={next}
      onCode={(code) => signIn("password", { flow: "signIn", ...given, code })}
    />
  );
}

function PasswordForm({
  next,
  onCodeWanted,
}: {
  next: string | undefined;
  onCodeWanted: (given: SignInInput) => void;
}) {
  const { signIn } = useAuthActions();
  const failure = useAccountFailure();
  const form = useForm({
    shape: signInInput,
    initial: { email: "", password: "" },
    onSubmit: (input) =>
      failure.guard(async () => {
        const params = { flow: "signIn", ...input, ...knownDevice() };
        const { signingIn } = await signIn("password", params);
        if (!signingIn) onCodeWanted(input);
      }),
  });
  return (
    <AccountForm
      title="Sign in"
      form={form}
      submitLabel="Sign in"
      failure={failure.sentence}
      other={{ question: "No account yet?", label: "Sign up", mode: "sign-up", next }}
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
