// The e-mails that the app wrote, live: what became of each, and in development what is in them.
import { api } from "@repo/backend/_generated/api";
import { PAGE_SIZE } from "@repo/validators/pagination";
import type { PublicEmail } from "@repo/validators/platform/emails";
import { usePaginatedQuery } from "convex/react";

import { LoadMore } from "@/components/load-more";

const timeFormat = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** For administrators; anybody else's call is refused. */
export function EmailList() {
  const emails = usePaginatedQuery(api.emails.list, {}, { initialNumItems: PAGE_SIZE });
  if (emails.status === "LoadingFirstPage") return <p role="status">Loading e-mails</p>;
  if (emails.results.length === 0) return <p className="text-muted-foreground">No e-mails yet.</p>;
  return (
    <div className="grid gap-4">
      <ul aria-label="E-mails" className="grid gap-3">
        {emails.results.map((email) => (
          <Email key={email._id} email={email} />
        ))}
      </ul>
      <LoadMore status={emails.status} onLoadMore={() => emails.loadMore(PAGE_SIZE)} />
    </div>
  );
}

function Email({ email }: { email: PublicEmail }) {
  return (
    <li className="grid gap-2 rounded-2xl border border-border bg-card p-4 shadow-sm sm:px-5">
      <h2 className="font-medium">{email.subject}</h2>
      <p className="text-sm break-words text-muted-foreground">
        To {email.to} · {timeFormat.format(email._creationTime)} · {email.status}
      </p>
      {email.error && <p className="text-sm text-destructive">{email.error}</p>}
      {email.text && <p className="text-sm whitespace-pre-wrap">{email.text}</p>}
    </li>
  );
}
