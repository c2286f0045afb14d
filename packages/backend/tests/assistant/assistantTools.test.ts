// What the tools bring to a reply, and to whom: through a whole reply, as a person sees it.
import { memoryLimits } from "@repo/validators/assistant/memories";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { api, internal } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import { type Person, type TestApp, inTeam, initTest, signedInAs } from "../../testing/setup.ts";
import { localChatModel } from "../../convex/model/ai/localChat.ts";

vi.mock("../../convex/model/ai/providers.ts", async (actual) => ({
  ...(await actual<object>()),
  chatModel: () => localChatModel({ pause: 0 }),
}));

let app: TestApp;
let ann: Person;
let bob: Person;
let teamId: Id<"teams">;
let threadId: Id<"threads">;

beforeEach(async () => {
  app = initTest();
  [ann, bob] = [await signedInAs(app, "member"), await signedInAs(app, "member")];
  teamId = await inTeam(app, { owner: bob, members: [ann] });
  threadId = await ann.mutation(api.threads.create, { teamId });
});

/** The whole reply to a question of Ann's. */
async function replyTo(prompt: string, of = threadId) {
  await ann.mutation(api.messages.send, { threadId: of, prompt });
  const state = async () => (await ann.query(api.threads.get, { id: of })).reply;
  await expect.poll(state, { timeout: 120_000, interval: 20 }).toBe("done");
  const paginationOpts = { numItems: 10, cursor: null };
  return (await ann.query(api.messages.list, { threadId: of, paginationOpts })).page.at(-1)!;
}

/** Puts a person out of the team, whatever that leaves behind. */
const putOut = (person: Person) =>
  app.run(async (ctx) => {
    const memberships = await ctx.db.query("memberships").collect();
    const own = memberships.find(({ userId }) => userId === person.userId);
    await ctx.db.delete("memberships", own!._id);
  });

describe("what is kept in mind", () => {
  const texts = ["My doctor is Dr. Who.", "I like teal."];
  const kept = async () => {
    const firstPage = { paginationOpts: { numItems: 10, cursor: null } };
    return (await ann.query(api.memories.list, firstPage)).page.map(({ text }) => text);
  };

  beforeEach(async () => {
    for (const text of texts) await ann.mutation(api.memories.remember, { text });
    await bob.mutation(api.memories.remember, { text: "I like red." });
  });

  test.each(["What do you remember about me?", "List my memories."])(
    "is listed: %s",
    async (say) => {
      const reply = await replyTo(say);
      expect(reply.parts[0]).toMatchObject({
        type: "tool-listMemories",
        output: texts.toReversed(),
      });
      expect(reply.text).toContain("- I like teal.\n- My doctor is Dr. Who.");
      expect(reply.text).not.toContain("red");
    },
  );

  test("says that there is more than what is listed, or nothing at all", async () => {
    await app.run(async (ctx) => {
      for (let n = 0; n < memoryLimits.listed; n++) {
        const text = `Fact ${n}`;
        await ctx.db.insert("memories", { ownerId: ann.userId, text, keywords: text });
      }
    });
    expect((await replyTo("List my memories.")).text).toContain("(and 2 more");
    await app.run(async (ctx) => {
      for (const { _id } of await ctx.db.query("memories").collect()) {
        await ctx.db.delete("memories", _id);
      }
    });
    expect((await replyTo("List my memories.")).text).toContain("There is nothing");
  });

  test("is forgotten when it is plain what is meant", async () => {
    expect((await replyTo("Forget that I like teal.")).text).toContain('I forgot: "I like teal."');
    expect(await kept()).toEqual(["My doctor is Dr. Who."]);
  });

  test("stays when something else is meant, and the reply asks", async () => {
    const { text } = await replyTo("Forget that I like mushrooms.");
    expect(text).toContain("I forgot nothing");
    expect(text).toContain("- I like teal.");
    expect(await kept()).toEqual(texts.toReversed());
  });
});

describe("a question about tasks", () => {
  beforeEach(async () => {
    const input = { teamId, priority: "normal" as const };
    const due = Date.UTC(2031, 0, 2);
    await bob.mutation(api.tasks.create, { ...input, title: "Paint it", assigneeId: ann.userId });
    const own = { ...input, title: "Sell it", assigneeId: bob.userId, dueAt: due };
    await bob.mutation(api.tasks.create, own);
    const id = await bob.mutation(api.tasks.create, { ...input, title: "Burn it" });
    await bob.mutation(api.tasks.remove, { id });
  });

  test("lists what the person has to do, and nothing from the trash", async () => {
    const reply = await replyTo("What are my tasks?");
    const output = { tasks: [{ title: "Paint it", status: "open" }] };
    expect(reply.parts[0]).toMatchObject({ type: "tool-readTasks", output });
    expect(reply.text).toContain("Paint it");
    expect(reply.text).not.toContain("Sell it");
  });

  test("may be about everybody's: those without a day first, none that is gone", async () => {
    const args = { userId: ann.userId, teamId, whose: "everybody" as const };
    expect(await app.query(internal.assistant.listTasks, args)).toEqual([
      { title: "Paint it", status: "open" },
      { title: "Sell it", status: "open", due: "2031-01-02" },
    ]);
  });

  test("lists nothing once the person has left the team", async () => {
    await putOut(ann);
    const reply = await replyTo("What are my tasks?");
    expect(reply.parts[0]).toMatchObject({ output: { refused: expect.any(String) } });
    expect(reply.text).not.toContain("Paint it");
  });
});
