// The API of notifications. `model/notifications.ts` creates them in the transaction of the event that they
// report.
import { zid } from "@repo/validators/convex";
import {
  notificationLimits,
  publicNotification,
  unreadNotifications,
} from "@repo/validators/platform/notifications";
import { z } from "zod";
import { internal } from "./_generated/api";
import { internalMutation, mutation, query } from "./builders/functions";
import { sendDigests } from "./model/platform/digest";
import { countUnread, markRead as markRowsRead } from "./model/platform/notifications";
import { removeRows } from "./model/platform/removal";
import { clamp, pageOf, paginationOpts } from "./lib/pagination";
import { getOrThrow } from "./lib/rows";

const DAY = 24 * 60 * 60 * 1000;

/** How many notifications one transaction purges. */
const PURGE_BATCH = 200;

/** The caller's notifications, newest first, paginated. */
export const list = query({
  access: "notifications.read",
  args: { paginationOpts },
  returns: pageOf(publicNotification),
  handler: async (ctx, args) =>
    await ctx.db
      .query("notifications")
      .withIndex("by_userId", (q) => q.eq("userId", ctx.user._id))
      .order("desc")
      .paginate(clamp(args.paginationOpts)),
});

/** The number of the caller's unread notifications, up to 99, and whether there are more. */
export const unreadCount = query({
  access: "notifications.read",
  args: {},
  returns: unreadNotifications,
  handler: async (ctx) => await countUnread(ctx.db, ctx.user._id),
});

/** Marks one as read. The first time of reading is kept. */
export const markRead = mutation({
  access: "notifications.update",
  args: { id: zid("notifications") },
  returns: z.null(),
  handler: async (ctx, { id }) => {
    const { readAt } = await getOrThrow(ctx, "notifications", id);
    if (readAt === undefined) await ctx.db.patch("notifications", id, { readAt: Date.now() });
  },
});

/**
 * Marks all current notifications of the caller as read: the newest immediately, the rest in the background.
 */
export const markAllRead = mutation({
  access: "notifications.update",
  args: {},
  returns: z.null(),
  handler: async (ctx) => {
    const before = await markRowsRead(ctx.db, ctx.user._id);
    if (before === null) return;
    const rest = { userId: ctx.user._id, before };
    await ctx.scheduler.runAfter(0, internal.notifications.markRest, rest);
  },
});

/** Continues marking a user's notifications as read, in batches. */
export const markRest = internalMutation({
  args: { userId: zid("users"), before: z.number() },
  returns: z.null(),
  handler: async (ctx, { userId, before }) => {
    const next = await markRowsRead(ctx.db, userId, before);
    if (next === null) return;
    await ctx.scheduler.runAfter(0, internal.notifications.markRest, { userId, before: next });
  },
});

/** Mails each user their unread notifications that were not mailed yet; run by a daily cron. */
export const digest = internalMutation({
  args: { cursor: z.string().nullable() },
  returns: z.null(),
  handler: async (ctx, { cursor }) => {
    const { next, pauseMs } = await sendDigests(ctx, cursor);
    if (next === null) return;
    await ctx.scheduler.runAfter(pauseMs, internal.notifications.digest, { cursor: next });
  },
});

/** Removes notifications that are older than 90 days, in batches; run by a daily cron. */
export const purge = internalMutation({
  args: {},
  returns: z.null(),
  handler: async (ctx) => {
    const cutoff = Date.now() - notificationLimits.keptDays * DAY;
    const old = await ctx.db
      .query("notifications")
      .withIndex("by_creation_time", (q) => q.lt("_creationTime", cutoff))
      .take(PURGE_BATCH);
    await removeRows(ctx, "notifications", old);
    if (old.length < PURGE_BATCH) return;
    await ctx.scheduler.runAfter(0, internal.notifications.purge, {});
  },
});
