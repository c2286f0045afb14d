// What the person who is signed in may do with a row: what will not work is not shown.
import { grantFor, type Operation, type Permission } from "@repo/validators/access";

import { useMe } from "./session.ts";

/**
 * Whether a permission covers a row.
 * @param permission a table and an operation of the access matrix
 * @param ownerId whose row it is; undefined where rows have no owner
 */
export function useMay(permission: Permission, ownerId?: string): boolean {
  const me = useMe();
  const [table = "", operation] = permission.split(".");
  const grant = grantFor(me.role, table, operation as Operation);
  if (grant === null) return false;
  return grant.scope === "all" || ownerId === me._id;
}
