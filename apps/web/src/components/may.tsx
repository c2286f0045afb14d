import type { Permission } from "@repo/validators/access";
import type { ReactNode } from "react";

import { useMe } from "@/session/session";
import { useMay } from "@/session/use-may";

/** Shows the form that creates a row of the team to users who may create one. */
export function May({ permission, children }: { permission: Permission; children: ReactNode }) {
  // The caller owns what they create.
  return useMay(permission, useMe()._id) && children;
}
