import { createFileRoute } from "@tanstack/react-router";

import { EmailList } from "@/features/emails/email-list";
import { statusNames, words } from "@/features/emails/words";
import { ListBoundary } from "@/components/list-boundary";
import { keyOf, searchParams } from "@/lib/search-params";
import { PageTitle } from "@/shell/page-title";
import { WithPermission } from "@/shell/with-permission";

export const Route = createFileRoute("/_app/admin/emails")({
  validateSearch: searchParams({ status: keyOf(statusNames) }),
  component: EmailsPage,
});

function EmailsPage() {
  const { status } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <WithPermission permission="emails.read">
      <div className="grid max-w-4xl grid-cols-1 gap-6">
        <PageTitle title={words.title}>{words.subtitle}</PageTitle>
        <ListBoundary resetKey={status ?? ""}>
          <EmailList
            status={status}
            onStatus={(next) => void navigate({ search: { status: next }, replace: true })}
          />
        </ListBoundary>
      </div>
    </WithPermission>
  );
}
