// A team: people who share rows.
import { z } from "zod";
import { withSystemFields } from "../convex.ts";
import { singleLine } from "../fields.ts";
import { teamRole } from "./memberships.ts";

export const teamLimits = {
  name: { min: 1, max: 80 },
  /** People in one team. */
  members: 200,
  /** Teams that one person may be in. */
  perPerson: 20,
} as const;

export const team = z.object({
  name: singleLine(teamLimits.name),
  /** Kept by whatever adds or removes a membership, so that a list needs to count nothing. */
  memberCount: z.number().int().min(0).max(teamLimits.members),
});
export type Team = z.infer<typeof team>;

/** What making a team takes. */
export const teamInput = team.pick({ name: true });
export type TeamInput = z.infer<typeof teamInput>;

/** What may be changed. What is absent stays as it is. */
export const teamChanges = teamInput.partial();
export type TeamChanges = z.infer<typeof teamChanges>;

/** A team as its members see it. The caller's own role is null for an admin who is not in it. */
export const publicTeam = z.object(
  withSystemFields("teams", { ...team.shape, myRole: teamRole.nullable() }),
);
export type PublicTeam = z.infer<typeof publicTeam>;
