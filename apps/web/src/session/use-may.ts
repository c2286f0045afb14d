// What the person who is signed in may do with a row: what will not work is not shown.
import { grantFor, type Operation, type Permission } from "@repo/validators/access";
import { use } from "react";

import { TeamContext, coversTeam } from "./team-context.ts";
import { useMe } from "./session.ts";

/**
 * Whether a permission covers a row: one of the team that the page shows, where it shows one.
 * @param permission a table and an operation of the access matrix
 * @param ownerId whose row it is; undefined where rows have no owner
 */
export function useMay(permission: Permission, ownerId?: string): boolean {
  const me = useMe();
  const team = use(TeamContext);
  const scope = useScope(permission);
  if (scope === null || scope === "all") return scope !== null;
  if (team !== null && !coversTeam(scope, team.myRole)) return false;
  return scope === "own" ? ownerId === me._id : team !== null;
}

/** Whether a list of rows to choose from can be asked for: for a team's owners alone, on a page of such a team. */
export function useMayList(permission: Permission): boolean {
  const team = use(TeamContext);
  const scope = useScope(permission);
  return scope !== null && (scope !== "led" || team?.myRole === "owner");
}

function useScope(permission: Permission) {
  const { role } = useMe();
  const [table = "", operation] = permission.split(".");
  return grantFor(role, table, operation as Operation)?.scope ?? null;
}
