import type { Permission } from "@repo/validators/access";
import type { ReactNode } from "react";

import { useMe } from "../session/session.ts";
import { useMay } from "../session/use-may.ts";

/** Shows the form that makes a row of the team to whoever may make one there. */
export function May({ permission, children }: { permission: Permission; children: ReactNode }) {
  // What one makes is one's own.
  return useMay(permission, useMe()._id) && children;
}
