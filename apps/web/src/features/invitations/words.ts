// Every word of this feature that a person reads, so that another language is another file.
import type { ReceivedInvitation } from "@repo/validators/teams/invitations";
import { aTeamRole } from "@repo/validators/teams/memberships";

import { dateText } from "@/lib/language";

const dateOf = dateText({ dateStyle: "medium" });

export const words = {
  title: "Invitations",
  subtitle: "Teams that invited you.",
  invites: ({ inviterName, teamName }: ReceivedInvitation) =>
    `${inviterName} invites you to “${teamName}”`,
  details: ({ role, email, expiresAt }: ReceivedInvitation) =>
    `As ${aTeamRole(role)}, with ${email}. Valid until ${dateOf(expiresAt)}.`,
  accept: "Join",
  acceptOf: (team: string) => `Join ${team}`,
  decline: "Decline",
  declineOf: (team: string) => `Decline the invitation to ${team}`,
  notAccepted: "You did not join the team.",
  notDeclined: "The invitation was not declined.",
  empty: "No invitations",
  emptyText: "When somebody invites you to a team, you see it here.",
  invalid: "This invitation is no longer valid",
  invalidText: "It was used, revoked or has expired. Ask for a new one.",
  signIn: "Sign in to join",
  signUp: "Create an account",
  otherAccount: (email: string) => `You are signed in with ${email}.`,
  useOther: "Sign in with another account",
  home: "Go to the app",
  loading: "Loading the invitation",
};
