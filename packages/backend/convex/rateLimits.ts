// How often one caller may do what: the limits by name, and the check that mutations run.
import { HOUR, MINUTE, RateLimiter, type RateLimitConfig } from "@convex-dev/rate-limiter";
import { components } from "./_generated/api";
import type { Doc } from "./_generated/dataModel";
import type { ActionCtx, MutationCtx } from "./_generated/server";
import { appError } from "./errors";

export const rateLimits = {
  "auth.signUp": { kind: "token bucket", rate: 30, period: MINUTE, capacity: 30 },
  "files.requestUpload": { kind: "token bucket", rate: 30, period: MINUTE, capacity: 60 },
  "knowledge.search": { kind: "token bucket", rate: 60, period: MINUTE, capacity: 60 },
  "memories.remember": { kind: "token bucket", rate: 30, period: MINUTE, capacity: 30 },
  "messages.send": { kind: "token bucket", rate: 12, period: MINUTE, capacity: 6 },
  "invitations.send": { kind: "token bucket", rate: 20, period: HOUR, capacity: 20 },
  "notes.create": { kind: "token bucket", rate: 30, period: MINUTE, capacity: 30 },
  "questions.ask": { kind: "token bucket", rate: 10, period: MINUTE, capacity: 20 },
  "sources.add": { kind: "token bucket", rate: 30, period: MINUTE, capacity: 60 },
  "tasks.create": { kind: "token bucket", rate: 60, period: MINUTE, capacity: 60 },
  "teams.create": { kind: "token bucket", rate: 10, period: MINUTE, capacity: 10 },
  "threads.create": { kind: "token bucket", rate: 20, period: MINUTE, capacity: 20 },
} satisfies Record<string, RateLimitConfig>;

export type RateLimitName = keyof typeof rateLimits;

const rateLimiter = new RateLimiter(components.rateLimiter, rateLimits);

/**
 * Counts one call against a limit: the caller's own, or that of their address when nobody is signed in.
 * @param ctx the context of a mutation, in whose transaction the count is kept, or of an action
 * @param name which limit
 * @param caller the person behind the call, or null
 * @throws RATE_LIMITED with `retryAfter` in milliseconds
 */
export async function countCall(
  ctx: ActionCtx | MutationCtx,
  name: RateLimitName,
  caller: Doc<"users"> | null,
): Promise<void> {
  const key = caller?._id ?? (await ctx.meta.getRequestMetadata()).ip ?? "unknown";
  const { ok, retryAfter } = await rateLimiter.limit(ctx, name, { key });
  if (ok) return;
  const seconds = Math.ceil(retryAfter / 1000);
  throw appError("RATE_LIMITED", `That was too often. Try again in ${seconds} s.`, {
    retryAfter: Math.ceil(retryAfter),
  });
}
