// Notifications, and who wants which: the tables with their indexes, and what their rows refer to.
import { zodToConvex } from "@repo/validators/convex";
import { notificationSetting } from "@repo/validators/platform/notificationSettings";
import { notification } from "@repo/validators/platform/notifications";
import { defineTable } from "convex/server";
import type { References } from "../lib/reference";

export const notificationTables = {
  notificationSettings: defineTable(zodToConvex(notificationSetting)).index("by_userId", [
    "userId",
  ]),
  notifications: defineTable(zodToConvex(notification))
    // eslint-disable-next-line @convex-dev/no-duplicate-indexes -- sorts read and unread ones together by time
    .index("by_userId", ["userId"])
    .index("by_userId_and_readAt", ["userId", "readAt"]),
};

export const notificationReferences = {
  notificationSettings: {
    userId: { to: "users", onRemove: "cascade" },
  },
  notifications: {
    userId: { to: "users", onRemove: "cascade" },
  },
} as const satisfies References;
