// Who may do what with notes.
import type { AccessMatrix } from "./matrix.ts";

export const noteAccess = {
  notes: {
    columns: { own: "ownerId" },
    read: { member: "own", admin: "own" },
    create: { member: "own", admin: "own" },
    update: { member: "own", admin: "own" },
    remove: { member: "own", admin: "own" },
  },
} as const satisfies AccessMatrix;
