// A notification: something happened that one person wants to know of.
import { z } from "zod";
import { withSystemFields, zid } from "../convex.ts";
import { knowledgeNotificationKinds } from "../features/knowledge.ts";
import { timestamp } from "../fields.ts";

export const notificationLimits = {
  title: { min: 1, max: 200 },
  link: { max: 200 },
  /** The count of unread ones ends here: the page shows "99+". */
  unread: { max: 99 },
  /** After so many days a notification is purged, read or not. */
  keptDays: 90,
} as const;

export const notificationKinds = [
  "taskAssigned",
  "taskMoved",
  "invitationReceived",
  "invitationAccepted",
  "teamRoleChanged",
  ...knowledgeNotificationKinds,
] as const;
export type NotificationKind = (typeof notificationKinds)[number];

export const notification = z.object({
  userId: zid("users"),
  kind: z.enum(notificationKinds),
  title: z.string().trim().min(notificationLimits.title.min).max(notificationLimits.title.max),
  /** A path of the web app. One to another site could lead anywhere. */
  link: z
    .string()
    .regex(/^\/(?![/\\])/, "Not a path of this app")
    .max(notificationLimits.link.max)
    .optional(),
  readAt: timestamp.optional(),
  /** When it went out with a digest. */
  emailedAt: timestamp.optional(),
});
export type Notification = z.infer<typeof notification>;

export const publicNotification = z.object(
  withSystemFields("notifications", notification.omit({ userId: true, emailedAt: true }).shape),
);
export type PublicNotification = z.infer<typeof publicNotification>;

/** How many are unread, and whether there are more than are counted. */
export const unreadNotifications = z.object({
  count: z.number().int().min(0).max(notificationLimits.unread.max),
  isMore: z.boolean(),
});
