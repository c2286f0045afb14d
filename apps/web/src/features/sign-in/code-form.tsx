import { CodeField } from "./account-fields";
import { AccountFormFrame } from "./account-form";
import { CodeActions, type CodeSending } from "./code-actions";
import { Mailbox } from "./mailbox";
import { useAccountForm } from "./use-account-form";
import { words } from "./words";

/** The second step: the code that was mailed. `note` says where it was sent, and why. */
export function CodeForm({
  note,
  next,
  sending,
  onCode,
}: {
  note: string;
  next: string | undefined;
  sending: CodeSending;
  onCode: (code: string) => Promise<unknown>;
}) {
  const form = useAccountForm({
    shape: "codeInput",
    initial: { code: "" },
    attempt: ({ code }) => onCode(code),
  });
  return (
    <AccountFormFrame
      title={words.codeTitle}
      form={form}
      submitLabel={words.continue}
      other={{ question: words.hasAccount, label: words.signIn, mode: undefined, next }}
    >
      <p className="text-sm text-muted-foreground">{note}</p>
      <CodeField email={sending.email} form={form} />
      <CodeActions {...sending} />
      <Mailbox address={sending.email} />
    </AccountFormFrame>
  );
}
