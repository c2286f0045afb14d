// Removes old counts of rate limits. The component `rateLimiter` keeps each count under a hash of the person,
// address or network.
import { z } from "zod";
import { components } from "./_generated/api";
import { internalMutation } from "./builders/functions";
import { COUNTS_KEPT_DAYS } from "./model/platform/rateLimits";

const DAY = 24 * 60 * 60 * 1000;

/** Removes counts that are older than 30 days, in batches; run by a daily cron. */
export const purge = internalMutation({
  args: { olderThan: z.number().default(COUNTS_KEPT_DAYS * DAY) },
  returns: z.null(),
  handler: async (ctx, { olderThan }) => {
    const before = Date.now() - olderThan;
    await ctx.runMutation(components.rateLimiter.lib.clearAll, { before });
  },
});
