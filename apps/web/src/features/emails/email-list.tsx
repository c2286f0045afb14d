// The e-mails that the app wrote, live: what became of each, and in development what is in them.
import { api } from "@repo/backend/_generated/api";
import { PAGE_SIZE } from "@repo/validators/pagination";
import {
  emailStatuses,
  type EmailStatus,
  type PublicEmail,
} from "@repo/validators/platform/emails";
import { usePaginatedQuery } from "convex/react";
import { memo } from "react";

import { momentText } from "@/components/facts";
import { Filter } from "@/components/filter";
import { PagedList } from "@/components/paged-list";
import { Badge } from "@/components/ui/badge";

import { EmailHtml } from "./email-html";
import { statusNames, words } from "./words";

/** For administrators; anybody else's call is refused. `status` is undefined for all. */
export function EmailList({
  status,
  onStatus,
}: {
  status: EmailStatus | undefined;
  onStatus: (status: EmailStatus | undefined) => void;
}) {
  const emails = usePaginatedQuery(api.emails.list, status === undefined ? {} : { status }, {
    initialNumItems: PAGE_SIZE,
  });
  return (
    <div className="grid grid-cols-1 gap-4">
      <Filter
        label={words.status}
        all={words.all}
        values={emailStatuses}
        names={statusNames}
        value={status}
        onChange={onStatus}
      />
      <PagedList rows={emails} label={words.title} loading={words.loading} empty={words.empty}>
        {(email) => <Email key={email._id} email={email} />}
      </PagedList>
    </div>
  );
}

const Email = memo(function Email({ email }: { email: PublicEmail }) {
  const { status, error, text, html, subject } = email;
  const isLost = status === "failed" || status === "bounced";
  return (
    <li className="grid gap-2 p-4">
      <div className="flex items-start justify-between gap-3">
        <h2 className="text-sm font-medium wrap-anywhere">{subject}</h2>
        <Badge variant={isLost ? "destructive" : "outline"}>{statusNames[status]}</Badge>
      </div>
      <p className="text-xs wrap-anywhere text-muted-foreground">
        {words.to(email.to)} · {momentText(email._creationTime)}
      </p>
      {error !== undefined && <p className="text-sm text-destructive">{error}</p>}
      {text !== undefined && <p className="text-sm wrap-anywhere whitespace-pre-wrap">{text}</p>}
      {html !== undefined && <EmailHtml subject={subject} html={html} />}
    </li>
  );
});
