// The assistant's part of the demo: a conversation that has been answered.
import { createThread, saveMessages } from "@convex-dev/agent";
import { components } from "../../_generated/api";
import type { DemoPart } from "./demoData";

const demoThread = {
  title: "Guests this weekend",
  question: "What does a guest berth cost for a boat of eleven metres?",
  answer:
    "A guest berth costs 18 euros a night up to nine metres and 2 euros for each further metre, so 22 euros for eleven metres.",
};

/** Adds a conversation of the member's about the harbour. */
export const addDemoThread: DemoPart = async (ctx, { idOf, teams }) => {
  const { title, question, answer } = demoThread;
  const ownerId = idOf("member@example.com");
  const agentThreadId = await createThread(ctx, components.agent, { userId: ownerId, title });
  await saveMessages(ctx, components.agent, {
    threadId: agentThreadId,
    userId: ownerId,
    messages: [
      { role: "user", content: question },
      { role: "assistant", content: answer },
    ],
  });
  const row = { ownerId, title, agentThreadId, lastMessageAt: Date.now() };
  await ctx.db.insert("threads", { ...row, teamId: teams.get("Harbour crew")?.id, reply: "done" });
};
