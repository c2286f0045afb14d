import { createFileRoute } from "@tanstack/react-router";

import { AuditPage } from "@/features/admin/audit-page";
import { auditTableNames } from "@/features/admin/words";
import { oneOf, searchParams } from "@/lib/search-params";
import { WithPermission } from "@/shell/with-permission";

export const Route = createFileRoute("/_app/admin/audit")({
  validateSearch: searchParams({ table: oneOf(auditTableNames) }),
  component: () => (
    <WithPermission permission="users.read">
      <AuditPage />
    </WithPermission>
  ),
});
