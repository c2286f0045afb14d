// What the agent component keeps for a conversation.
import { internal } from "../../_generated/api";
import type { Doc } from "../../_generated/dataModel";
import type { MutationCtx } from "../../_generated/server";

export const assistantComponentData = {
  // Each thread in a transaction of its own: many long ones would be too much to read for one.
  threads: async (ctx: Pick<MutationCtx, "scheduler">, { agentThreadId }: Doc<"threads">) =>
    await ctx.scheduler.runAfter(0, internal.threads.dropMessages, { agentThreadId }),
};
