// The API of threads: a user's conversations with the assistant. Their messages are in `messages.ts`.
import { createThread } from "@convex-dev/agent";
import { zid } from "@repo/validators/convex";
import {
  UNTITLED,
  publicThread,
  threadInput,
  threadTitle,
} from "@repo/validators/assistant/threads";
import { z } from "zod";
import { components } from "./_generated/api";
import { internalMutation, mutation, query } from "./builders/functions";
import { settleReply } from "./model/assistant/replies";
import { requireMembership } from "./model/teams/teams";
import { clamp, pageOf, paginationOpts } from "./lib/pagination";
import { getOrThrow } from "./lib/rows";

/** The caller's threads, those with the newest messages first, paginated. */
export const list = query({
  access: "threads.read",
  args: { paginationOpts },
  returns: pageOf(publicThread),
  handler: async (ctx, args) =>
    await ctx.db
      .query("threads")
      .withIndex("by_ownerId_and_lastMessageAt", (q) => q.eq("ownerId", ctx.user._id))
      .order("desc")
      .paginate(clamp(args.paginationOpts)),
});

/** One thread, with the status of the last reply. */
export const get = query({
  access: "threads.read",
  args: { id: zid("threads") },
  returns: publicThread,
  handler: async (ctx, args) => await getOrThrow(ctx, "threads", args.id),
});

/**
 * Starts a thread and returns its id. Its default title is the first question; with a team, the assistant
 * searches that team's knowledge.
 */
export const create = mutation({
  access: "threads.create",
  rateLimit: "threads.create",
  args: threadInput.shape,
  returns: zid("threads"),
  handler: async (ctx, { title = UNTITLED, teamId }) => {
    if (teamId !== undefined) await requireMembership(ctx, teamId);
    return await ctx.db.insert("threads", {
      title,
      teamId,
      ownerId: ctx.user._id,
      lastMessageAt: Date.now(),
      reply: "none",
      agentThreadId: await createThread(ctx, components.agent, { userId: ctx.user._id }),
    });
  },
});

/** Changes the title of a thread. */
export const rename = mutation({
  access: "threads.update",
  args: { id: zid("threads"), title: threadTitle },
  returns: z.null(),
  handler: async (ctx, { id, title }) => await ctx.db.patch("threads", id, { title }),
});

/** Removes a thread immediately, and its messages in the background. A running reply is stopped. */
export const remove = mutation({
  access: "threads.remove",
  args: { id: zid("threads") },
  returns: z.null(),
  handler: async (ctx, { id }) => {
    const thread = await getOrThrow(ctx, "threads", id);
    await settleReply({ ...ctx, db: ctx.unscopedDb }, thread, { reply: "stopped" });
    await ctx.db.delete("threads", id);
  },
});

/** Removes the messages of a removed thread: one batch now, the rest in later transactions. */
export const dropMessages = internalMutation({
  args: { agentThreadId: z.string() },
  returns: z.null(),
  handler: async (ctx, { agentThreadId: threadId }) => {
    await ctx.runMutation(components.agent.threads.deleteAllForThreadIdAsync, { threadId });
  },
});
