// Handles events of webhooks, each once, and records their ids. Verification is in `model/webhooks.ts`; the
// routes are in `http.ts`.
import { vEmailEvent } from "@convex-dev/resend";
import { convexToZod } from "@repo/validators/convex";
import { webhookEvent, webhookLimits } from "@repo/validators/platform/webhookEvents";
import { z } from "zod";
import { components, internal } from "./_generated/api";
import { internalMutation } from "./builders/functions";
import { isNewEvent } from "./model/platform/webhooks";

const DAY = 24 * 60 * 60 * 1000;
const PURGE_BATCH = 200;

/** An event of Resend, without the fields that the component does not know. */
export const resendEvent = convexToZod(vEmailEvent);

/** Passes an event of Resend to its component, which calls `emails.onEvent`. */
export const takeResend = internalMutation({
  args: { eventId: webhookEvent.shape.eventId, event: resendEvent },
  returns: z.null(),
  handler: async (ctx, { eventId, event }) => {
    if (!(await isNewEvent(ctx, "resend", eventId))) return;
    await ctx.runMutation(components.resend.lib.handleEmailEvent, { event });
  },
});

/** Removes ids of events that are too old to be repeated, in batches; run by a daily cron. */
export const purge = internalMutation({
  args: {},
  returns: z.null(),
  handler: async (ctx) => {
    const cutoff = Date.now() - webhookLimits.keptDays * DAY;
    const old = await ctx.db
      .query("webhookEvents")
      .withIndex("by_creation_time", (q) => q.lt("_creationTime", cutoff))
      .take(PURGE_BATCH);
    for (const { _id } of old) await ctx.db.delete("webhookEvents", _id);
    if (old.length === PURGE_BATCH) await ctx.scheduler.runAfter(0, internal.webhooks.purge, {});
  },
});
