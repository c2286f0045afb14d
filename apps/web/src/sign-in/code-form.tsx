// The second step of signing up, and on a new device of signing in: the code that was mailed.
import { typedCode } from "@repo/validators/accounts/authCodes";
import { z } from "zod";

import { useForm } from "../ui/use-form.ts";
import { AccountForm } from "./account-form.tsx";
import { useAccountFailure } from "./account-failure.ts";
import { CodeField } from "./code-field.tsx";

const codeInput = z.object({ code: typedCode });

export function CodeForm({
  email,
  note,
  next,
  onCode,
}: {
  email: string;
  /** Says where the code was sent, and why. */
  note: string;
  next: string | undefined;
  onCode: (code: string) => Promise<unknown>;
}) {
  const failure = useAccountFailure();
  const form = useForm({
    shape: codeInput,
    initial: { code: "" },
    onSubmit: ({ code }) => failure.guard(() => onCode(code)),
  });
  return (
    <AccountForm
      title="Check your e-mail"
      form={form}
      submitLabel="Continue"
      failure={failure.sentence}
      other={{ question: "Already have an account?", label: "Sign in", mode: undefined, next }}
    >
      <p className="text-sm text-muted">{note}</p>
      <CodeField email={email} form={form} />
    </AccountForm>
  );
}
