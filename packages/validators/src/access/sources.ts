// Who may do what with knowledge: sources, imports of them, questions and what answers cite.
import type { AccessMatrix } from "./matrix.ts";

export const sourceAccess = {
  // Read along with the question that they belong to.
  citations: {},
  imports: {
    columns: { team: "teamId" },
    read: { member: "team", admin: "team" },
    create: { member: "team", admin: "team" },
    update: { member: "team", admin: "team" },
    remove: { member: "team", admin: "team" },
  },
  questions: {
    columns: { own: "askedBy", team: "teamId" },
    read: { member: "team", admin: "team" },
    create: { member: "team", admin: "team" },
    remove: { member: "own", admin: "own" },
  },
  // What sources hold, read along with them.
  sourceVersions: {},
  sources: {
    columns: { team: "teamId" },
    read: { member: "team", admin: "team" },
    create: { member: "team", admin: "team" },
    update: { member: "team", admin: "team" },
    remove: { member: "team", admin: "team" },
  },
} as const satisfies AccessMatrix;
