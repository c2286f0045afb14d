// Who may do what with notifications, and who wants which.
import type { AccessMatrix } from "./matrix.ts";

export const notificationAccess = {
  notificationSettings: {
    columns: { own: "userId" },
    read: { member: "own", admin: "own" },
    create: { member: "own", admin: "own" },
    update: { member: "own", admin: "own" },
  },
  // Created in the transaction that they report; their recipient reads them and marks them as read.
  notifications: {
    columns: { own: "userId" },
    read: { member: "own", admin: "own" },
    update: {
      member: { scope: "own", only: ["readAt"] },
      admin: { scope: "own", only: ["readAt"] },
    },
  },
} as const satisfies AccessMatrix;
