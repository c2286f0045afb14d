import { saveMessage } from "@convex-dev/agent";
import type { useUIMessages } from "@convex-dev/agent/react";
import { memoryLimits } from "@repo/validators/assistant/memories";
import { messageLimits } from "@repo/validators/assistant/messages";
import { PAGE_SIZE_MAX } from "@repo/validators/pagination";
import { usageLimits } from "@repo/validators/ai/usage";
import { beforeEach, describe, expect, expectTypeOf, test, vi } from "vitest";
import { api, components } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import { localChatModel } from "../../convex/model/ai/localChat.ts";
import { recordTokens } from "../../convex/model/ai/tokenBudget.ts";
import { type Person, type TestApp, initTest, signedInAs } from "../../testing/setup.ts";

const model = vi.hoisted(() => ({ pause: 0 }));
vi.mock("../../convex/model/ai/providers.ts", async (actual) => ({
  ...(await actual<object>()),
  chatModel: () => localChatModel(model),
}));

const firstPage = { paginationOpts: { numItems: 10, cursor: null } };
const noPage = { paginationOpts: { numItems: 0, cursor: null } };
/** On a busy machine. */
const PATIENTLY = { timeout: 120_000, interval: 20 };
const failsWith = (code: string) => ({ data: { code } });

let app: TestApp;
let ann: Person;
let bob: Person;
let threadId: Id<"threads">;

beforeEach(async () => {
  model.pause = 0;
  app = initTest();
  ann = await signedInAs(app, "member");
  bob = await signedInAs(app, "member");
  threadId = await ann.mutation(api.threads.create, {});
});

const send = (prompt: string) => ann.mutation(api.messages.send, { threadId, prompt });
const thread = () => ann.query(api.threads.get, { id: threadId });
const row = async () => (await app.run((ctx) => ctx.db.get("threads", threadId)))!;
const page = async () => (await ann.query(api.messages.list, { threadId, ...firstPage })).page;
const until = async (reply: string) =>
  await expect.poll(async () => (await thread()).reply, PATIENTLY).toBe(reply);
describe("asking", () => {
  test("brings a reply, and names the thread after the first question", async () => {
    await send("Remember that I like teal.\nAlways.");
    expect(await thread()).toMatchObject({ title: "Remember that I like teal.", reply: "queued" });
    await until("done");
    expect(await page()).toMatchObject([
      { role: "user", text: "Remember that I like teal.\nAlways." },
      {
        role: "assistant",
        status: "success",
        parts: [{ type: "tool-remember" }, { type: "text" }],
      },
    ]);
    await send("Hello");
    expect(await thread()).toMatchObject({ title: "Remember that I like teal." });
    await until("done");
    expect(await page()).toHaveLength(4);
  });

  test("shows a tool that was refused, and the reply says why", async () => {
    await app.run(async (ctx) => {
      for (let n = 0; n < memoryLimits.perPerson; n++) {
        const text = `Fact ${n}`;
        await ctx.db.insert("memories", { ownerId: ann.userId, text, keywords: text });
      }
    });
    await send("Remember that I like teal.");
    await until("done");
    const [, reply] = await page();
    const output = { refused: expect.stringContaining("Forget one first.") };
    expect(reply!.parts[0]).toMatchObject({ type: "tool-remember", output });
    expect(reply!.text).toContain("Forget one first.");
  });

  test("counts tokens, and gives back what was kept free", async () => {
    await send("Hello");
    const usage = () => ann.query(api.usage.get, { now: Date.now() });
    expect(await usage()).toMatchObject({ used: 0, reserved: usageLimits.tokensPerReply });
    await until("done");
    expect(await usage()).toMatchObject({ used: expect.any(Number), reserved: 0 });
    expect((await usage()).used).toBeGreaterThan(0);
  });

  test("again is refused while the assistant replies", async () => {
    await send("Hello");
    await expect(send("Hello?")).rejects.toMatchObject(failsWith("CONFLICT"));
    await until("done");
    expect(await page()).toHaveLength(2);
  });

  test("is refused when the day's tokens are used up, and stores nothing", async () => {
    await app.run((ctx) => recordTokens(ctx.db, ann.userId, usageLimits.tokensPerDay));
    const data = { code: "QUOTA_EXCEEDED", retryAfter: expect.any(Number) };
    await expect(send("Hello")).rejects.toMatchObject({ data });
    expect(await page()).toEqual([]);
    expect(await thread()).toMatchObject({ reply: "none" });
  });

  test("too often is limited", async () => {
    const threads = await Promise.all(
      Array.from({ length: 7 }, () => ann.mutation(api.threads.create, {})),
    );
    const codes: unknown[] = [];
    for (const id of threads) {
      const asked = ann.mutation(api.messages.send, { threadId: id, prompt: "Hello" });
      await asked.catch((error) => codes.push(error.data?.code));
    }
    expect(codes).toEqual(["RATE_LIMITED"]);
    await app.finishInProgressScheduledFunctions();
  });

  test.each([0, messageLimits.prompt.max + 1])("in %i letters is refused", async (length) => {
    await expect(send("x".repeat(length))).rejects.toMatchObject(failsWith("INVALID"));
  });
});

describe("stopping", () => {
  test("breaks off the reply, keeps what was written, and lets another question be asked", async () => {
    model.pause = 40;
    await send("Remember that I like teal and long walks by the sea.");
    await expect.poll(() => written(ann, threadId), PATIENTLY).toMatch(/^I will/);
    await ann.mutation(api.messages.stop, { threadId });

    expect(await thread()).toMatchObject({ reply: "stopped" });
    const broken = (await page()).at(-1)!;
    expect(broken).toMatchObject({ role: "assistant", status: "failed" });
    expect(broken.text).toMatch(/^I will/);
    expect(broken.text).not.toContain("local model");

    model.pause = 0;
    await send("Hello");
    await until("done");
    const after = await page();
    expect(after.map(({ role, status }) => `${role} ${status}`)).toEqual([
      "user success",
      "assistant failed",
      "user success",
      "assistant success",
    ]);
    expect(after[1]!.text).toBe(broken.text);
  });

  test("before anything was written leaves nothing to be written", async () => {
    await send("Hello");
    await ann.mutation(api.messages.stop, { threadId });
    await expect.poll(jobStates).toEqual(["done"]);
    expect(await thread()).toMatchObject({ reply: "stopped" });
    expect(await page()).toHaveLength(1);
    expect(await ann.query(api.usage.get, { now: Date.now() })).toMatchObject({ reserved: 0 });
  });

  test("by removing the thread gives back what was kept free, too", async () => {
    await send("Hello");
    await ann.mutation(api.threads.remove, { id: threadId });
    await expect.poll(jobStates).toEqual(["done"]);
    expect(await ann.query(api.usage.get, { now: Date.now() })).toMatchObject({ reserved: 0 });
  });

  test("does nothing when no reply is on its way", async () => {
    await ann.mutation(api.messages.stop, { threadId });
    expect(await thread()).toMatchObject({ reply: "none" });
  });
});

describe("trying again", () => {
  test("answers the same question, once", async () => {
    await send("Hello");
    await ann.mutation(api.messages.stop, { threadId });
    await ann.mutation(api.messages.retry, { threadId });
    await until("done");
    expect((await page()).map(({ role }) => role)).toEqual(["user", "assistant"]);
  });

  test("is refused when there is nothing to try again", async () => {
    const early = ann.mutation(api.messages.retry, { threadId });
    await expect(early).rejects.toMatchObject(failsWith("CONFLICT"));
    await send("Hello");
    await until("done");
    const late = ann.mutation(api.messages.retry, { threadId });
    await expect(late).rejects.toMatchObject(failsWith("CONFLICT"));
  });
});

describe("the list", () => {
  test("is what the component's hooks ask for", () => {
    type Args = Parameters<typeof useUIMessages<typeof api.messages.list>>;
    expectTypeOf<{ threadId: Id<"threads"> }>().toExtend<Args[1]>();
    expectTypeOf<{ initialNumItems: number; stream: true }>().toExtend<Args[2]>();
  });

  test("has pages of the usual size at most, and an empty one for the hooks of streams", async () => {
    const { agentThreadId } = await row();
    await app.run(async (ctx) => {
      const args = { threadId: agentThreadId, prompt: "Hello" };
      for (let n = 0; n < PAGE_SIZE_MAX + 5; n++) await saveMessage(ctx, components.agent, args);
    });
    const greedy = { threadId, paginationOpts: { numItems: 1_000_000, cursor: null } };
    const first = await ann.query(api.messages.list, greedy);
    expect(first.page).toHaveLength(PAGE_SIZE_MAX);
    const next = { numItems: 10, cursor: first.continueCursor };
    expect(
      (await ann.query(api.messages.list, { threadId, paginationOpts: next })).page,
    ).toHaveLength(5);
    expect((await ann.query(api.messages.list, { threadId, ...noPage })).page).toEqual([]);
  });

  test("ends at a bound with an end cursor, too, and says where to split", async () => {
    const { agentThreadId } = await row();
    await app.run(async (ctx) => {
      const args = { threadId: agentThreadId, prompt: "Hello" };
      for (let n = 0; n < PAGE_SIZE_MAX * 2 + 5; n++)
        await saveMessage(ctx, components.agent, args);
    });
    // The end of every range, as the component's cursors say it.
    const paginationOpts = { numItems: 1, cursor: null, endCursor: "[]", maximumRowsRead: 1e6 };
    const answer = await ann.query(api.messages.list, { threadId, paginationOpts });
    expect(answer.page).toHaveLength(PAGE_SIZE_MAX * 2);
    expect(answer).toMatchObject({ pageStatus: "SplitRequired", splitCursor: expect.any(String) });
  });

  test("hands out what is being written for its own thread only, even to who knows the stream", async () => {
    model.pause = 20;
    await send("Hello");
    await expect.poll(() => written(ann, threadId), PATIENTLY).not.toBe("");
    const known = await cursorsOf(ann, threadId);
    expect(known).toHaveLength(1);
    const own = await bob.mutation(api.threads.create, {});
    expect(await written(bob, own, known)).toBe("");
    await until("done");
  });
});

describe("another person's thread", () => {
  const calls = {
    list: () => bob.query(api.messages.list, { threadId, ...firstPage }),
    streams: () => cursorsOf(bob, threadId),
    send: () => bob.mutation(api.messages.send, { threadId, prompt: "Hello" }),
    stop: () => bob.mutation(api.messages.stop, { threadId }),
    retry: () => bob.mutation(api.messages.retry, { threadId }),
  };

  test.each(Object.keys(calls) as (keyof typeof calls)[])("does not exist for %s", async (name) => {
    await expect(calls[name]()).rejects.toMatchObject(failsWith("NOT_FOUND"));
    expect(await page()).toEqual([]);
  });
});

async function jobStates() {
  const jobs = await app.run((ctx) => ctx.db.query("jobs").collect());
  return jobs.map(({ status }) => status);
}

type Cursor = { streamId: string; cursor: number };

/** The streams of replies that are being written, from their beginning. */
async function cursorsOf(person: Person, of: Id<"threads">): Promise<Cursor[]> {
  const args = { threadId: of, ...noPage, streamArgs: { kind: "list" as const } };
  const { streams } = await person.query(api.messages.list, args);
  const found = streams?.kind === "list" ? streams.messages : [];
  return found.map(({ streamId }) => ({ streamId, cursor: 0 }));
}

/** What has come of them so far, as somebody reads it. */
async function written(person: Person, of: Id<"threads">, known?: Cursor[]): Promise<string> {
  const cursors = known ?? (await cursorsOf(person, of));
  const args = { threadId: of, ...noPage, streamArgs: { kind: "deltas" as const, cursors } };
  const { streams } = await person.query(api.messages.list, args);
  const deltas = streams?.kind === "deltas" ? streams.deltas : [];
  return deltas.flatMap(({ parts }) => parts.map(({ delta = "" }) => delta)).join("");
}
