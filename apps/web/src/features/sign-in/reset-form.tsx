// Choosing a new password, in two steps: the address, then the code that was mailed there.
import { useAuthActions } from "@convex-dev/auth/react";
import { useState } from "react";

import { CodeField, EmailField, PasswordField } from "./account-fields";
import { AccountFormFrame } from "./account-form";
import { CodeActions } from "./code-actions";
import { Mailbox } from "./mailbox";
import { useAccountForm } from "./use-account-form";
import { words } from "./words";

const other = { question: words.remembers, label: words.signIn, mode: undefined } as const;

export function ResetForm({ next }: { next: string | undefined }) {
  const [email, setEmail] = useState<string | null>(null);
  return email === null ? (
    <AddressForm next={next} onAsked={setEmail} />
  ) : (
    <NewPasswordForm next={next} email={email} onOtherAddress={() => setEmail(null)} />
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
  const form = useAccountForm({
    shape: "resetInput",
    initial: { email: "" },
    attempt: async ({ email }) => {
      await signIn("password", { flow: "reset", email });
      onAsked(email);
    },
  });
  return (
    <AccountFormFrame
      title={words.resetTitle}
      form={form}
      submitLabel={words.sendCode}
      other={{ ...other, next }}
    >
      <EmailField form={form} autoFocus />
    </AccountFormFrame>
  );
}

function NewPasswordForm({
  next,
  email,
  onOtherAddress,
}: {
  next: string | undefined;
  email: string;
  onOtherAddress: () => void;
}) {
  const { signIn } = useAuthActions();
  const form = useAccountForm({
    shape: "newPasswordInput",
    initial: { code: "", password: "" },
    attempt: (input) => signIn("password", { flow: "setPassword", email, ...input }),
  });
  return (
    <AccountFormFrame
      title={words.codeTitle}
      form={form}
      submitLabel={words.setPassword}
      other={{ ...other, next }}
    >
      <p className="text-sm text-muted-foreground">{words.sentIfAny(email)}</p>
      <CodeField email={email} form={form} />
      <CodeActions
        email={email}
        send={() => signIn("password", { flow: "reset", email })}
        onOtherAddress={onOtherAddress}
      />
      <Mailbox address={email} />
      <PasswordField form={form} isNew label={words.newPassword} />
    </AccountFormFrame>
  );
}
