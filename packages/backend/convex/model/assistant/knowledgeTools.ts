// What the assistant looks up in a team's knowledge.
import { searchLimits } from "@repo/validators/knowledge/knowledge";
import { memoryQuery } from "@repo/validators/assistant/memories";
import { tool } from "ai";
import { z } from "zod";
import type { Id } from "../../_generated/dataModel";
import type { ActionCtx } from "../../_generated/server";
import { searchTeam } from "../knowledge/knowledge";
import { type Fit, type Refused, orRefused } from "./toolAnswers";

/** How many passages one search returns to the model. */
const PASSAGES = Math.min(6, searchLimits.results.max);

/** The tools that return what others wrote. */
export const knowledgeToolNames = ["searchKnowledge"] as const;

/** A passage as the model and the page receive it: cited by its number, which is unique in the reply. */
type Passage = { number: number; sourceId: string; title: string; text: string };

/**
 * Makes the tools of one reply that read a team's knowledge.
 * @param ctx the context of the action that writes the reply
 * @param person whom the tools act for, and the team that the thread is about
 * @param fit keeps what the reply has room for
 */
export function knowledgeTools(
  ctx: ActionCtx,
  person: { userId: Id<"users">; teamId: Id<"teams"> },
  fit: Fit,
) {
  let passages = 0;
  return {
    searchKnowledge: tool({
      description: "Search the team's documents. Cite the passages by their numbers, like [1].",
      inputSchema: z.object({ query: memoryQuery }),
      execute: async ({ query }): Promise<{ found: Passage[] } | Refused> =>
        await orRefused(async () => {
          const { hits } = await searchTeam(ctx, { ...person, query, limit: PASSAGES });
          const fitting = fit(hits.map(({ sourceId, title, text }) => ({ sourceId, title, text })));
          return { found: fitting.map((hit) => ({ number: ++passages, ...hit })) };
        }),
    }),
  };
}
