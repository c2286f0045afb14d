import { createFileRoute } from "@tanstack/react-router";

import { EmailList } from "@/features/emails/email-list";
import { PageTitle } from "@/shell/page-title";
import { WithPermission } from "@/shell/with-permission";

export const Route = createFileRoute("/_app/admin/emails")({ component: EmailsPage });

function EmailsPage() {
  return (
    <WithPermission permission="emails.read">
      <div className="grid gap-6">
        <PageTitle title="E-mails">E-mails that the app sent, and their delivery status.</PageTitle>
        <EmailList />
      </div>
    </WithPermission>
  );
}
