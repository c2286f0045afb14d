// Counts what calls of a model use of a person's budget. Input counts before the call, so that one that is
// stopped or dies half-way is not free; output counts when the call is over.
import { usageLimits } from "@repo/validators/ai/usage";
import type { LanguageModelUsage } from "ai";
import { internal } from "../../_generated/api";
import type { Id } from "../../_generated/dataModel";
import type { ActionCtx } from "../../_generated/server";
import { inTime } from "./inTime";
import { tokensIn } from "./tokenBudget";

type Ctx = Pick<ActionCtx, "runMutation">;

export type ReplyMeter = ReturnType<typeof replyMeter>;

/**
 * Meters the calls of one reply, one after the other.
 * @param ctx the context of the action that makes them
 * @param userId on whose budget
 */
export function replyMeter(ctx: Ctx, userId: Id<"users">) {
  let used = 0;
  /** The input of the running call, the day on which it counts, and its output so far. */
  let open: { given: number; said: string; day: number } | null = null;
  const settle = async (total: number, { given, day }: { given: number; day: number }) => {
    used += total;
    open = null;
    await record(ctx, userId, total - given, day);
  };
  return {
    /** What remains for the reply. */
    left: () => usageLimits.tokensPerReply - used,
    begins: async (given: number) => {
      open = { given, said: "", day: await record(ctx, userId, given) };
    },
    says: (words: string) => {
      if (open !== null) open.said += words;
    },
    ends: async (usage: LanguageModelUsage) => {
      if (open !== null) await settle(totalOf(usage, open), open);
    },
    /** For a call that did not finish. One that the service refused at once costs nothing. */
    breaksOff: async ({ isRefused }: { isRefused: boolean }) => {
      if (open === null) return;
      const isFree = isRefused && open.said === "";
      await settle(isFree ? 0 : open.given + tokensIn(open.said), open);
    },
  };
}

/**
 * Makes one call of a model, if a person's budget has room for it.
 * @param ctx the context of an action
 * @param userId on whose budget
 * @param bounds what the model is given, how many tokens it may say, and how long that may take
 * @param call makes the call, and ends it when the signal says so
 * @throws QUOTA_EXCEEDED when there is no room; what the call throws
 */
export async function callOnBudget<Result extends { text: string; usage: LanguageModelUsage }>(
  ctx: Ctx,
  userId: Id<"users">,
  bounds: { given: string; maxOutputTokens: number; timeoutMs: number },
  call: (abortSignal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const given = tokensIn(bounds.given);
  const most = given + bounds.maxOutputTokens;
  const day: number = await ctx.runMutation(internal.usage.spend, { userId, tokens: most });
  return await inTime(bounds.timeoutMs, async (abortSignal) => {
    const result = await call(abortSignal).catch(async (error: unknown) => {
      // A refused call costs nothing; one that was cut off may have cost something.
      if (!abortSignal.aborted) await record(ctx, userId, -most, day);
      throw error;
    });
    await record(ctx, userId, totalOf(result.usage, { given, said: result.text }) - most, day);
    return result;
  });
}

/** Embedding costs about a tenth of what reading the same text costs a model that answers. */
const EMBEDDED_PER_TOKEN = 10;

/**
 * Has texts embedded, if a person's budget has room for it. A failed call costs nothing.
 * @param ctx the context of an action
 * @param userId on whose budget; undefined for work that no user caused, which is not counted
 * @param text what is embedded, all in one
 * @param call has it embedded
 * @throws QUOTA_EXCEEDED when there is no room, and nothing is called then; what the call throws
 */
export async function embedOnBudget<Result>(
  ctx: Ctx,
  userId: Id<"users"> | undefined,
  text: string,
  call: () => Promise<Result>,
): Promise<Result> {
  if (userId === undefined) return await call();
  const tokens = embeddingTokens(text);
  const day: number = await ctx.runMutation(internal.usage.spend, { userId, tokens });
  return await call().catch(async (error: unknown) => {
    await record(ctx, userId, -tokens, day);
    throw error;
  });
}

/** What embedding a text costs of a budget. */
export function embeddingTokens(text: string): number {
  return Math.ceil(tokensIn(text) / EMBEDDED_PER_TOKEN);
}

async function record(
  ctx: Ctx,
  userId: Id<"users">,
  tokens: number,
  day?: number,
): Promise<number> {
  return await ctx.runMutation(internal.usage.record, { userId, tokens, day });
}

/** Not every service reports the usage. */
function totalOf(
  { totalTokens, inputTokens, outputTokens }: LanguageModelUsage,
  { given, said }: { given: number; said: string },
): number {
  return totalTokens || (inputTokens || given) + (outputTokens || tokensIn(said));
}
