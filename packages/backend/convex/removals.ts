// What is left of a removal for transactions of their own. `model/removal.ts` and
// `model/componentData.ts` schedule it.
import { z } from "zod";
import { components } from "./_generated/api";
import { internalMutation } from "./functions";
import { finishRemoval } from "./model/removal";

/** Removes or clears the next rows that refer to a row which is gone, until there are none. */
export const finish = internalMutation({
  args: { table: z.string(), field: z.string(), target: z.string() },
  returns: z.null(),
  handler: async (ctx, args) => await finishRemoval(ctx, args),
});

/** Removes what was said in a thread that is gone: a batch now, the rest in transactions that follow. */
export const dropThread = internalMutation({
  args: { agentThreadId: z.string() },
  returns: z.null(),
  handler: async (ctx, { agentThreadId: threadId }) => {
    await ctx.runMutation(components.agent.threads.deleteAllForThreadIdAsync, { threadId });
  },
});
