import type { Role } from "@repo/validators/access";

import { classNames } from "../ui/class-names.ts";

export function RoleBadge({ role }: { role: Role }) {
  return (
    <span
      className={classNames(
        "rounded-full px-2.5 py-0.5 text-xs font-medium capitalize",
        role === "admin" ? "bg-accent-soft text-accent" : "bg-sunken text-muted",
      )}
    >
      {role}
    </span>
  );
}
