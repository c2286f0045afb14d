// Every word of this feature that a person reads, so that another language is another file.
import type { TeamRole } from "@repo/validators/teams/memberships";

import { countText, dateText } from "@/lib/language";

const dateOf = dateText({ dateStyle: "medium" });

export const roleNames: Record<TeamRole, string> = { owner: "Owner", member: "Member" };

export const words = {
  title: "Team",
  subtitle: (count: number) =>
    `${countText(count, { one: "person is", other: "people are" })} in this team.`,
  tabs: {
    members: "Members",
    invitations: "Invitations",
    history: "History",
    storage: "Storage",
  },
  storage: "What the team has stored",
  members: "Members",
  empty: "Nobody is in this team.",
  you: "you",
  joined: (time: number) => `joined ${dateOf(time)}`,
  role: (name: string) => `Role of ${name}`,
  notChanged: "The role was not changed.",
  remove: (name: string) => `Remove ${name}`,
  removeTitle: (name: string) => `Remove ${name} from the team?`,
  removeText: "They lose access at once. What they wrote for the team stays.",
  removeConfirm: "Remove",
  notRemoved: "The member was not removed.",
  leave: "Leave team",
  leaveTitle: "Leave this team?",
  leaveText: "You lose access at once. An owner can invite you again.",
  leaveLast: "You are the last member: the team and everything in it will be removed.",
  notLeft: "You did not leave the team.",
  rename: "Team name",
  renameSave: "Rename",
  renamed: "Team renamed.",
  notRenamed: "The team was not renamed.",
  removeTeam: "Remove team",
  removeTeamTitle: (name: string) => `Remove “${name}”?`,
  removeTeamText: "Everything in it is removed for everybody, permanently.",
  notRemovedTeam: "The team was not removed.",
  invite: "Invite",
  email: "E-mail",
  inviteRole: "Role",
  invited: (email: string) => `Invitation sent to ${email}.`,
  notInvited: "The invitation was not sent.",
  invitations: "Open invitations",
  noInvitations: "No open invitations.",
  invitedUntil: (role: TeamRole, time: number) =>
    `${roleNames[role]} · link valid until ${dateOf(time)}`,
  resend: "Send again",
  resendTo: (email: string) => `Send again to ${email}`,
  resent: (email: string) => `Sent to ${email} again.`,
  notResent: "The invitation was not sent again.",
  revoke: "Revoke",
  revokeOf: (email: string) => `Revoke the invitation to ${email}`,
  notRevoked: "The invitation was not revoked.",
  loading: "Loading the team",
};
