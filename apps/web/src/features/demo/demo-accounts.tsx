// Signs a visitor of a demo in with one click. Anywhere else the backend names no account, and nothing is shown.
import { useAuthActions } from "@convex-dev/auth/react";
import { api } from "@repo/backend/_generated/api";
import { useQuery } from "convex/react";
import { useState } from "react";
import { toast } from "sonner";

import { PendingButton } from "@/components/pending-button";
import { errorSentence } from "@/lib/error-sentences";

import { words } from "./words";

export default function DemoAccounts() {
  const accounts = useQuery(api.demo.accounts, {});
  const { signIn } = useAuthActions();
  const [entering, setEntering] = useState<string | null>(null);
  if (accounts === undefined || accounts.length === 0) return null;
  const enter = async ({ email, password }: (typeof accounts)[number]) => {
    if (entering !== null) return;
    setEntering(email);
    try {
      const { signingIn } = await signIn("password", { flow: "signIn", email, password });
      // Past the limit of sign-ins a code is mailed, which nobody reads here.
      if (!signingIn) toast.error(words.failed, { description: words.tooMany });
    } catch (error) {
      toast.error(words.failed, { description: errorSentence(error) });
    }
    setEntering(null);
  };
  return (
    <section
      aria-label={words.title}
      className="flex flex-wrap items-center justify-center gap-3 rounded-xl border border-dashed px-4 py-3"
    >
      <h2 className="text-sm text-muted-foreground">{words.title}</h2>
      {accounts.map((account) => (
        <PendingButton
          key={account.email}
          variant="secondary"
          size="sm"
          isPending={entering === account.email}
          onClick={() => void enter(account)}
        >
          {words.signIn(account.role)}
        </PendingButton>
      ))}
    </section>
  );
}
