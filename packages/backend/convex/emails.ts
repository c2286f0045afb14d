// The e-mails that the app sent: for admins, their status; in development, also their text.
import { vEmailEvent } from "@convex-dev/resend";
import { convexToZod, zid } from "@repo/validators/convex";
import {
  type PublicEmail,
  emailKinds,
  emailLimits,
  emailStatuses,
  keptEmail,
  publicEmail,
  storedEmail,
} from "@repo/validators/platform/emails";
import { z } from "zod";
import { components, internal } from "./_generated/api";
import type { Doc } from "./_generated/dataModel";
import { internalMutation, query } from "./builders/functions";
import { publicAccess } from "./lib/access";
import { appError } from "./lib/errors";
import { emailExamples } from "./model/emails/examples";
import { isDemo } from "./model/platform/deployment";
import { KEEP_MS, recordProgress, sendEmail } from "./model/platform/email";
import { removeRows } from "./model/platform/removal";
import { clamp, pageOf, paginationOpts } from "./lib/pagination";
import { getOrThrow } from "./lib/rows";

const DAY = 24 * 60 * 60 * 1000;
export const PURGE_BATCH = 200;
/** How long the mail component keeps the text of an e-mail: longer than its retries take. */
const SERVICE_KEEP_MS = DAY;
const FOLLOW_BATCH = 100;
const INBOX = emailLimits.inbox;

/** E-mails, newest first, paginated; optionally of one status. */
export const list = query({
  access: "emails.read",
  args: { status: z.enum(emailStatuses).optional(), paginationOpts },
  returns: pageOf(publicEmail),
  handler: async (ctx, { status, paginationOpts }) => {
    const found =
      status === undefined
        ? ctx.db.query("emails")
        : ctx.db.query("emails").withIndex("by_status", (q) => q.eq("status", status));
    const result = await found.order("desc").paginate(clamp(paginationOpts));
    const mayRead = await isDemo(ctx);
    return { ...result, page: result.page.map((email) => forAdmin(email, mayRead)) };
  },
});

/** One e-mail. */
export const get = query({
  access: "emails.read",
  args: { id: zid("emails") },
  returns: publicEmail,
  handler: async (ctx, args) =>
    forAdmin(await getOrThrow(ctx, "emails", args.id), await isDemo(ctx)),
});

/**
 * The newest e-mails to an address, newest first: the mailbox of somebody who is not signed in. Only on a demo, and only
 * e-mails that no mail service has sent; empty otherwise.
 */
export const inbox = query({
  access: publicAccess(
    "only a demo answers, where the password of an admin, who reads them, is public",
  ),
  args: { address: storedEmail.shape.to },
  returns: z.array(keptEmail).max(INBOX),
  handler: async (ctx, { address }) => {
    if (!(await isDemo(ctx))) return [];
    // Nobody is signed in, whose scope could cover e-mails.
    const found = await ctx.unscopedDb
      .query("emails")
      .withIndex("by_to", (q) => q.eq("to", address))
      .order("desc")
      .take(INBOX);
    return found.flatMap(({ text, status, ...email }) =>
      status === "kept" && text !== undefined ? [{ ...email, text }] : [],
    );
  },
});

/**
 * Asks the mail service for the status of e-mails that are being sent, oldest first; run by a cron every
 * minute.
 */
export const follow = internalMutation({
  args: { after: z.number() },
  returns: z.null(),
  handler: async (ctx, { after }) => {
    const waiting = await ctx.db
      .query("emails")
      .withIndex("by_status", (q) => q.eq("status", "queued").gt("_creationTime", after))
      .take(FOLLOW_BATCH);
    for (const email of waiting) await recordProgress(ctx, email);
    const last = waiting[FOLLOW_BATCH - 1];
    if (last === undefined) return;
    await ctx.scheduler.runAfter(0, internal.emails.follow, { after: last._creationTime });
  },
});

/**
 * Sends an example of an e-mail to an address, to look at it in the mailbox: on a demo only.
 * @throws FORBIDDEN elsewhere, where it could reach somebody
 */
export const preview = internalMutation({
  args: { kind: z.enum(emailKinds), to: storedEmail.shape.to },
  returns: zid("emails"),
  handler: async (ctx, { kind, to }) => {
    if (!(await isDemo(ctx))) {
      throw appError("FORBIDDEN", "Examples of e-mails are sent in development only.");
    }
    return await sendEmail(ctx, { to, ...emailExamples[kind]() });
  },
});

/** Handles an event of Resend's webhook. */
export const onEvent = internalMutation({
  // The event itself is not needed: the component has recorded it, and knows the order.
  args: { id: z.string(), event: convexToZod(vEmailEvent) },
  returns: z.null(),
  handler: async (ctx, { id }) => {
    const email = await ctx.db
      .query("emails")
      .withIndex("by_resendId", (q) => q.eq("resendId", id))
      .first();
    if (email !== null) await recordProgress(ctx, email);
  },
});

/** Removes e-mails that are older than 30 days; run by a daily cron. */
export const purge = internalMutation({
  args: {},
  returns: z.null(),
  handler: async (ctx) => {
    const old = await ctx.db
      .query("emails")
      .withIndex("by_creation_time", (q) => q.lt("_creationTime", Date.now() - KEEP_MS))
      .take(PURGE_BATCH);
    await removeRows(ctx, "emails", old);
    if (old.length === PURGE_BATCH) await ctx.scheduler.runAfter(0, internal.emails.purge, {});
    // The component keeps texts, with their codes, until asked to remove them. E-mails this old are not retried.
    const olderThan = SERVICE_KEEP_MS;
    await ctx.runMutation(components.resend.lib.cleanupAbandonedEmails, { olderThan });
  },
});

/** An admin who read a code could take the account over, so texts are shown in a demo only. */
function forAdmin({ text, html, ...rest }: Doc<"emails">, mayRead: boolean): PublicEmail {
  return mayRead ? { ...rest, text, html } : rest;
}
