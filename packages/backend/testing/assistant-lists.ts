// What tests over the whole app need to know of the assistant. Each list is spread there in one line.
import type { Role } from "@repo/validators/access";
import { api } from "../convex/_generated/api";
import type { Use } from "./use.ts";
import { settle } from "./settle.ts";

/** Arguments whose rows are not decided by the matrix. */
export const assistantDecided = {
  // The assistant speaks about the team to its members.
  "threads:create teamId": (_role: Role, tie: string) =>
    tie === "stranger" ? ["NOT_FOUND"] : [null],
};

/** Ids that are those of the component: its hooks name streams, and the query leaves out those of other threads. */
export const assistantEndlessTexts = ["messages:list streamArgs.cursors[].streamId"];

/** Texts in rows of threads that are ids of the component: a row without them is none. */
export const assistantHeldIds = ["agentThreadId", "promptId", "replyJob"];

/** Removals that nothing refers to, past the rules of references, as `lint/source.test.ts` lists them. */
export const assistantBareRemovals = ["model/assistant/memories memories"];

/** What reads more rows of many than of few, up to as many as it answers. */
export const assistantReads = { "assistant:listTasks": 20, "memories:listAs": 100 };

/** Stores a memory, and talks. */
export const useAssistant: Use = {
  run: async (app, { ann, bob, teamId, mark, sharedMark }) => {
    await ann.mutation(api.memories.remember, { text: `Tea ${mark}` });
    for (const [person, word] of [[ann, mark] as const, [bob, sharedMark] as const]) {
      const prompt = `Who is ${word}, and likes tea at four?`;
      const threadId = await person.mutation(api.threads.create, { teamId });
      await person.mutation(api.messages.send, { threadId, prompt });
      await settle(app);
    }
  },
  before: ["memories.text", "agent/messages"],
  bounded: [],
  theirs: ["agent/messages"],
};
