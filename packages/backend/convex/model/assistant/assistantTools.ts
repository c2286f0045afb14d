// The tools of the assistant. Every tool acts on behalf of the user who asked: their id and team come from the
// thread's row, never from the model, and the function behind a tool reads their permissions again.
import { memoryInput, memoryQuery } from "@repo/validators/assistant/memories";
import { type ToolSet, tool } from "ai";
import { z } from "zod";
import { internal } from "../../_generated/api";
import type { Id } from "../../_generated/dataModel";
import type { ActionCtx } from "../../_generated/server";
import { knowledgeToolNames, knowledgeTools } from "./knowledgeTools";
import { MOST_WORDS, sharedPart } from "./memories";
import { type Fit, type Refused, orRefused, roomFor } from "./toolAnswers";

/** What the tools of one reply may return in total: the model reads all of it again in each step. */
export const FOUND_TOKENS = 4000;

/** Whom the tools act for. */
export interface ActsFor {
  userId: Id<"users">;
  userName: string;
  /** The user's own words, which show what they asked for. */
  said: string;
  /** The team that the thread is about. */
  teamId?: Id<"teams"> | undefined;
}

/**
 * Makes the tools of one reply.
 * @param ctx the context of the action that writes it
 * @param person whom the tools act for
 * @returns the tools by the names that the model uses; those of a team when the thread is about one
 */
export function assistantTools(ctx: ActionCtx, person: ActsFor): ToolSet {
  const fit = roomFor(FOUND_TOKENS);
  const own = { ...writingTools(ctx, person), ...memoryTools(ctx, person, fit) };
  const { userId, teamId } = person;
  return teamId === undefined ? own : { ...own, ...teamTools(ctx, { userId, teamId }, fit) };
}

const foreign: readonly string[] = ["readTasks", ...knowledgeToolNames];

/** Says whether a tool returns what others wrote, which may contain requests that the user never made. */
export function bringsForeignWords(name: string): boolean {
  return foreign.includes(name);
}

/** Says whether a tool changes what the assistant knows about the user in later conversations. */
export function changesMemories(name: string): boolean {
  return name === "remember" || name === "forget";
}

function writingTools(ctx: ActionCtx, { userId, userName, said }: ActsFor) {
  // The model may write "the user" where the user wrote "I".
  const own = `${said}\nthe user, the person, ${userName}`;
  const isAskedFor = (text: string) => sharedPart(text, own) >= MOST_WORDS;
  return {
    remember: tool({
      description: "Keep a fact in mind for all conversations to come, in the person's own words.",
      inputSchema: memoryInput,
      execute: async ({ text }): Promise<string | Refused> =>
        await orRefused(async () => {
          if (!isAskedFor(text)) return { refused: "The person did not say that." };
          await ctx.runMutation(internal.memories.rememberAs, { userId, text });
          return `I will remember: "${text}"`;
        }),
    }),
    forget: tool({
      description:
        "Forget one thing that the person has asked to remember, named in the person's own words.",
      inputSchema: z.object({ query: memoryQuery }),
      execute: async ({ query }): Promise<string | Refused> =>
        await orRefused(async () => {
          if (!isAskedFor(query)) return { refused: "The person did not say that." };
          const found = await ctx.runMutation(internal.memories.forgetAs, { userId, query });
          if (found.forgotten !== null) return `I forgot: "${found.forgotten}"`;
          if (found.similar.length === 0) return "There was nothing like that to forget.";
          const which = found.similar.map((text) => `- ${text}`).join("\n");
          return `I forgot nothing, as I am not sure what you mean. I remember:\n${which}`;
        }),
    }),
  };
}

function memoryTools(ctx: ActionCtx, { userId }: ActsFor, fit: Fit) {
  return {
    recall: tool({
      description: "Look up what the person has asked to remember.",
      inputSchema: z.object({ query: memoryQuery }),
      execute: async ({ query }): Promise<string[] | Refused> =>
        await orRefused(async () =>
          fit(await ctx.runQuery(internal.memories.recallAs, { userId, query })),
        ),
    }),
    listMemories: tool({
      description: "List what the person has asked to remember, the newest first.",
      inputSchema: z.object({}),
      execute: async (): Promise<string | string[] | Refused> =>
        await orRefused(async () => {
          const { texts, count } = await ctx.runQuery(internal.memories.listAs, { userId });
          const listed = fit(texts);
          const more = count - listed.length;
          if (count === 0) return "There is nothing that I was asked to remember.";
          return more === 0 ? listed : [...listed, `(and ${more} more)`];
        }),
    }),
  };
}

function teamTools(ctx: ActionCtx, person: { userId: Id<"users">; teamId: Id<"teams"> }, fit: Fit) {
  return {
    ...knowledgeTools(ctx, person, fit),
    readTasks: tool({
      description: "List the team's tasks that are not closed: the person's own, or everybody's.",
      inputSchema: z.object({ whose: z.enum(["mine", "everybody"]).optional() }),
      execute: async ({ whose = "mine" }): Promise<{ tasks: TaskLine[] } | Refused> =>
        await orRefused(async () => ({
          tasks: fit(await ctx.runQuery(internal.assistant.listTasks, { ...person, whose })),
        })),
    }),
  };
}

type TaskLine = { title: string; status: string; due?: string | undefined };
