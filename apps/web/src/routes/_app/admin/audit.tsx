import { createFileRoute } from "@tanstack/react-router";

import { AuditPage } from "@/features/admin/audit-page";
import { readAuditSearch } from "@/features/admin/audit-search";
import { WithPermission } from "@/shell/with-permission";

export const Route = createFileRoute("/_app/admin/audit")({
  validateSearch: readAuditSearch,
  component: () => (
    <WithPermission permission="users.read">
      <AuditPage />
    </WithPermission>
  ),
});
