import { useAuthActions } from "@convex-dev/auth/react";
import type { SignInInput } from "@repo/validators/accounts/users";
import { useState } from "react";

import { knownDevice } from "@/session/device";

import { EmailField, PasswordField } from "./account-fields";
import { AccountFormFrame } from "./account-form";
import { CodeForm } from "./code-form";
import { ModeLink } from "./mode-link";
import { ProviderButtons } from "./provider-buttons";
import { useAccountForm } from "./use-account-form";
import { words } from "./words";

/** One step; on a new device a second one, with a mailed code, while others try passwords on the account. */
export function SignInForm({ next }: { next: string | undefined }) {
  const { signIn } = useAuthActions();
  const [given, setGiven] = useState<SignInInput | null>(null);
  if (given === null) return <PasswordForm next={next} onCodeWanted={setGiven} />;
  return (
    <CodeForm
      note={words.sentForSignIn(given.email)}
      next={next}
      sending={{
        email: given.email,
        send: () => signIn("password", { flow: "signIn", ...given, ...knownDevice() }),
        onOtherAddress: () => setGiven(null),
      }}
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
    shape: "signInInput",
    initial: { email: "", password: "" },
    attempt: async (input) => {
      const params = { flow: "signIn", ...input, ...knownDevice() };
      const { signingIn } = await signIn("password", params);
      if (!signingIn) onCodeWanted(input);
    },
  });
  return (
    <AccountFormFrame
      title={words.signIn}
      form={form}
      submitLabel={words.signIn}
      other={{ question: words.noAccount, label: words.signUp, mode: "sign-up", next }}
    >
      <EmailField form={form} autoFocus />
      <PasswordField form={form} isNew={false} />
      <ModeLink search={{ mode: "reset", next }} className="-mt-2 justify-self-start text-sm">
        {words.forgot}
      </ModeLink>
      <ProviderButtons />
    </AccountFormFrame>
  );
}
