// Fields of the assistant's rows that a validator cannot describe: ids of the agent component.
import { createThread, saveMessage } from "@convex-dev/agent";
import { components } from "../convex/_generated/api";
import type { Person, TestApp } from "./setup.ts";

export const assistantRows = {
  // A question without a reply: its thread accepts another one, or a retry.
  threads: async ({ userId }: Person, app: TestApp) =>
    await app.run(async (ctx) => {
      const threadId = await createThread(ctx, components.agent, { userId });
      const { messageId } = await saveMessage(ctx, components.agent, { threadId, prompt: "x" });
      return { agentThreadId: threadId, promptId: messageId, reply: "failed" };
    }),
};
