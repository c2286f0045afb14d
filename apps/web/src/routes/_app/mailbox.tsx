import { can } from "@repo/validators/access";
import { createFileRoute } from "@tanstack/react-router";
import { Lock } from "lucide-react";

import { PageTitle } from "../../layout/page-title.tsx";
import { EmailList } from "../../mailbox/email-list.tsx";
import { useMe } from "../../session/session.ts";
import { MessagePanel } from "../../ui/message-panel.tsx";

export const Route = createFileRoute("/_app/mailbox")({ component: MailboxPage });

function MailboxPage() {
  const me = useMe();
  if (!can(me.role, "emails.read")) {
    return (
      <MessagePanel
        icon={<Lock aria-hidden />}
        title="This page is for administrators"
        headingLevel={1}
      >
        You are signed in as {me.name} ({me.role}). Ask an administrator if you need it.
      </MessagePanel>
    );
  }
  return (
    <div className="grid gap-6">
      <PageTitle title="E-mails">E-mails that the app sent, and their delivery status.</PageTitle>
      <EmailList />
    </div>
  );
}
