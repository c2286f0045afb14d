// The job that writes a reply of the assistant. It acts for the user who asked, so each step checks again
// what they may do.
import { zid } from "@repo/validators/convex";
import { z } from "zod";
import { internal } from "./_generated/api";
import type { Doc } from "./_generated/dataModel";
import type { MutationCtx } from "./_generated/server";
import { internalAction, internalMutation, internalQuery } from "./builders/functions";
import { readAs } from "./builders/actingUser";
import {
  GENERIC_FAILURE,
  type FailureReport,
  failureReport,
  reportOf,
} from "./model/platform/failures";
import { type Attempt, attemptArgs, claimJob, failJob, finishJob } from "./model/platform/jobs";
import { recallFor } from "./model/assistant/memories";
import { prepareReply, settleReply, threadOfJob } from "./model/assistant/replies";
import { requireBudget } from "./model/ai/tokenBudget";
import { replyTask, writeReply } from "./model/assistant/writeReply";
import { requireTeam } from "./model/teams/teams";

/** How many tasks the assistant may read. */
const LISTED_TASKS = 20;

/** One attempt to reply. */
export const reply = internalAction({
  args: attemptArgs,
  returns: z.null(),
  handler: async (ctx, attempt) => {
    const task = await ctx.runMutation(internal.assistant.begin, attempt);
    if (task === null) return;
    const failure = await writeReply(ctx, task).catch(reportOf);
    await ctx.runMutation(internal.assistant.end, { ...attempt, failure });
  },
});

/** Claims an attempt and collects what it needs; null if there is nothing to write. */
export const begin = internalMutation({
  args: attemptArgs,
  returns: replyTask.nullable(),
  handler: async (ctx, attempt) => {
    const job = await claimJob(ctx, attempt);
    if (job === null) return null;
    const thread = await threadOfJob(ctx, job);
    if (thread === null) {
      await finishJob(ctx, attempt);
      return null;
    }
    const acting = await readAs(ctx, thread.ownerId, "threads.update").catch(reportOf);
    if ("error" in acting) {
      await failJob(ctx, attempt, { ...acting, isFinal: true });
      return null;
    }
    const { question, said, isAnswered } = await prepareReply(ctx, thread);
    if (isAnswered) {
      await settleReply(ctx, thread, { reply: "done" });
      await finishJob(ctx, attempt);
      return null;
    }
    const refusal = await refusalOf(ctx, thread, attempt);
    if (refusal !== null) {
      await failJob(ctx, attempt, { ...refusal, isFinal: true });
      return null;
    }
    await ctx.db.patch("threads", thread._id, { reply: "writing", replyError: undefined });
    return {
      userId: thread.ownerId,
      teamId: thread.teamId,
      userName: acting.user.name,
      agentThreadId: thread.agentThreadId,
      promptId: thread.promptId ?? "",
      said,
      memories: (await recallFor(acting, question)).map(({ text }) => text),
    };
  },
});

/** Records the result of an attempt. */
export const end = internalMutation({
  args: {
    ...attemptArgs,
    failure: failureReport.nullable(),
  },
  returns: z.null(),
  handler: async (ctx, { failure, ...attempt }) => {
    const job = await ctx.db.get("jobs", attempt.jobId);
    const thread = job && (await threadOfJob(ctx, job));
    // Stopped, removed or asked again in the meantime: there is nothing to retry.
    if (failure === null || thread === null) {
      const counts = await finishJob(ctx, attempt);
      if (counts && thread !== null) await settleReply(ctx, thread, { reply: "done" });
      return;
    }
    const became = await failJob(ctx, attempt, failure);
    if (became === "retried") await ctx.db.patch("threads", thread._id, { reply: "queued" });
  },
});

/** Notifies the user that there will be no reply, when the job is given up. */
export const giveUp = internalMutation({
  args: { jobId: zid("jobs") },
  returns: z.null(),
  handler: async (ctx, { jobId }) => {
    const job = await ctx.db.get("jobs", jobId);
    const thread = job && (await threadOfJob(ctx, job));
    const { told: error = GENERIC_FAILURE } = job ?? {};
    if (thread !== null) await settleReply(ctx, thread, { reply: "failed", error });
  },
});

/** The open tasks of a person in a team, or of all members: on behalf of the user. */
export const listTasks = internalQuery({
  args: { userId: zid("users"), teamId: zid("teams"), whose: z.enum(["mine", "everybody"]) },
  returns: z.array(z.object({ title: z.string(), status: z.string(), due: z.string().optional() })),
  handler: async (ctx, { userId, teamId, whose }) => {
    const { user, db } = await readAs(ctx, userId, "tasks.read");
    await requireTeam({ user, unscopedDb: ctx.db }, "tasks.read", teamId);
    const tasks = db.query("tasks");
    const toDo =
      whose === "mine"
        ? tasks.withIndex("by_teamId_and_assigneeId_and_deletedAt_and_closedAt", (q) =>
            q
              .eq("teamId", teamId)
              .eq("assigneeId", userId)
              .eq("deletedAt", undefined)
              .eq("closedAt", undefined),
          )
        : tasks.withIndex("by_teamId_and_deletedAt_and_closedAt_and_dueAt", (q) =>
            q.eq("teamId", teamId).eq("deletedAt", undefined).eq("closedAt", undefined),
          );
    const found = await toDo.take(LISTED_TASKS);
    return found.map(({ title, status, dueAt }) => {
      const due = dueAt === undefined ? undefined : new Date(dueAt).toISOString().slice(0, 10);
      return { title, status, due };
    });
  },
});

/** What the attempts before this one used may have been the rest of the budget. */
async function refusalOf(
  { db }: MutationCtx,
  { ownerId }: Doc<"threads">,
  { attempt }: Attempt,
): Promise<FailureReport | null> {
  return attempt === 1 ? null : await requireBudget(db, ownerId).then(() => null, reportOf);
}
