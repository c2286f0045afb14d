// What the assistant may do while it replies. Every tool acts as the person who asked: their id comes from
// the thread's row, never from the model, and the function behind a tool checks what they may do.
import { memoryInput, memoryQuery } from "@repo/validators/memories";
import { type Tool, tool } from "ai";
import { z } from "zod";
import { internal } from "../_generated/api";
import type { Id } from "../_generated/dataModel";
import type { ActionCtx } from "../_generated/server";

/** Whom the tools act for. */
export interface ActsFor {
  userId: Id<"users">;
}

/**
 * Makes the tools of one reply.
 * @param ctx the context of the action that writes it
 * @param person whom the tools act for
 * @returns the tools by the names that the model uses
 */
export function assistantTools(ctx: ActionCtx, { userId }: ActsFor): Record<string, Tool> {
  return {
    remember: tool({
      description: "Keep a fact about the person in mind, for all conversations to come.",
      inputSchema: memoryInput,
      execute: async ({ text }): Promise<string> => {
        await ctx.runMutation(internal.memories.rememberAs, { userId, text });
        return `I will remember: "${text}"`;
      },
    }),
    recall: tool({
      description: "Look up what the person has asked to remember.",
      inputSchema: z.object({ query: memoryQuery }),
      execute: async ({ query }): Promise<string[]> =>
        await ctx.runQuery(internal.memories.recallAs, { userId, query }),
    }),
    forget: tool({
      description: "Forget what the person has asked to remember: the memory that fits best.",
      inputSchema: z.object({ query: memoryQuery }),
      execute: async ({ query }): Promise<string> => {
        const text = await ctx.runMutation(internal.memories.forgetAs, { userId, query });
        return text === null ? "There was nothing like that to forget." : `I forgot: "${text}"`;
      },
    }),
  };
}
