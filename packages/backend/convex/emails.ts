// The e-mails that the app wrote: for admins, what became of each; in development, the mailbox too.
import { emailInput, emailStatuses, publicEmail } from "@repo/validators/emails";
import { zid } from "convex-helpers/server/zod4";
import { z } from "zod";
import { internal } from "./_generated/api";
import type { Doc } from "./_generated/dataModel";
import { internalAction, internalMutation, query } from "./functions";
import { isDemo } from "./model/deployment";
import { type Delivery, postToResend } from "./model/email";
import { failureOf } from "./model/failures";
import { attemptArgs, claimJob, failJob, finishJob } from "./model/jobs";
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

/** Makes one attempt to send an e-mail. */
export const deliver = internalAction({
  args: attemptArgs,
  returns: z.null(),
  handler: async (ctx, attempt) => {
    const email = await ctx.runMutation(internal.emails.startDelivery, attempt);
    if (email === null) return;
    const { id, ...rest } = email;
    let delivery: Delivery;
    try {
      delivery = await postToResend(id, rest);
    } catch (error) {
      delivery = { ok: false, ...failureOf(error) };
    }
    await ctx.runMutation(internal.emails.endDelivery, { ...attempt, delivery });
  },
});

/** Takes an attempt, and answers what is to be sent; null when there is nothing to do. */
export const startDelivery = internalMutation({
  args: attemptArgs,
  returns: emailInput
    .pick({ to: true, subject: true, text: true })
    .extend({ id: zid("emails") })
    .nullable(),
  handler: async (ctx, attempt) => {
    const job = await claimJob(ctx, attempt);
    if (job === null) return null;
    const id = ctx.db.normalizeId("emails", job.subject);
    const email = id && (await ctx.db.get("emails", id));
    if (email?.status !== "queued" || email.text === undefined) {
      await finishJob(ctx, attempt);
      return null;
    }
    const { _id, to, subject, text } = email;
    return { id: _id, to, subject, text };
  },
});

/** Stores what an attempt came to. */
export const endDelivery = internalMutation({
  args: {
    ...attemptArgs,
    delivery: z.discriminatedUnion("ok", [
      z.object({ ok: z.literal(true) }),
      z.object({ ok: z.literal(false), error: z.string(), isFinal: z.boolean() }),
    ]),
  },
  returns: z.null(),
  handler: async (ctx, { delivery, ...attempt }) => {
    if (!delivery.ok) {
      await failJob(ctx, attempt, delivery);
      return;
    }
    const job = await ctx.db.get("jobs", attempt.jobId);
    const id = job && ctx.db.normalizeId("emails", job.subject);
    // Whichever attempt says so: the service has it.
    await finishJob(ctx, attempt);
    const sent = { status: "sent", sentAt: Date.now(), text: undefined, error: undefined } as const;
    if (id && (await ctx.db.get("emails", id))) await ctx.db.patch("emails", id, sent);
  },
});

/** Records that an e-mail was given up, and why; its text goes, as nobody will need it. */
export const giveUp = internalMutation({
  args: { jobId: zid("jobs") },
  returns: z.null(),
  handler: async (ctx, { jobId }) => {
    const job = await ctx.db.get("jobs", jobId);
    const id = job && ctx.db.normalizeId("emails", job.subject);
    const email = id && (await ctx.db.get("emails", id));
    if (email?.status !== "queued") return;
    console.error(`An e-mail (${email.kind}) was not sent. ${job?.error ?? ""}`);
    const failed = { status: "failed", error: job?.error, text: undefined } as const;
    await ctx.db.patch("emails", email._id, failed);
  },
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

/** An admin who reads the code in a text takes the account over, so texts are for a demo alone. */
function forAdmin({ text, ...rest }: Doc<"emails">, mayRead: boolean): Doc<"emails"> {
  return mayRead ? { ...rest, text } : rest;
}
