// Who may do what with the assistant: conversations, and what it remembers.
import type { AccessMatrix } from "./matrix.ts";

export const threadAccess = {
  memories: {
    columns: { own: "ownerId" },
    read: { member: "own", admin: "own" },
    create: { member: "own", admin: "own" },
    remove: { member: "own", admin: "own" },
  },
  threads: {
    columns: { own: "ownerId" },
    read: { member: "own", admin: "own" },
    create: { member: "own", admin: "own" },
    update: { member: "own", admin: "own" },
    remove: { member: "own", admin: "own" },
  },
} as const satisfies AccessMatrix;
