import { can, type Permission } from "@repo/validators/access";
import { Lock } from "lucide-react";
import type { ReactNode } from "react";

import { MessagePanel } from "@/components/message-panel";
import { useMe } from "@/session/session";
import { useMay } from "@/session/use-may";

import { words } from "./words";

/** A page for those who hold a permission; everybody else reads why they do not see it. */
export function WithPermission({
  permission,
  children,
}: {
  permission: Permission;
  children: ReactNode;
}) {
  const me = useMe();
  // Someone who may read only their own rows sees the page, too.
  if (useMay(permission, me._id)) return children;
  const isOfRole = can(me.role, permission);
  return (
    <MessagePanel
      icon={<Lock aria-hidden />}
      title={isOfRole ? words.notForTeamRole : words.notForRole}
      headingLevel={1}
    >
      {isOfRole ? words.askOwner : words.askAdministrator(me.name, me.role)}
    </MessagePanel>
  );
}
