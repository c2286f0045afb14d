// Choosing a new password, in two steps: the address, then the code that was mailed there.
import { useAuthActions } from "@convex-dev/auth/react";
import { typedCode } from "@repo/validators/accounts/authCodes";
import { password, resetInput } from "@repo/validators/accounts/users";
import { useState } from "react";
import { z } from "zod";

import { CodeField, EmailField, PasswordField } from "./account-fields";
import { AccountFormFrame } from "./account-form";
import { useAccountForm } from "./use-account-form";

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
  const form = useAccountForm({
    shape: resetInput,
    initial: { email: "" },
    attempt: async ({ email }) => {
      await signIn("password", { flow: "reset", email });
      onAsked(email);
    },
  });
  return (
    <AccountFormFrame
      title="Reset your password"
      form={form}
      submitLabel="Send code"
      other={{ ...other, next }}
    >
      <EmailField form={form} autoFocus />
    </AccountFormFrame>
  );
}

function NewPasswordForm({ next, email }: { next: string | undefined; email: string }) {
  const { signIn } = useAuthActions();
  const form = useAccountForm({
    shape: newPasswordInput,
    initial: { code: "", password: "" },
    attempt: (input) => signIn("password", { flow: "setPassword", email, ...input }),
  });
  return (
    <AccountFormFrame
      title="Check your e-mail"
      form={form}
      submitLabel="Set password"
      other={{ ...other, next }}
    >
      <p className="text-sm text-muted-foreground">
        If {email} has an account, we sent a code to it.
      </p>
      <CodeField email={email} form={form} />
      <PasswordField form={form} isNew label="New password" />
    </AccountFormFrame>
  );
}
