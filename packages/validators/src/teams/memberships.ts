// A membership: one person in one team, and what they are there.
import { z } from "zod";
import { type TeamRole, teamRoles } from "../access/roles.ts";
import { withSystemFields, zid } from "../convex.ts";

export { type TeamRole, teamRoles };
export const teamRole = z.enum(teamRoles);

/** A role in a sentence: `an owner`, `a captain`. */
export const aTeamRole = (role: TeamRole): string =>
  `${/^[aeiou]/.test(role) ? "an" : "a"} ${role.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}`;

export const membership = z.object({
  teamId: zid("teams"),
  userId: zid("users"),
  role: teamRole,
});
export type Membership = z.infer<typeof membership>;

/** A membership with what the others in the team see of the person. */
export const publicMembership = z.object(
  withSystemFields("memberships", {
    ...membership.shape,
    name: z.string(),
    email: z.string(),
  }),
);
export type PublicMembership = z.infer<typeof publicMembership>;
