// The e-mails that the app wrote: for admins, what became of each; in development, the mailbox too.
import { emailStatuses, publicEmail } from "@repo/validators/emails";
import { zid } from "convex-helpers/server/zod4";
import { z } from "zod";
import { internal } from "./_generated/api";
import type { Doc } from "./_generated/dataModel";
import { env } from "./_generated/server";
import { internalMutation, query } from "./functions";
import { clamp, pageOf, paginationOpts } from "./pagination";
import { getOrThrow } from "./rows";

const DAY = 24 * 60 * 60 * 1000;
/** How long an e-mail stays on record. */
export const KEEP_MS = 30 * DAY;
export const PURGE_BATCH = 200;

/** E-mails, the newest first, a page at a time; those of one status when it is given. */
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
    return { ...result, page: result.page.map(forAdmin) };
  },
});

/** One e-mail. */
export const get = query({
  access: "emails.read",
  args: { id: zid("emails") },
  returns: publicEmail,
  handler: async (ctx, args) => forAdmin(await getOrThrow(ctx, "emails", args.id)),
});

/** Removes e-mails older than 30 days; a cron runs it every day. */
export const purge = internalMutation({
  args: {},
  returns: z.null(),
  handler: async (ctx) => {
    const old = await ctx.db
      .query("emails")
      .withIndex("by_creation_time", (q) => q.lt("_creationTime", Date.now() - KEEP_MS))
      .take(PURGE_BATCH);
    for (const { _id } of old) await ctx.db.delete("emails", _id);
    if (old.length === PURGE_BATCH) await ctx.scheduler.runAfter(0, internal.emails.purge, {});
  },
});

/** An admin who reads the code in a text takes the account over, so texts are for development alone. */
function forAdmin({ text, ...rest }: Doc<"emails">): Doc<"emails"> {
  return env.GROUNDWORK_DEMO === "1" ? { ...rest, text } : rest;
}
