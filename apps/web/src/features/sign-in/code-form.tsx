import { typedCode } from "@repo/validators/accounts/authCodes";
import { z } from "zod";

import { CodeField } from "./account-fields";
import { AccountFormFrame } from "./account-form";
import { useAccountForm } from "./use-account-form";

const codeInput = z.object({ code: typedCode });

/** The second step: the code that was mailed. `note` says where it was sent, and why. */
export function CodeForm({
  email,
  note,
  next,
  onCode,
}: {
  email: string;
  note: string;
  next: string | undefined;
  onCode: (code: string) => Promise<unknown>;
}) {
  const form = useAccountForm({
    shape: codeInput,
    initial: { code: "" },
    attempt: ({ code }) => onCode(code),
  });
  return (
    <AccountFormFrame
      title="Check your e-mail"
      form={form}
      submitLabel="Continue"
      other={{ question: "Already have an account?", label: "Sign in", mode: undefined, next }}
    >
      <p className="text-sm text-muted-foreground">{note}</p>
      <CodeField email={email} form={form} />
    </AccountFormFrame>
  );
}
