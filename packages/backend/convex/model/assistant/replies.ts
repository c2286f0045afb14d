// The life of a reply: queued with its question, written by a job, and finished exactly once. The thread's row
// has its status; only the job that the row names may change it.
import { type MessageDoc, abortStream } from "@convex-dev/agent";
import { isReplying, threadLimits } from "@repo/validators/assistant/threads";
import { components, internal } from "../../_generated/api";
import type { Doc, Id } from "../../_generated/dataModel";
import type { MutationCtx } from "../../_generated/server";
import { startJob } from "../platform/jobs";
import { releaseReply, reserveReply } from "../ai/tokenBudget";

/** More messages than one reply consists of. */
const RECENT = 50;
const ATTEMPTS = 3;
/** How long an attempt has until it is considered dead. */
export const ATTEMPT_MS = 4 * 60 * 1000;
/** How many earlier questions count as the user's own words. */
const QUESTIONS_BACK = 5;

/** A context with an unscoped database. */
type Ctx = Pick<MutationCtx, "db" | "runMutation" | "runQuery" | "scheduler">;

/**
 * Schedules the answer to a question, within the user's budget.
 * @param ctx the context of a mutation, with an unscoped database
 * @param thread the thread, which has no running reply
 * @param promptId the component's id of the question
 * @throws QUOTA_EXCEEDED when the person has no tokens left for today
 */
export async function queueReply(
  ctx: Ctx,
  thread: Doc<"threads">,
  promptId: string,
): Promise<void> {
  const reservedOn = await reserveReply(ctx.db, thread.ownerId);
  const replyJob = await startJob(ctx, {
    run: internal.assistant.reply,
    subject: thread._id,
    whenFailed: internal.assistant.giveUp,
    maxAttempts: ATTEMPTS,
    timeoutMs: ATTEMPT_MS,
  });
  const reply = { reply: "queued", replyError: undefined, promptId, replyJob } as const;
  await ctx.db.patch("threads", thread._id, { ...reply, reservedOn });
}

/**
 * Ends a running reply: closes what is half written, and releases what was reserved of the budget. A finished
 * reply stays as it is.
 * @param ctx the context of a mutation, with an unscoped database
 * @param thread the thread
 * @param outcome how it ended; with a failure, why
 */
export async function settleReply(
  ctx: Ctx,
  thread: Doc<"threads">,
  { reply, error }: { reply: "done" | "failed" | "stopped"; error?: string },
): Promise<void> {
  if (!isReplying(thread.reply)) return;
  if (reply !== "done") await closeMessages(ctx, thread, error ?? "Stopped.");
  const replyError = error?.slice(0, threadLimits.replyError.max);
  await ctx.db.patch("threads", thread._id, { reply, replyError, lastMessageAt: Date.now() });
  await releaseReply(ctx.db, thread.ownerId, thread.reservedOn);
}

/**
 * Finds the thread that a job writes to.
 * @param ctx the context of a mutation, with an unscoped database
 * @param job the job
 * @returns the thread; null when it is gone, was stopped, or waits for another job
 */
export async function threadOfJob(
  ctx: Pick<MutationCtx, "db">,
  job: Doc<"jobs">,
): Promise<Doc<"threads"> | null> {
  const thread = await ctx.db.get("threads", job.subject as Id<"threads">);
  const isIts = thread !== null && thread.replyJob === job._id && isReplying(thread.reply);
  return isIts ? thread : null;
}

/** What an attempt finds in the thread. */
export interface Prepared {
  /** The question. */
  question: string;
  /** The user's own words: the question, and the few before it. */
  said: string;
  /** An attempt that could not report may still have answered. */
  isAnswered: boolean;
}

/**
 * Prepares a thread for an attempt: removes what the previous one left half written, so that nothing is said
 * twice.
 * @param ctx the context of a mutation
 * @param thread the thread
 * @returns the question, and whether a whole reply to it is there
 */
export async function prepareReply(ctx: Ctx, thread: Doc<"threads">): Promise<Prepared> {
  const recent = await recentMessages(ctx, thread);
  const messages = ofReply(recent, thread);
  const prompt = messages.find(({ _id }) => _id === thread.promptId);
  const replies = messages.filter(({ _id }) => _id !== thread.promptId);
  const isAnswered = replies.some(
    ({ status, tool, message, text }) =>
      status === "success" && !tool && message?.role === "assistant" && Boolean(text),
  );
  if (!isAnswered && replies.length > 0 && prompt !== undefined) {
    await abortStream(ctx as MutationCtx, components.agent, {
      threadId: thread.agentThreadId,
      order: prompt.order,
      reason: "another attempt",
    });
    const messageIds = replies.map(({ _id }) => _id);
    await ctx.runMutation(components.agent.messages.deleteByIds, { messageIds });
  }
  const own = recent.filter(({ message }) => message?.role === "user").slice(0, QUESTIONS_BACK);
  const said = own.map(({ text = "" }) => text).join("\n");
  return { question: prompt?.text ?? "", said, isAnswered };
}

/**
 * Makes a title of a question: its first line, or as much of that as fits.
 * @param prompt the question
 */
export function titleFrom(prompt: string): string {
  const [line = prompt] = prompt.trim().split("\n");
  const { derivedTitle } = threadLimits;
  return line.length <= derivedTitle ? line : `${line.slice(0, derivedTitle - 1).trimEnd()}…`;
}

/** Closes the messages of a broken-off reply; they keep the text so far. */
async function closeMessages(ctx: Ctx, thread: Doc<"threads">, error: string): Promise<void> {
  const messages = ofReply(await recentMessages(ctx, thread), thread);
  const open = messages.find(({ status }) => status === "pending");
  if (open !== undefined) {
    const result = { status: "failed", error } as const;
    const args = { messageId: open._id, result };
    await ctx.runMutation(components.agent.messages.finalizeMessage, args);
  }
  const order = messages.find(({ _id }) => _id === thread.promptId)?.order;
  if (order === undefined) return;
  await abortStream(ctx as MutationCtx, components.agent, {
    threadId: thread.agentThreadId,
    order,
    reason: error,
  });
}

/** The newest first. */
async function recentMessages(ctx: Ctx, { agentThreadId }: Doc<"threads">) {
  const { page } = await ctx.runQuery(components.agent.messages.listMessagesByThreadId, {
    threadId: agentThreadId,
    order: "desc",
    paginationOpts: { numItems: RECENT, cursor: null },
  });
  return page;
}

/** The last question and everything after it: the next one has to wait for its reply. */
function ofReply(messages: readonly MessageDoc[], { promptId }: Doc<"threads">): MessageDoc[] {
  const order = messages.find(({ _id }) => _id === promptId)?.order;
  return order === undefined ? [] : messages.filter((message) => message.order === order);
}
