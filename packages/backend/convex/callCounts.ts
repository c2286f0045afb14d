// Forgetting what limits have counted. Each count is kept by the component `rateLimiter`, under a hash of
// the person, the address or the network that it is by.
import { z } from "zod";
import { components } from "./_generated/api";
import { internalMutation } from "./functions";
import { COUNTS_KEPT_DAYS } from "./rateLimits";

const DAY = 24 * 60 * 60 * 1000;

/** Removes counts that began more than 30 days ago, batch by batch; a cron runs it every day. */
export const purge = internalMutation({
  args: { olderThan: z.number().default(COUNTS_KEPT_DAYS * DAY) },
  returns: z.null(),
  handler: async (ctx, { olderThan }) => {
    const before = Date.now() - olderThan;
    await ctx.runMutation(components.rateLimiter.lib.clearAll, { before });
  },
});
