// Who may do what with files, and how much of them may be stored.
import type { AccessMatrix } from "./matrix.ts";

export const fileAccess = {
  // Kept by the backend itself: which row holds which stored file.
  blobs: {},
  files: {
    columns: { own: "ownerId" },
    read: { member: "own", admin: "own" },
    create: { member: "own", admin: "own" },
    update: { member: "own", admin: "own" },
    remove: { member: "own", admin: "own" },
  },
  // What is stored is counted along with each write; an admin sets how much that may be.
  quotas: {
    columns: { team: "teamId" },
    read: { member: "team", admin: "all" },
    update: { admin: { scope: "all", only: ["rowsMax", "bytesMax"] } },
  },
  // Kept by the backend itself: what was asked to be sent, until a row holds it.
  uploads: {},
} as const satisfies AccessMatrix;
