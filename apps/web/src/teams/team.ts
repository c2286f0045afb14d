// The team that a part of a page shows, and what the person who is signed in may see and do in it.
import type { PublicTeam } from "@repo/validators/teams/teams";
import { use } from "react";

import { TeamContext } from "../session/team-context.ts";

/** The team, below `InTeam`. Throws elsewhere. */
export function useTeam(): PublicTeam {
  const team = use(TeamContext);
  if (!team) throw new Error("useTeam is for what stands in <InTeam>.");
  return team;
}

/**
 * Picks the team to show: the one that is asked for, else the only one.
 * @param teams those whose rows the person may see
 * @param asked the id in the address
 * @returns null where there is a choice to make, or the one that is asked for is not among them
 */
export function pickTeam(teams: readonly PublicTeam[], asked: string | undefined) {
  if (asked !== undefined) return teams.find(({ _id }) => _id === asked) ?? null;
  return teams.length === 1 ? teams[0]! : null;
}
