// Forgetting what limits have counted. Each count is kept by the component `rateLimiter`, under a hash of
// the person, the address or the network that it is by.
import { z } from "zod";
import { components } from "./_generated/api";
import { internalMutation } from "./functions";

const DAY = 24 * 60 * 60 * 1000;
/**
 * After so many days a count is forgotten, and begins anew if its caller is still there. That gives whoever
 * has used a limit up one more go at it, so it must be far longer than any limit's period.
 */
export const COUNTS_KEPT_DAYS = 30;

/** Removes counts that began more than 30 days ago, batch by batch; a cron runs it every day. */
export const purge = internalMutation({
  args: { olderThan: z.number().default(COUNTS_KEPT_DAYS * DAY) },
  returns: z.null(),
  handler: async (ctx, { olderThan }) => {
    const before = Date.now() - olderThan;
    await ctx.runMutation(components.rateLimiter.lib.clearAll, { before });
  },
});
