// A membership: one person in one team, and what they are there.
import { z } from "zod";
import { withSystemFields, zid } from "../convex.ts";

export const teamRoles = ["member", "owner"] as const;

/** What a person is in a team. Roles of the app (`roles` of `access.ts`) say nothing about it. */
export const teamRole = z.enum(teamRoles);
export type TeamRole = z.infer<typeof teamRole>;

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
