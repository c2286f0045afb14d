// The API of messages: questions of a thread and the replies of the assistant. Clients know a thread by the
// id of our row, which is checked; the component's own ids stay on the server.
import { saveMessage } from "@convex-dev/agent";
import { exportLimits } from "@repo/validators/accounts/exports";
import { zid } from "@repo/validators/convex";
import {
  prompt,
  publicMessage,
  publicStreams,
  streamArgs,
} from "@repo/validators/assistant/messages";
import { UNTITLED, isReplying } from "@repo/validators/assistant/threads";
import { z } from "zod";
import { components } from "./_generated/api";
import { appError } from "./lib/errors";
import { internalQuery, mutation, query } from "./builders/functions";
import { readerFor } from "./builders/scopedDb";
import { checkAccess, findCaller } from "./lib/access";
import { listMessages, listStreams } from "./model/assistant/messages";
import { queueReply, settleReply, titleFrom } from "./model/assistant/replies";
import { pageOf, paginationOpts } from "./lib/pagination";
import { agentSplit, clampForAgent } from "./model/assistant/agentPages";
import { getOrThrow } from "./lib/rows";

const EXPORTED = exportLimits.messages;

/**
 * The messages of a thread, paginated, newest page first; with `streamArgs`, the reply that is being written.
 * Made for the hook `useUIMessages` of @convex-dev/agent/react, which requests an empty page along with
 * streams.
 */
export const list = query({
  access: "threads.read",
  args: { threadId: zid("threads"), paginationOpts, streamArgs: streamArgs.optional() },
  returns: pageOf(publicMessage).extend({ ...agentSplit, streams: publicStreams }),
  handler: async (ctx, args) => {
    const { agentThreadId } = await getOrThrow(ctx, "threads", args.threadId);
    const messages =
      args.paginationOpts.numItems === 0
        ? { page: [], isDone: false, continueCursor: args.paginationOpts.cursor ?? "" }
        : await listMessages(ctx, agentThreadId, clampForAgent(args.paginationOpts));
    return { ...messages, streams: await listStreams(ctx, agentThreadId, args.streamArgs) };
  },
});

/** Asks the assistant. The reply is written in the background, one at a time in a thread. */
export const send = mutation({
  access: "threads.update",
  rateLimit: "messages.send",
  args: { threadId: zid("threads"), prompt },
  returns: z.null(),
  handler: async (ctx, { threadId, prompt }) => {
    const thread = await getOrThrow(ctx, "threads", threadId);
    if (isReplying(thread.reply)) {
      throw appError("CONFLICT", "The assistant is still replying. Wait for it, or stop it.");
    }
    const { messageId } = await saveMessage(ctx, components.agent, {
      threadId: thread.agentThreadId,
      userId: ctx.user._id,
      prompt,
    });
    const title = thread.title === UNTITLED ? titleFrom(prompt) : thread.title;
    await ctx.db.patch("threads", threadId, { title, lastMessageAt: Date.now() });
    await queueReply({ ...ctx, db: ctx.unscopedDb }, thread, messageId);
  },
});

/** Stops the reply. The text so far stays. Without a running reply nothing happens. */
export const stop = mutation({
  access: "threads.update",
  args: { threadId: zid("threads") },
  returns: z.null(),
  handler: async (ctx, { threadId }) => {
    const thread = await getOrThrow(ctx, "threads", threadId);
    await settleReply({ ...ctx, db: ctx.unscopedDb }, thread, { reply: "stopped" });
  },
});

/** Asks the last question again, after a failed or stopped reply. */
export const retry = mutation({
  access: "threads.update",
  rateLimit: "messages.send",
  args: { threadId: zid("threads") },
  returns: z.null(),
  handler: async (ctx, { threadId }) => {
    const thread = await getOrThrow(ctx, "threads", threadId);
    const isOver = thread.reply === "failed" || thread.reply === "stopped";
    if (!isOver || thread.promptId === undefined) {
      throw appError("CONFLICT", "There is no failed reply to retry.");
    }
    await queueReply({ ...ctx, db: ctx.unscopedDb }, thread, thread.promptId);
  },
});

/** The newest messages of a thread of the caller's, newest first, for the export of their data. */
export const exported = internalQuery({
  args: { threadId: zid("threads") },
  returns: z.array(z.object({ createdAt: z.number(), role: z.string(), text: z.string() })),
  handler: async (ctx, { threadId }) => {
    const user = checkAccess(await findCaller(ctx), "threads.read");
    const { agentThreadId } = await getOrThrow(
      { db: readerFor(ctx.db, user) },
      "threads",
      threadId,
    );
    const { page } = await ctx.runQuery(components.agent.messages.listMessagesByThreadId, {
      threadId: agentThreadId,
      order: "desc",
      excludeToolMessages: true,
      paginationOpts: { numItems: EXPORTED, cursor: null },
    });
    return page.map(({ _creationTime, message, text }) => ({
      createdAt: _creationTime,
      role: message?.role ?? "",
      text: text ?? "",
    }));
  },
});
