// Who may do what with people, and how they sign in.
import type { AccessMatrix } from "./matrix.ts";

export const userAccess = {
  // Kept by the backend itself: what a mailed code is recognized by.
  authCodes: {},
  // The auth library's table. Every session is one place where its user is signed in.
  authSessions: {
    columns: { own: "userId" },
    read: { member: "own", admin: "own" },
    remove: { member: "own", admin: "own" },
  },
  // Everybody reads and changes their own profile, whatever stands here.
  users: {
    read: { admin: "all" },
    update: { admin: { scope: "all", only: ["role", "bannedAt"] } },
  },
} as const satisfies AccessMatrix;
