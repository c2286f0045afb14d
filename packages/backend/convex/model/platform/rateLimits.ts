// How often one caller may do what: the limits by name, and the check that mutations run.
import { DAY, HOUR, MINUTE, RateLimiter, type RateLimitConfig } from "@convex-dev/rate-limiter";
import { components } from "../../_generated/api";
import type { Doc } from "../../_generated/dataModel";
import type { ActionCtx, MutationCtx } from "../../_generated/server";
import { appError } from "../../lib/errors";
import { networkOf } from "../../lib/clientAddress";
import { keyedHash } from "../../lib/keyedHash";
import { featureRateLimits } from "../../features/all";

export const rateLimits = {
  ...featureRateLimits,
  // Codes mailed to one address. A code lives longer than it takes to allow another one, so a stranger who
  // uses it up leaves the owner with a code that works.
  "auth.codesFor": { kind: "token bucket", rate: 5, period: HOUR, capacity: 5 },
  // Sign-ins through a provider that are started, each of which is a row until it ends.
  "auth.providerSteps": { kind: "token bucket", rate: 3000, period: MINUTE, capacity: 3000 },
  // One session going on with itself: each page that is opened does so, and each hour on it.
  "auth.refreshes": { kind: "token bucket", rate: 120, period: HOUR, capacity: 60 },
  // Mails to addresses that have no account: by all together, and by one network where it is known.
  "auth.signUps": { kind: "token bucket", rate: 600, period: HOUR, capacity: 60 },
  "auth.signUpsFrom": { kind: "token bucket", rate: 30, period: HOUR, capacity: 30 },
  // Passwords tried: on one address from a device that signed in to it before; on one address from all
  // other devices together; on one address from one network, and from one network on any address. Past
  // those of strangers nobody is refused: see `checkPassword` in auth.ts.
  "auth.triesOfDevice": { kind: "token bucket", rate: 10, period: HOUR, capacity: 10 },
  "auth.triesOn": { kind: "token bucket", rate: 500, period: DAY, capacity: 500 },
  "auth.tries": { kind: "token bucket", rate: 10, period: HOUR, capacity: 10 },
  "auth.triesFrom": { kind: "token bucket", rate: 30, period: MINUTE, capacity: 60 },
  // What names no limit of its own shares this one: more than a person does by hand, less than a loop.
  calls: { kind: "token bucket", rate: 120, period: MINUTE, capacity: 240 },
  // Files that one person opens: a page with many pictures does so at once.
  "files.read": { kind: "token bucket", rate: 600, period: MINUTE, capacity: 600 },
  "files.requestUpload": { kind: "token bucket", rate: 30, period: MINUTE, capacity: 60 },
  "memberships.change": { kind: "token bucket", rate: 30, period: MINUTE, capacity: 30 },
  "invitations.answer": { kind: "token bucket", rate: 20, period: MINUTE, capacity: 20 },
  "invitations.send": { kind: "token bucket", rate: 20, period: HOUR, capacity: 20 },
  // Mails to one address, by whatever team: a new invitation must not bypass the limit of sending again.
  "invitations.sendTo": { kind: "token bucket", rate: 10, period: DAY, capacity: 10 },
  "notes.create": { kind: "token bucket", rate: 30, period: MINUTE, capacity: 30 },
  // More at once than by the minute: somebody tidies up a board.
  "tasks.change": { kind: "token bucket", rate: 60, period: MINUTE, capacity: 120 },
  "tasks.create": { kind: "token bucket", rate: 60, period: MINUTE, capacity: 60 },
  "teams.create": { kind: "token bucket", rate: 10, period: MINUTE, capacity: 10 },
  "teams.update": { kind: "token bucket", rate: 20, period: MINUTE, capacity: 20 },
  // Requests to one upload address, which takes one file: more than a flaky network needs.
  "uploads.send": { kind: "token bucket", rate: 20, period: HOUR, capacity: 20 },
  "users.change": { kind: "token bucket", rate: 20, period: MINUTE, capacity: 20 },
  // Events of one sender: a batch of e-mails comes back at once.
  "webhooks.resend": { kind: "token bucket", rate: 1200, period: MINUTE, capacity: 1200 },
} satisfies Record<string, RateLimitConfig>;

/**
 * After so many days a count is removed, and starts over if its caller is still there. That gives a caller who
 * has used a limit up one more go at it, so it must be far longer than any limit's period.
 */
export const COUNTS_KEPT_DAYS = 30;

export type RateLimitName = keyof typeof rateLimits;

const rateLimiter = new RateLimiter(components.rateLimiter, rateLimits);

/**
 * Counts one call against a limit: the caller's own, or that of their network when nobody is signed in. All
 * whose network is not known share one.
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
  await countFor(ctx, name, caller?._id ?? (await networkOf(ctx)) ?? "unknown");
}

/**
 * Counts one call against a limit that is kept by something else than its caller. The count does not tell
 * by what: it stays for 30 days (`callCounts.ts`), also when the person whose address it is by has gone.
 * @param ctx the context of a mutation, in whose transaction the count is kept, or of an action
 * @param name which limit
 * @param key whose count it is
 * @throws RATE_LIMITED with `retryAfter` in milliseconds
 */
export async function countFor(
  ctx: ActionCtx | MutationCtx,
  name: RateLimitName,
  key: string,
): Promise<void> {
  const { ok, retryAfter } = await rateLimiter.limit(ctx, name, { key: await keyedHash(key) });
  if (ok) return;
  const seconds = Math.ceil(retryAfter / 1000);
  throw appError("RATE_LIMITED", `Too many requests. Try again in ${seconds} s.`, {
    retryAfter: Math.ceil(retryAfter),
  });
}

/**
 * Counts one call like `countFor`, where going over the limit is no refusal.
 * @returns whether it was within the limit
 */
export async function isWithin(
  ctx: MutationCtx,
  name: RateLimitName,
  key: string,
): Promise<boolean> {
  const { ok } = await rateLimiter.limit(ctx, name, { key: await keyedHash(key) });
  return ok;
}

/**
 * Releases what was counted against a limit.
 * @param ctx the context of a mutation
 * @param name which limit
 * @param key whose count it is
 */
export async function forgive(ctx: MutationCtx, name: RateLimitName, key: string): Promise<void> {
  await rateLimiter.reset(ctx, name, { key: await keyedHash(key) });
}
