// The API of usage: how much of the assistant's daily budget a user has used.
import { zid } from "@repo/validators/convex";
import { timestamp } from "@repo/validators/fields";
import { DAY, dayOf, publicUsage, usageLimits } from "@repo/validators/ai/usage";
import { z } from "zod";
import { internalMutation, query } from "./builders/functions";
import { recordTokens, spendTokens } from "./model/ai/tokenBudget";

/**
 * What the caller has used on one day. `now` is the client's clock, rounded, because the server's clock would
 * make the result stale.
 */
export const get = query({
  access: "usage.read",
  args: { now: timestamp },
  returns: publicUsage,
  handler: async (ctx, { now }) => {
    const row = await ctx.db
      .query("usage")
      .withIndex("by_ownerId", (q) => q.eq("ownerId", ctx.user._id))
      .first();
    const { tokens, reserved } = row?.day === dayOf(now) ? row : { tokens: 0, reserved: 0 };
    const resetsAt = dayOf(now) + DAY;
    return { used: tokens, reserved, limit: usageLimits.tokensPerDay, resetsAt };
  },
});

/** Counts a call of a model before it is made, if the budget has room for it, and returns the day. */
export const spend = internalMutation({
  args: { userId: zid("users"), tokens: z.number().min(0) },
  returns: z.number(),
  handler: async (ctx, { userId, tokens }) => await spendTokens(ctx.db, userId, tokens),
});

/**
 * Counts what a call of a model has used and returns the day; negative if more was counted before, on the
 * given day.
 */
export const record = internalMutation({
  args: { userId: zid("users"), tokens: z.number(), day: z.number().optional() },
  returns: z.number(),
  handler: async (ctx, { userId, tokens, day }) => await recordTokens(ctx.db, userId, tokens, day),
});
