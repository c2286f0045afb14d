// What answering costs. What is answered, and to whom: questions.test.ts.
import type { LanguageModelV4 } from "@ai-sdk/provider";
import { usageLimits } from "@repo/validators/ai/usage";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { api } from "../../convex/_generated/api";
import { localChatModel } from "../../convex/model/ai/localChat.ts";
import { embeddingTokens } from "../../convex/model/ai/metering.ts";
import { recordTokens } from "../../convex/model/ai/tokenBudget.ts";
import { addText, ask, travel, twoTeams } from "../../testing/knowledge.ts";

const model = vi.hoisted(() => ({ current: undefined as LanguageModelV4 | undefined }));
vi.mock("../../convex/model/ai/providers.ts", async (actual) => ({
  ...(await actual<object>()),
  chatModel: () => model.current,
}));

const question = "What may a hotel cost?";
const { tokensPerDay } = usageLimits;

let world: Awaited<ReturnType<typeof twoTeams>>;
let calls = 0;
/** What Ann has spent before she asks: adding the text has cost its embedding. */
let spent = 0;

/** A model that answers as the local one does, and counts its calls. */
const answering = (doGenerate = localChatModel().doGenerate): LanguageModelV4 => ({
  ...localChatModel(),
  doGenerate: async (options) => {
    calls++;
    return await doGenerate(options);
  },
});

beforeEach(async () => {
  vi.useFakeTimers();
  calls = 0;
  model.current = answering();
  world = await twoTeams();
  await addText(world.app, world.ann, world.teamOfAnn, travel, "Travel");
  spent = await usedToday();
});
afterEach(() => void vi.useRealTimers());

const askAnn = () => ask(world.app, world.ann, world.teamOfAnn, question);
const usedToday = async () => (await world.ann.query(api.usage.get, { now: Date.now() })).used;
/** Since the text was added. */
const used = async () => (await usedToday()) - spent;

describe("an answer", () => {
  test("counts on the budget of the person who asked, as much as the model reports", async () => {
    let told = 0;
    model.current = answering(async (options) => {
      const result = await localChatModel().doGenerate(options);
      told = (result.usage.inputTokens.total ?? 0) + (result.usage.outputTokens.total ?? 0);
      return result;
    });
    expect(await askAnn()).toMatchObject({ status: "answered" });
    expect(told).toBeGreaterThan(0);
    expect(await used()).toBe(told + embeddingTokens(question));
  });

  test("is refused when it may use more than is left, and the model is not called", async () => {
    await world.app.run((ctx) =>
      recordTokens(ctx.db, world.ann.userId, tokensPerDay - 100 - spent),
    );
    const asked = await askAnn();
    expect(asked).toMatchObject({ status: "failed" });
    expect(asked.error).toMatch(/tokens for today are used up/);
    expect(calls).toBe(0);
    expect(await usedToday()).toBe(tokensPerDay - 100 + embeddingTokens(question));
  });

  test("that the service refuses costs no more than its searches", async () => {
    model.current = answering(async () => {
      throw new Error("Too busy.");
    });
    expect(await askAnn()).toMatchObject({ status: "failed" });
    expect(calls).toBeGreaterThan(0);
    expect(await used()).toBe(calls * embeddingTokens(question));
  });
});
