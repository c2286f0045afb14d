// The API of questions to a team's knowledge. Asking stores the question; a job answers it (`answering.ts`),
// and clients that watch the row receive the answer.
import { citationLimits } from "@repo/validators/knowledge/citations";
import { zid } from "@repo/validators/convex";
import {
  answeredQuestion,
  publicQuestion,
  questionInput,
} from "@repo/validators/knowledge/questions";
import { z } from "zod";
import { internal } from "./_generated/api";
import { mutation, query } from "./builders/functions";
import { startJob } from "./model/platform/jobs";
import { requireTeam } from "./model/teams/teams";
import { clamp, pageOf, paginationOpts } from "./lib/pagination";
import { getOrThrow } from "./lib/rows";

const CITATIONS_MAX = citationLimits.perAnswer;

/** Questions of a team, newest first, paginated. */
export const list = query({
  access: "questions.read",
  args: { teamId: zid("teams"), paginationOpts },
  returns: pageOf(publicQuestion),
  handler: async (ctx, { teamId, paginationOpts }) => {
    await requireTeam(ctx, "questions.read", teamId);
    return await ctx.db
      .query("questions")
      .withIndex("by_teamId", (q) => q.eq("teamId", teamId))
      .order("desc")
      .paginate(clamp(paginationOpts));
  },
});

/** One question, with the passages that its answer quotes. */
export const get = query({
  access: "questions.read",
  args: { id: zid("questions") },
  returns: answeredQuestion,
  handler: async (ctx, { id }) => {
    const question = await getOrThrow(ctx, "questions", id);
    // Callers who may see the answer may see what it quotes.
    const db = ctx.unscopedDb;
    const found = await db
      .query("citations")
      .withIndex("by_questionId", (q) => q.eq("questionId", id))
      .take(CITATIONS_MAX);
    const citations = found.map(async (cited) => {
      const source = await db.get("sources", cited.sourceId);
      return { ...cited, isCurrent: source !== null && source.version === cited.version };
    });
    return { ...question, citations: await Promise.all(citations) };
  },
});

/** Asks a question and returns its id. */
export const ask = mutation({
  access: "questions.create",
  rateLimit: "questions.ask",
  args: questionInput.shape,
  returns: zid("questions"),
  handler: async (ctx, args) => {
    await requireTeam(ctx, "questions.create", args.teamId);
    const row = { ...args, askedBy: ctx.user._id, status: "pending" } as const;
    const id = await ctx.db.insert("questions", row);
    await startJob(
      // Jobs have no owner, so they bypass scoping.
      { ...ctx, db: ctx.unscopedDb },
      {
        run: internal.answering.run,
        whenFailed: internal.answering.giveUp,
        subject: id,
        maxAttempts: 3,
      },
    );
    return id;
  },
});

/** Removes a question of the caller's with its answer. */
export const remove = mutation({
  access: "questions.remove",
  args: { id: zid("questions") },
  returns: z.null(),
  handler: async (ctx, { id }) => {
    // What was asked in a team is out of reach after leaving it.
    await getOrThrow(ctx, "questions", id);
    await ctx.db.delete("questions", id);
  },
});
