import { useAuthActions } from "@convex-dev/auth/react";
import { type SignUpInput, signUpInput } from "@repo/validators/accounts/users";
import { useState } from "react";

import { TextField } from "@/components/form/fields";

import { EmailField, PasswordField } from "./account-fields";
import { AccountFormFrame } from "./account-form";
import { CodeForm } from "./code-form";
import { useAccountForm } from "./use-account-form";

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
  const form = useAccountForm({
    shape: signUpInput,
    initial: { name: "", email: "", password: "" },
    attempt: async (input) => {
      await signIn("password", { flow: "signUp", ...input });
      onAsked(input);
    },
  });
  return (
    <AccountFormFrame
      title="Create an account"
      form={form}
      submitLabel="Sign up"
      other={{ question: "Already have an account?", label: "Sign in", mode: undefined, next }}
    >
      <TextField form={form} name="name" label="Name" autoComplete="name" autoFocus />
      <EmailField form={form} />
      <PasswordField form={form} isNew />
    </AccountFormFrame>
  );
}
