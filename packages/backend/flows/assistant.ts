// Flows of the assistant: conversations and memories.
import assert from "node:assert/strict";
import { api } from "../convex/_generated/api.js";
import type { Id } from "../convex/_generated/dataModel.js";
import { type Chapter, firstPage } from "./flow.ts";

declare module "./flow.ts" {
  interface Story {
    threadId: Id<"threads">;
  }
}

export const assistant: Chapter = {
  title: "Assistant",
  uncovered: { "messages:retry": "needs a failed reply, which no local model causes" },
  flows: [
    {
      name: "store a memory",
      actor: "member",
      calls: [api.memories.remember, api.memories.recall],
      proves: "One of its words finds it.",
      run: async ({ me }) => {
        const text = "I sail on Saturdays";
        await me.mutation(api.memories.remember, { text });
        const found = await me.query(api.memories.recall, { query: "Saturdays" });
        assert.equal(found[0]?.text, text);
      },
    },
    {
      name: "ask the assistant",
      actor: "member",
      calls: [api.threads.create, api.messages.send, api.messages.list],
      proves: "After a while there is a reply that uses the memory.",
      run: async ({ me, as, eventually, story }) => {
        const threadId = await me.mutation(api.threads.create, { teamId: story.teamId });
        story.threadId = threadId;
        const prompt = "When do I sail?";
        await me.mutation(api.messages.send, { threadId, prompt });
        await me.query(api.messages.list, { threadId, ...firstPage });
        await eventually(
          async () =>
            (await as("member").query(api.threads.get, { id: threadId })).reply === "done",
        );
        const { page } = await as("member").query(api.messages.list, { threadId, ...firstPage });
        const reply = page.find(({ role }) => role === "assistant");
        assert.match(reply?.text ?? "", /Saturdays/);
      },
    },
    {
      name: "stop a reply",
      actor: "member",
      calls: [api.messages.send, api.messages.stop, api.threads.get],
      proves: "No reply is running.",
      run: async ({ me, story: { threadId } }) => {
        await me.mutation(api.messages.send, { threadId, prompt: "Tell me a long story." });
        await me.mutation(api.messages.stop, { threadId });
        const { reply } = await me.query(api.threads.get, { id: threadId });
        assert(["stopped", "done"].includes(reply), reply);
      },
    },
    {
      name: "rename a conversation",
      actor: "member",
      calls: [api.threads.rename, api.threads.list, api.usage.get],
      proves: "It is listed by its name; a part of the day's budget is used.",
      run: async ({ me, story: { threadId: id } }) => {
        await me.mutation(api.threads.rename, { id, title: "Boats" });
        const { page } = await me.query(api.threads.list, firstPage);
        assert.equal(page[0]?.title, "Boats");
        const { used } = await me.query(api.usage.get, { now: Date.now() });
        assert(used > 0);
      },
    },
    {
      name: "remove a conversation",
      actor: "member",
      calls: [api.threads.remove],
      proves: "It is gone.",
      run: async ({ me, as, story: { threadId: id } }) => {
        await me.mutation(api.threads.remove, { id });
        await assert.rejects(as("member").query(api.threads.get, { id }));
      },
    },
    {
      name: "forget a memory",
      actor: "member",
      calls: [api.memories.list, api.memories.forget],
      proves: "No memory is left.",
      run: async ({ me, as }) => {
        const { page } = await me.query(api.memories.list, firstPage);
        await me.mutation(api.memories.forget, { id: page[0]!._id });
        assert.deepEqual((await as("member").query(api.memories.list, firstPage)).page, []);
      },
    },
    {
      name: "forget all memories",
      actor: "member",
      calls: [api.memories.forgetAll],
      proves: "No memory is left.",
      run: async ({ me, as }) => {
        for (const text of ["I like teal.", "I live in Lyon."]) {
          await as("member").mutation(api.memories.remember, { text });
        }
        await me.mutation(api.memories.forgetAll, {});
        assert.deepEqual((await as("member").query(api.memories.list, firstPage)).page, []);
      },
    },
  ],
};
