import { createFileRoute } from "@tanstack/react-router";

import { RoleMatrix } from "@/features/admin/role-matrix";
import { words } from "@/features/admin/words";
import { PageTitle } from "@/shell/page-title";
import { WithPermission } from "@/shell/with-permission";

export const Route = createFileRoute("/_app/admin/roles")({ component: RolesPage });

function RolesPage() {
  return (
    <WithPermission permission="users.read">
      <div className="grid grid-cols-1 gap-6">
        <PageTitle title={words.roles}>{words.rolesText}</PageTitle>
        <RoleMatrix />
      </div>
    </WithPermission>
  );
}
