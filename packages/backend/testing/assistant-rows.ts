// What rows of the assistant hold that a validator cannot tell: ids of the agent component.
import { createThread, saveMessage } from "@convex-dev/agent";
import { components } from "../convex/_generated/api";
import type { Person, TestApp } from "./setup.ts";

export const assistantRows = {
  // A question without a reply: its thread takes another one, and the same one again.
  threads: async ({ userId }: Person, app: TestApp) =>
    await app.run(async (ctx) => {
      const threadId = await createThread(ctx, components.agent, { userId });
      const { messageId } = await saveMessage(ctx, components.agent, { threadId, prompt: "x" });
      return { agentThreadId: threadId, promptId: messageId, reply: "failed" };
    }),
};
