import { createFileRoute } from "@tanstack/react-router";

import { AuditList } from "@/components/audit-list";
import { ListBoundary } from "@/components/list-boundary";
import { words } from "@/features/admin/words";
import { PageTitle } from "@/shell/page-title";
import { WithPermission } from "@/shell/with-permission";

export const Route = createFileRoute("/_app/admin/audit")({ component: AuditPage });

function AuditPage() {
  return (
    <WithPermission permission="users.read">
      <div className="grid max-w-4xl gap-6">
        <PageTitle title={words.audit}>{words.auditText}</PageTitle>
        <ListBoundary>
          <AuditList />
        </ListBoundary>
      </div>
    </WithPermission>
  );
}
