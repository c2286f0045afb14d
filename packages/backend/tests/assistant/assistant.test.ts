// The job that writes a reply: what happens when it fails, dies, comes too late, or acts for somebody who
// may no longer ask. What a person sees of it is in messages.test.ts.
import type { LanguageModelV4 } from "@ai-sdk/provider";
import { saveMessage } from "@convex-dev/agent";
import { usageLimits } from "@repo/validators/ai/usage";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { api, components, internal } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import { localChatModel } from "../../convex/model/ai/localChat.ts";
import { GENERIC_FAILURE, SettingError } from "../../convex/model/platform/failures.ts";
import { removeRow } from "../../convex/model/platform/removal.ts";
import { ATTEMPT_MS } from "../../convex/model/assistant/replies.ts";
import { recordTokens } from "../../convex/model/ai/tokenBudget.ts";
import { type Person, type TestApp, initTest, signedInAs } from "../../testing/setup.ts";

const model = vi.hoisted(() => ({ current: undefined as LanguageModelV4 | undefined }));
vi.mock("../../convex/model/ai/providers.ts", async (actual) => ({
  ...(await actual<object>()),
  chatModel: () => model.current,
}));

const firstPage = { paginationOpts: { numItems: 10, cursor: null } };
/** On a busy machine. */
const PATIENTLY = { timeout: 120_000, interval: 20 };

let app: TestApp;
let ann: Person;
let threadId: Id<"threads">;

beforeEach(async () => {
  model.current = localChatModel({ pause: 0 });
  app = initTest();
  ann = await signedInAs(app, "member");
  threadId = await ann.mutation(api.threads.create, {});
});

afterEach(() => void vi.unstubAllGlobals());

const thread = async () => (await app.run((ctx) => ctx.db.get("threads", threadId)))!;
const job = async () => (await app.run((ctx) => ctx.db.query("jobs").order("desc").first()))!;
const page = async () => (await ann.query(api.messages.list, { threadId, ...firstPage })).page;
const rolesOf = async () => (await page()).map(({ role, status }) => `${role} ${status}`);
const until = async (reply: string) =>
  await expect.poll(async () => (await thread()).reply, PATIENTLY).toBe(reply);

/** A question whose job no scheduler takes, so that a test makes the attempts itself. */
async function askedByHand(prompt: string) {
  const { agentThreadId } = await thread();
  const { messageId } = await app.run((ctx) =>
    saveMessage(ctx, components.agent, { threadId: agentThreadId, prompt, userId: ann.userId }),
  );
  const jobId = await app.run(async (ctx) => {
    const now = Date.now();
    const id = await ctx.db.insert("jobs", {
      ...{ kind: "assistant:reply", subject: threadId, status: "queued" },
      ...{ attempts: 0, maxAttempts: 3, timeoutMs: 1000, dueAt: now + 60_000 },
      whenFailed: "assistant:giveUp",
    });
    const changes = { reply: "queued", promptId: messageId, replyJob: id } as const;
    await ctx.db.patch("threads", threadId, changes);
    return id;
  });
  return { jobId, attempt: 1 };
}

/** A model that fails so many times, with some words said before, and then replies. */
function failing(times: number, words = ""): LanguageModelV4 {
  const local = localChatModel({ pause: 0 });
  let left = times;
  return {
    ...local,
    doStream: async (options) => {
      if (left-- <= 0) return await local.doStream(options);
      if (words === "") throw new Error("The model is on fire.");
      const stream = new ReadableStream({
        start: (controller) => {
          controller.enqueue({ type: "stream-start", warnings: [] });
          controller.enqueue({ type: "text-start", id: "0" });
          controller.enqueue({ type: "text-delta", id: "0", delta: words });
          controller.enqueue({ type: "error", error: new Error("The model is on fire.") });
          controller.close();
        },
      });
      return { stream };
    },
  };
}

describe("an attempt", () => {
  test("that is delivered twice replies once", async () => {
    const attempt = await askedByHand("Hello");
    await Promise.all([
      app.action(internal.assistant.reply, attempt),
      app.action(internal.assistant.reply, attempt),
    ]);
    expect(await rolesOf()).toEqual(["user success", "assistant success"]);
    expect(await thread()).toMatchObject({ reply: "done" });
  });

  test("after one that replied and could not report says nothing again", async () => {
    const attempt = await askedByHand("Hello");
    await app.action(internal.assistant.reply, attempt);
    // As if the process had died just before the report.
    await app.run(async (ctx) => {
      await ctx.db.patch("threads", threadId, { reply: "writing" });
      await ctx.db.patch("jobs", attempt.jobId, { status: "queued", attempts: 1 });
    });
    await app.action(internal.assistant.reply, { ...attempt, attempt: 2 });
    expect(await rolesOf()).toEqual(["user success", "assistant success"]);
    expect(await thread()).toMatchObject({ reply: "done" });
    expect(await job()).toMatchObject({ status: "done", attempts: 2 });
  });

  test("after one that died half-way starts over, and leaves nothing half written", async () => {
    const attempt = await askedByHand("Remember that I like teal.");
    const { agentThreadId, promptId } = await thread();
    await app.mutation(internal.assistant.begin, attempt);
    await app.run((ctx) =>
      ctx.runMutation(components.agent.messages.addMessages, {
        threadId: agentThreadId,
        promptMessageId: promptId!,
        messages: [{ message: { role: "assistant", content: [] }, status: "pending" }],
      }),
    );
    await app.run((ctx) => ctx.db.patch("jobs", attempt.jobId, { status: "queued" }));
    await app.action(internal.assistant.reply, { ...attempt, attempt: 2 });
    expect(await rolesOf()).toEqual(["user success", "assistant success"]);
  });

  test("that fails is made again, and its text is removed", async () => {
    model.current = failing(1, "Half a sen");
    await ann.mutation(api.messages.send, { threadId, prompt: "Hello" });
    await until("done");
    expect(await rolesOf()).toEqual(["user success", "assistant success"]);
    expect((await page()).at(-1)?.text).not.toContain("Half a sen");
    expect(await job()).toMatchObject({ status: "done", attempts: 2 });
  });

  test("that gets no answer ends before it is taken for dead, and is made again", async () => {
    const attempt = await askedByHand("Hello");
    model.current = {
      ...localChatModel(),
      doStream: ({ abortSignal }) =>
        new Promise((_answers, fails) => {
          abortSignal?.addEventListener("abort", () => fails(abortSignal.reason));
        }),
    };
    // Minutes that are less than an attempt has are over at once.
    const { setTimeout: later } = globalThis;
    vi.stubGlobal("setTimeout", (run: () => void, ms = 0) =>
      later(run, ms > 60_000 && ms < ATTEMPT_MS ? 50 : ms),
    );
    await app.action(internal.assistant.reply, attempt);
    expect(await job()).toMatchObject({
      status: "queued",
      error: expect.stringMatching(/^The model did not answer within \d+ s\.$/),
    });
    expect(await thread()).toMatchObject({ reply: "queued" });
  });

  test("is not made again when the ones before used up the budget of the day", async () => {
    const attempt = await askedByHand("Hello");
    await app.run(async (ctx) => {
      await ctx.db.patch("jobs", attempt.jobId, { attempts: 1 });
      await recordTokens(ctx.db, ann.userId, usageLimits.tokensPerDay + 1);
    });
    await app.action(internal.assistant.reply, { ...attempt, attempt: 2 });
    await until("failed");
    const { replyError } = await ann.query(api.threads.get, { id: threadId });
    expect(replyError).toMatch(/tokens for today are used up/);
    expect(await rolesOf()).toEqual(["user success"]);
  });

  test("for a thread that was removed ends quietly", async () => {
    const attempt = await askedByHand("Hello");
    await ann.mutation(api.threads.remove, { id: threadId });
    await app.action(internal.assistant.reply, attempt);
    expect(await job()).toMatchObject({ status: "done" });
  });

  test("that was stopped and asked again changes nothing of the new one", async () => {
    const old = await askedByHand("Hello");
    await app.mutation(internal.assistant.begin, old);
    await ann.mutation(api.messages.stop, { threadId });
    await askedByHand("Hello again");
    await app.mutation(internal.assistant.end, { ...old, failure: null });
    await app.mutation(internal.assistant.giveUp, { jobId: old.jobId });
    expect(await thread()).toMatchObject({ reply: "queued" });
  });
});

describe("a reply that is given up", () => {
  /** The last of the attempts that a job may take. */
  async function lastAttempt() {
    const attempt = await askedByHand("Hello");
    await app.run((ctx) => ctx.db.patch("jobs", attempt.jobId, { attempts: 2 }));
    return { ...attempt, attempt: 3 };
  }

  test("is shown as failed, without what the service said, and can be tried again", async () => {
    model.current = failing(Infinity, "Half a sen");
    await app.action(internal.assistant.reply, await lastAttempt());
    await until("failed");
    const { replyError } = await ann.query(api.threads.get, { id: threadId });
    expect(replyError).toBe(GENERIC_FAILURE);
    expect(await job()).toMatchObject({ error: "The model is on fire." });
    expect(await rolesOf()).toEqual(["user success", "assistant failed"]);

    model.current = localChatModel({ pause: 0 });
    await ann.mutation(api.messages.retry, { threadId });
    await until("done");
    expect(await rolesOf()).toEqual(["user success", "assistant success"]);
    expect(await thread()).not.toHaveProperty("replyError");
  });

  test("says what to set when that is the reason", async () => {
    const said = "AI_SETTING: OPENAI_API_KEY is missing";
    const local = localChatModel();
    model.current = { ...local, doStream: () => Promise.reject(new SettingError(said)) };
    await app.action(internal.assistant.reply, await lastAttempt());
    await until("failed");
    expect(await thread()).toMatchObject({ replyError: said });
  });

  test("gives back what was kept free of the budget", async () => {
    model.current = failing(Infinity);
    await app.action(internal.assistant.reply, await lastAttempt());
    await until("failed");
    expect(await ann.query(api.usage.get, { now: Date.now() })).toMatchObject({ reserved: 0 });
  });
});

describe("the person it acts for", () => {
  test("gets what they asked to remember, in every thread of theirs and of nobody else's", async () => {
    const bob = await signedInAs(app, "member");
    await ann.mutation(api.memories.remember, { text: "I like teal." });
    await bob.mutation(api.memories.remember, { text: "I like red." });
    const task = await app.mutation(internal.assistant.begin, await askedByHand("What do I like?"));
    expect(task).toMatchObject({ userId: ann.userId, memories: ["I like teal."] });
  });

  test("has an account: removing it removes the thread, and the attempt ends", async () => {
    const attempt = await askedByHand("Remember that I like teal.");
    const task = await app.mutation(internal.assistant.begin, attempt);
    expect(task).not.toBeNull();
    await app.run((ctx) => removeRow(ctx, "users", ann.userId));
    await app.mutation(internal.assistant.end, { ...attempt, failure: null });
    const left = await app.run(async (ctx) => [
      ...(await ctx.db.query("threads").collect()),
      ...(await ctx.db.query("memories").collect()),
      ...(await ctx.db.query("usage").collect()),
    ]);
    expect(left).toEqual([]);
  });

  test("is not answered when they were banned since they asked, and it is not tried again", async () => {
    const attempt = await askedByHand("Hello");
    await app.run((ctx) => ctx.db.patch("users", ann.userId, { bannedAt: Date.now() }));
    await app.action(internal.assistant.reply, attempt);
    await until("failed");
    expect(await job()).toMatchObject({ status: "failed", attempts: 1 });
  });
});
