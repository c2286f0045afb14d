// The team that a part of a page shows, if any: it decides with the role what a person may do there.
import type { Scope } from "@repo/validators/access";
import type { TeamRole } from "@repo/validators/teams/memberships";
import type { PublicTeam } from "@repo/validators/teams/teams";
import { createContext } from "react";

export const TeamContext = createContext<PublicTeam | null>(null);

/**
 * Says whether a scope covers the rows of a team.
 * @param scope what the role of the person holds; `own` covers what they made in their teams
 * @param myRole what they are in the team; null where they are not in it
 */
export function coversTeam(scope: Scope, myRole: TeamRole | null): boolean {
  if (scope === "all") return true;
  return scope === "led" ? myRole === "owner" : myRole !== null;
}
