// Who may do what with teams, who is in them, and who is invited.
import type { AccessMatrix } from "./matrix.ts";

export const teamAccess = {
  // Invited people find their invitation by its link or their address, not by this matrix.
  invitations: {
    columns: { team: "teamId" },
    read: { member: "led", admin: "all" },
    // Owners alone decide who joins: an admin of the app who could invite could let themselves in.
    create: { member: "led", admin: "led" },
    update: { member: "led", admin: "led" },
    remove: { member: "led", admin: "all" },
  },
  // Created by making a team and by accepting an invitation. Anybody may leave, whatever stands here. An admin
  // changes roles of those who are in a team already, and its owners are notified.
  memberships: {
    columns: { team: "teamId" },
    read: { member: "team", admin: "all" },
    update: { member: { scope: "led", only: ["role"] }, admin: { scope: "all", only: ["role"] } },
    remove: { member: "led", admin: "all" },
  },
  teams: {
    columns: { team: "_id" },
    read: { member: "team", admin: "all" },
    create: { member: "all", admin: "all" },
    update: { member: { scope: "led", only: ["name"] }, admin: { scope: "all", only: ["name"] } },
    remove: { member: "led", admin: "all" },
  },
} as const satisfies AccessMatrix;
