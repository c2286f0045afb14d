// Notifies a person of an event, in the transaction of that event.
import { toSingleLine } from "@repo/validators/fields";
import type { AppPath } from "@repo/validators/appPath";
import {
  type NotificationKind,
  notification,
  notificationLimits,
} from "@repo/validators/platform/notifications";
import type { Id } from "../../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../../_generated/server";

/** A new notification: for whom, its kind, its text, and the page of the app that it links to. */
export interface Notice {
  userId: Id<"users">;
  kind: NotificationKind;
  title: string;
  link?: AppPath;
}

/**
 * Notifies a person. The calling code must check that they did not cause the event themselves.
 * @param ctx the context of a mutation, of ours or as Convex gives it
 * @param notice the text; a title is put on one line, and cut when it is too long
 * @returns the notification's id
 * @throws ZodError when the link leads out of the app
 */
export async function notify(
  ctx: Pick<MutationCtx, "db"> & { unscopedDb?: MutationCtx["db"] },
  notice: Notice,
): Promise<Id<"notifications">> {
  // The row belongs to the other person, so the caller's own database would refuse it.
  const db = ctx.unscopedDb ?? ctx.db;
  const title = cut(toSingleLine(notice.title), notificationLimits.title.max);
  return await db.insert("notifications", notification.parse({ ...notice, title }));
}

/** One more than is shown. */
const COUNTED = notificationLimits.unread.max + 1;

/**
 * Counts a person's unread notifications.
 * @param db a database that reads the person's rows
 * @returns the number, up to 99, and whether there are more
 */
export async function countUnread(
  db: QueryCtx["db"],
  userId: Id<"users">,
): Promise<{ count: number; isMore: boolean }> {
  const unread = await db
    .query("notifications")
    .withIndex("by_userId_and_readAt", (q) => q.eq("userId", userId).eq("readAt", undefined))
    .take(COUNTED);
  const { max } = notificationLimits.unread;
  return { count: Math.min(unread.length, max), isMore: unread.length > max };
}

/** A name in it may be as long as a title, with words before it. */
function cut(text: string, max: number): string {
  const characters = [...text];
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join("")}…`;
}

/** How many notifications one transaction marks as read. */
const READ_BATCH = 200;

/**
 * Marks a batch of a person's notifications as read, the newest first.
 * @param db a database that may write them
 * @param userId whose
 * @param before where the previous batch ended, as returned; Infinity for the first
 * @returns where the next batch starts, null at the end: notifications that arrive meanwhile stay unread
 */
export async function markRead(
  db: MutationCtx["db"],
  userId: Id<"users">,
  before = Infinity,
): Promise<number | null> {
  const unread = await db
    .query("notifications")
    .withIndex("by_userId_and_readAt", (q) =>
      q.eq("userId", userId).eq("readAt", undefined).lt("_creationTime", before),
    )
    .order("desc")
    .take(READ_BATCH);
  const readAt = Date.now();
  for (const { _id } of unread) await db.patch("notifications", _id, { readAt });
  return unread.length < READ_BATCH ? null : (unread.at(-1)?._creationTime ?? null);
}
