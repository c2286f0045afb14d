// The API of threads: a person's conversations with the assistant. What is said in them: messages.ts.
import { createThread } from "@convex-dev/agent";
import { UNTITLED, publicThread, threadInput, threadTitle } from "@repo/validators/threads";
import { zid } from "convex-helpers/server/zod4";
import { z } from "zod";
import { components } from "./_generated/api";
import { mutation, query } from "./functions";
import { settleReply } from "./model/replies";
import { requireMembership } from "./model/teams";
import { clamp, pageOf, paginationOpts } from "./pagination";
import { getOrThrow } from "./rows";

/** The caller's threads, those with the newest messages first, a page at a time. */
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

/** One thread, with how it stands with the reply to the last question. */
export const get = query({
  access: "threads.read",
  args: { id: zid("threads") },
  returns: publicThread,
  handler: async (ctx, args) => await getOrThrow(ctx, "threads", args.id),
});

/**
 * Starts a thread, and answers its id. Without a title it gets one from the first question; with a team,
 * the assistant looks into what that team knows.
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

/** Gives a thread another title. */
export const rename = mutation({
  access: "threads.update",
  args: { id: zid("threads"), title: threadTitle },
  returns: z.null(),
  handler: async (ctx, { id, title }) => await ctx.db.patch("threads", id, { title }),
});

/** Removes a thread at once, and its messages in the background. A reply on its way is broken off. */
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
