import { useAuthActions } from "@convex-dev/auth/react";
import type { SignUpInput } from "@repo/validators/accounts/users";
import { useState } from "react";

import { TextField } from "@/components/form/fields";

import { EmailField, PasswordField } from "./account-fields";
import { AccountFormFrame } from "./account-form";
import { CodeForm } from "./code-form";
import { useAccountForm } from "./use-account-form";
import { words } from "./words";

/** Two steps: name, address and password, then the code that was mailed. */
export function SignUpForm({ next }: { next: string | undefined }) {
  const { signIn } = useAuthActions();
  const [asked, setAsked] = useState<SignUpInput>({ name: "", email: "", password: "" });
  const [isSent, setIsSent] = useState(false);
  if (!isSent) {
    const onAsked = (input: SignUpInput) => {
      setAsked(input);
      setIsSent(true);
    };
    return <DetailsForm next={next} initial={asked} onAsked={onAsked} />;
  }
  return (
    <CodeForm
      note={words.sent(asked.email)}
      next={next}
      sending={{
        email: asked.email,
        send: () => signIn("password", { flow: "signUp", ...asked }),
        onOtherAddress: () => setIsSent(false),
      }}
      onCode={(code) => signIn("password", { flow: "confirm", ...asked, code })}
    />
  );
}

function DetailsForm({
  next,
  initial,
  onAsked,
}: {
  next: string | undefined;
  initial: SignUpInput;
  onAsked: (input: SignUpInput) => void;
}) {
  const { signIn } = useAuthActions();
  const form = useAccountForm({
    shape: "signUpInput",
    initial,
    attempt: async (input) => {
      await signIn("password", { flow: "signUp", ...input });
      onAsked(input);
    },
  });
  return (
    <AccountFormFrame
      title={words.signUpTitle}
      form={form}
      submitLabel={words.signUp}
      other={{ question: words.hasAccount, label: words.signIn, mode: undefined, next }}
    >
      <TextField form={form} name="name" label={words.name} autoComplete="name" autoFocus />
      <EmailField form={form} />
      <PasswordField form={form} isNew />
    </AccountFormFrame>
  );
}
