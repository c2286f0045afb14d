// The mailbox of development: without a mail service, the newest e-mail to an address is shown where its code is asked
// for. Any other deployment answers with none.
import { api } from "@repo/backend/_generated/api";
import { useQuery } from "convex/react";
import { Inbox } from "lucide-react";

import { words } from "./words";

export function Mailbox({ address }: { address: string }) {
  const [newest] = useQuery(api.emails.inbox, { address }) ?? [];
  return (
    <div aria-live="polite">
      {newest && (
        <section
          aria-label={words.mailbox}
          className="grid gap-2 rounded-lg border border-dashed bg-muted/50 p-3 text-sm"
        >
          <p className="flex items-center gap-2 text-xs text-muted-foreground">
            <Inbox aria-hidden className="size-4 shrink-0" />
            {words.mailboxText}
          </p>
          <h2 className="font-medium">{newest.subject}</h2>
          <p className="wrap-anywhere whitespace-pre-wrap">{newest.text}</p>
        </section>
      )}
    </div>
  );
}
