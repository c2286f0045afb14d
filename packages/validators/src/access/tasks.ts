// Who may do what with tasks, and the numbers they get.
import type { AccessMatrix } from "./matrix.ts";

export const taskAccess = {
  // Kept by the backend itself: the last number that was given.
  counters: {},
  // Work of a team is its members' alone: an admin of the app who is not in it sees none.
  tasks: {
    columns: { team: "teamId" },
    read: { member: "team", admin: "team" },
    create: { member: "team", admin: "team" },
    update: { member: "team", admin: "team" },
    remove: { member: "team", admin: "team" },
  },
} as const satisfies AccessMatrix;
