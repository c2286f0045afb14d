// What the person who is signed in may do with a row: what will not work is not shown.
import { grantFor, type Operation, type Permission, rowsInTeam } from "@repo/validators/access";
import { use } from "react";

import { TeamContext } from "./team-context.ts";
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
  if (team === null) return scope === "own" && ownerId === me._id;
  const rows = team.myRole && rowsInTeam(team.myRole, scope, permission);
  return rows === "team" || (rows === "own" && ownerId === me._id);
}

/** Whether a list of rows to choose from can be asked for: of a team, by those whose role in it includes that. */
export function useMayList(permission: Permission): boolean {
  const team = use(TeamContext);
  const scope = useScope(permission);
  if (scope === null || scope === "all" || team === null) return scope !== null && scope !== "led";
  return team.myRole !== null && rowsInTeam(team.myRole, scope, permission) !== null;
}

function useScope(permission: Permission) {
  const { role } = useMe();
  const [table = "", operation] = permission.split(".");
  return grantFor(role, table, operation as Operation)?.scope ?? null;
}
