import { useAuthActions } from "@convex-dev/auth/react";
import { type SignInInput, signInInput } from "@repo/validators/accounts/users";
import { Link } from "@tanstack/react-router";
import { useState } from "react";

import { knownDevice } from "@/session/device";

import { EmailField, PasswordField } from "./account-fields";
import { AccountFormFrame } from "./account-form";
import { CodeForm } from "./code-form";
import { ProviderButtons } from "./provider-buttons";
import { useAccountForm } from "./use-account-form";

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
  const form = useAccountForm({
    shape: signInInput,
    initial: { email: "", password: "" },
    attempt: async (input) => {
      const params = { flow: "signIn", ...input, ...knownDevice() };
      const { signingIn } = await signIn("password", params);
      if (!signingIn) onCodeWanted(input);
    },
  });
  return (
    <AccountFormFrame
      title="Sign in"
      form={form}
      submitLabel="Sign in"
      other={{ question: "No account yet?", label: "Sign up", mode: "sign-up", next }}
    >
      <EmailField form={form} autoFocus />
      <PasswordField form={form} isNew={false} />
      <Link
        to="/sign-in"
        search={{ mode: "reset", next }}
        className="-mt-2 justify-self-start text-sm text-primary underline underline-offset-4"
      >
        Forgot your password?
      </Link>
      <ProviderButtons />
    </AccountFormFrame>
  );
}
