// Who may do what with notifications, and who wants which.
import type { AccessMatrix } from "../access.ts";

export const notificationAccess = {
  notificationSettings: {
    columns: { own: "userId" },
    read: { member: "own", admin: "own" },
    create: { member: "own", admin: "own" },
    update: { member: "own", admin: "own" },
  },
  // Made along with what they tell of, and read or marked as read by whom they are for.
  notifications: {
    columns: { own: "userId" },
    read: { member: "own", admin: "own" },
    update: {
      member: { scope: "own", only: ["readAt"] },
      admin: { scope: "own", only: ["readAt"] },
    },
  },
} as const satisfies AccessMatrix;
