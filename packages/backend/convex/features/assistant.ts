// What the assistant adds to the lists of the core, by way of `all.ts`.
import { publicMemory } from "@repo/validators/assistant/memories";
import { publicThread } from "@repo/validators/assistant/threads";
import { MINUTE, type RateLimitConfig } from "@convex-dev/rate-limiter";
import { internal } from "../_generated/api";
import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";
import type { ExportContents } from "../lib/exports";
import type { RemainsPart } from "../lib/remains";

export const assistantRateLimits = {
  "memories.remember": { kind: "token bucket", rate: 30, period: MINUTE, capacity: 30 },
  "messages.send": { kind: "token bucket", rate: 12, period: MINUTE, capacity: 6 },
  "threads.create": { kind: "token bucket", rate: 20, period: MINUTE, capacity: 20 },
} satisfies Record<string, RateLimitConfig>;

/** The field that names a row. */
export const assistantNames = { threads: "title" } as const;

/** What the agent component keeps for a conversation. */
export const assistantComponentData = {
  // Each thread in a transaction of its own: many long ones would exceed the limits of one.
  threads: async (ctx: Pick<MutationCtx, "scheduler">, { agentThreadId }: Doc<"threads">) =>
    await ctx.scheduler.runAfter(0, internal.threads.dropMessages, { agentThreadId }),
};

/** The fields of a person's rows that are in their export. */
export const assistantExportFields = { memories: publicMemory, threads: publicThread };

export const assistantExportContents: { readonly [table: string]: ExportContents } = {
  threads: async (ctx, id, add) => {
    const threadId = id as Id<"threads">;
    const said = await ctx.runQuery(internal.messages.exported, { threadId });
    for (const message of said) add("messages", JSON.stringify({ threadId, ...message }));
  },
};

export const assistantRemains: RemainsPart = {
  remains: {
    "agent/messages": {
      what: "what others wrote to the assistant about them, and passages that it looked up",
      why: "it is part of another person's conversation",
      until: "theirs",
    },
    "agent/threads": {
      what: "the same, in titles",
      why: "the same",
      until: "theirs",
    },
  },
  untellingComponents: {
    "agent/apiKeys": "not used",
    "agent/files": "not used",
    "agent/memories": "not used: memories are a table of the app",
    "agent/streamDeltas": "goes with the thread, and minutes after the reply",
    "agent/streamingMessages": "goes with the thread, and minutes after the reply",
  },
  untellingFamilies: { "agent/embeddings_": "not used" },
};
