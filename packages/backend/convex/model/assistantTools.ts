// What the assistant may do while it replies. Every tool acts as the person who asked: their id and their
// team come from the thread's row, never from the model, and the function behind a tool looks up again what
// they may do.
import { searchLimits } from "@repo/validators/knowledge";
import { memoryInput, memoryQuery } from "@repo/validators/memories";
import { isAppError } from "@repo/validators/errors";
import { type ToolSet, tool } from "ai";
import { z } from "zod";
import { internal } from "../_generated/api";
import type { Id } from "../_generated/dataModel";
import type { ActionCtx } from "../_generated/server";
import { searchTeam } from "./knowledge";

/** Passages that one search brings to the model. */
const PASSAGES = Math.min(6, searchLimits.results.max);

/** Whom the tools act for. */
export interface ActsFor {
  userId: Id<"users">;
  /** The team that the thread is about. */
  teamId?: Id<"teams"> | undefined;
}

/** What a tool answers when the person may not, or it does not go: the model can say so. */
type Refused = { refused: string };

/**
 * Makes the tools of one reply.
 * @param ctx the context of the action that writes it
 * @param person whom the tools act for
 * @returns the tools by the names that the model uses; those of a team when the thread is about one
 */
export function assistantTools(ctx: ActionCtx, { userId, teamId }: ActsFor): ToolSet {
  const own = memoryTools(ctx, userId);
  return teamId === undefined ? own : { ...own, ...teamTools(ctx, { userId, teamId }) };
}

function memoryTools(ctx: ActionCtx, userId: Id<"users">) {
  return {
    remember: tool({
      description: "Keep a fact about the person in mind, for all conversations to come.",
      inputSchema: memoryInput,
      execute: async ({ text }): Promise<string | Refused> =>
        await orRefused(async () => {
          await ctx.runMutation(internal.memories.rememberAs, { userId, text });
          return `I will remember: "${text}"`;
        }),
    }),
    recall: tool({
      description: "Look up what the person has asked to remember.",
      inputSchema: z.object({ query: memoryQuery }),
      execute: async ({ query }): Promise<string[] | Refused> =>
        await orRefused(() => ctx.runQuery(internal.memories.recallAs, { userId, query })),
    }),
    forget: tool({
      description: "Forget what the person has asked to remember: the memory that fits best.",
      inputSchema: z.object({ query: memoryQuery }),
      execute: async ({ query }): Promise<string | Refused> =>
        await orRefused(async () => {
          const text = await ctx.runMutation(internal.memories.forgetAs, { userId, query });
          return text === null ? "There was nothing like that to forget." : `I forgot: "${text}"`;
        }),
    }),
  };
}

function teamTools(
  ctx: ActionCtx,
  { userId, teamId }: Required<ActsFor> & { teamId: Id<"teams"> },
) {
  return {
    searchKnowledge: tool({
      description: "Search the team's documents. Cite the passages by their numbers, like [1].",
      inputSchema: z.object({ query: memoryQuery }),
      execute: async ({ query }): Promise<{ found: Passage[] } | Refused> =>
        await orRefused(async () => {
          const search = { teamId, userId, query, limit: PASSAGES };
          const { hits } = await searchTeam(ctx, search);
          return { found: hits.map(passageOf) };
        }),
    }),
    readTasks: tool({
      description: "List the team's tasks that are not closed: the person's own, or everybody's.",
      inputSchema: z.object({ whose: z.enum(["mine", "everybody"]).optional() }),
      execute: async ({ whose = "mine" }): Promise<{ tasks: TaskLine[] } | Refused> =>
        await orRefused(async () => ({
          tasks: await ctx.runQuery(internal.tasks.listAs, { userId, teamId, whose }),
        })),
    }),
  };
}

/** A passage as the model and the page get it: the number in a citation is its place, from 1. */
type Passage = { number: number; sourceId: string; title: string; text: string };
type TaskLine = { title: string; status: string; due?: string | undefined };

function passageOf({ sourceId, title, text }: Omit<Passage, "number">, at: number): Passage {
  return { number: at + 1, sourceId, title, text };
}

/** What we refuse on purpose is told to the model; every other failure is the job's. */
async function orRefused<Result>(work: () => Promise<Result>): Promise<Result | Refused> {
  try {
    return await work();
  } catch (error) {
    if (isAppError(error)) return { refused: error.data.message };
    throw error;
  }
}
