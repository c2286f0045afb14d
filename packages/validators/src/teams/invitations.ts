// An invitation: an address that may join a team, by a link that was mailed to it.
import { z } from "zod";
import { withSystemFields, zid } from "../convex.ts";
import { timestamp } from "../fields.ts";
import { teamRole } from "./memberships.ts";
import { email } from "../accounts/users.ts";

const DAY = 24 * 60 * 60 * 1000;

export const invitationLimits = {
  /** Open invitations of one team. */
  perTeam: 50,
  /** How long a link works, in milliseconds. */
  validFor: 7 * DAY,
  /** How often one invitation is mailed, the first time included. */
  sent: 5,
  /** Characters of the hash: SHA-256 as hexadecimal digits. */
  hash: 64,
} as const;

export const invitation = z.object({
  teamId: zid("teams"),
  invitedBy: zid("users"),
  email,
  role: teamRole,
  /** Of the token in the link. The token itself is in the e-mail alone. */
  tokenHash: z.string().length(invitationLimits.hash),
  expiresAt: timestamp,
  sentAt: timestamp,
  sentCount: z.number().int().min(1).max(invitationLimits.sent),
});
export type Invitation = z.infer<typeof invitation>;

/** What making an invitation takes. */
export const invitationInput = invitation.pick({ teamId: true, email: true, role: true });
export type InvitationInput = z.infer<typeof invitationInput>;

/** What the last part of the link is: 32 random bytes, as base64url. */
export const invitationToken = z
  .string()
  .length(43, "The invitation link is incomplete")
  .regex(/^[\w-]*$/, "This is not an invitation link");

/** An invitation as the owners of its team see it. */
export const publicInvitation = z.object(
  withSystemFields(
    "invitations",
    invitation.omit({ tokenHash: true }).extend({ email: z.string() }).shape,
  ),
);
export type PublicInvitation = z.infer<typeof publicInvitation>;

/** An invitation as the invited person sees it. */
export const receivedInvitation = z.object({
  invitationId: zid("invitations"),
  teamName: z.string(),
  /** Who invited, or sent it again. */
  inviterName: z.string(),
  email: z.string(),
  role: teamRole,
  expiresAt: z.number(),
});
export type ReceivedInvitation = z.infer<typeof receivedInvitation>;
