// Functions that call functions where one transaction would do, and errors that help nobody.
import { ConvexError } from "convex/values";
import { z } from "zod";
import { components, internal } from "../../convex/_generated/api";
import { internalAction, internalMutation } from "../../convex/functions";

export const inTwoSteps = internalAction({
  args: {},
  returns: z.null(),
  handler: async (ctx) => {
    const caller = await ctx.runQuery(internal.users.findCaller, {});
    // fires: RUN_IN_SEQUENCE
    await ctx.runMutation(internal.users.setRole, { email: caller?.email ?? "", role: "admin" });
    // fires: RUN_ACTION
    await ctx.runAction(internal.seed.run, {});
  },
});

export const oneByOne = internalAction({
  args: { emails: z.array(z.string()) },
  returns: z.null(),
  handler: async (ctx, { emails }) => {
    for (const email of emails) {
      // fires: RUN_IN_LOOP
      await ctx.runMutation(internal.users.setRole, { email, role: "member" });
    }
  },
});

export const nested = internalMutation({
  args: { email: z.string() },
  returns: z.null(),
  handler: async (ctx, { email }) => {
    try {
      // fires: RUN_IN_TRANSACTION
      await ctx.runMutation(internal.users.setRole, { email, role: "member" });
      // fires: ERROR_SWALLOWED
    } catch {}
    void components;
  },
});

export const failing = internalMutation({
  args: {},
  returns: z.null(),
  handler: async () => {
    // fires: ERROR_UNEXPLAINED
    if (Date.now() > 0) throw new Error("Not allowed");
    // fires: ERROR_UNEXPLAINED
    throw new ConvexError("Not allowed");
  },
});

export function isMissing(error: Error): boolean {
  // fires: ERROR_BY_TEXT
  return error.message.includes("not found");
}
