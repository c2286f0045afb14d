// Rate limits by name, and the check that mutations run.
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
  // Attempts at the current password, by somebody who has a session.
  "auth.changePassword": { kind: "token bucket", rate: 10, period: HOUR, capacity: 10 },
  // Codes mailed to one address. A code is valid for longer than it takes until the next is allowed, so a
  // stranger who exhausts the limit leaves the owner with a valid code.
  "auth.codesFor": { kind: "token bucket", rate: 5, period: HOUR, capacity: 5 },
  // Started sign-ins through a provider, each of which is a row until it ends.
  "auth.providerSteps": { kind: "token bucket", rate: 3000, period: MINUTE, capacity: 3000 },
  // Refreshes of one session: each page does one when it is opened, and one each hour.
  "auth.refreshes": { kind: "token bucket", rate: 120, period: HOUR, capacity: 60 },
  // E-mails to addresses without an account: in total, and by one network where it is known.
  "auth.signUps": { kind: "token bucket", rate: 600, period: HOUR, capacity: 60 },
  "auth.signUpsFrom": { kind: "token bucket", rate: 30, period: HOUR, capacity: 30 },
  // Attempts at passwords: for one address from a device that signed in to it before; for one address from all
  // other devices together; for one address from one network, and from one network for any address. Beyond
  // those of strangers nobody is refused: see `checkPassword` in auth.ts.
  "auth.triesOfDevice": { kind: "token bucket", rate: 10, period: HOUR, capacity: 10 },
  "auth.triesOn": { kind: "token bucket", rate: 500, period: DAY, capacity: 500 },
  "auth.tries": { kind: "token bucket", rate: 10, period: HOUR, capacity: 10 },
  "auth.triesFrom": { kind: "token bucket", rate: 30, period: MINUTE, capacity: 60 },
  // Functions that name no limit share this one: more than a person does by hand, less than a loop.
  calls: { kind: "token bucket", rate: 120, period: MINUTE, capacity: 240 },
  // Files that one person opens: a page with many pictures does so at once.
  "files.read": { kind: "token bucket", rate: 600, period: MINUTE, capacity: 600 },
  "files.requestUpload": { kind: "token bucket", rate: 30, period: MINUTE, capacity: 60 },
  "memberships.change": { kind: "token bucket", rate: 30, period: MINUTE, capacity: 30 },
  "invitations.answer": { kind: "token bucket", rate: 20, period: MINUTE, capacity: 20 },
  "invitations.send": { kind: "token bucket", rate: 20, period: HOUR, capacity: 20 },
  // E-mails to one address, from any team: a new invitation must not bypass the limit of sending again.
  "invitations.sendTo": { kind: "token bucket", rate: 10, period: DAY, capacity: 10 },
  "notes.create": { kind: "token bucket", rate: 30, period: MINUTE, capacity: 30 },
  // A burst above the rate: somebody tidies up a board.
  "tasks.change": { kind: "token bucket", rate: 60, period: MINUTE, capacity: 120 },
  "tasks.create": { kind: "token bucket", rate: 60, period: MINUTE, capacity: 60 },
  "teams.create": { kind: "token bucket", rate: 10, period: MINUTE, capacity: 10 },
  "teams.update": { kind: "token bucket", rate: 20, period: MINUTE, capacity: 20 },
  // Requests to one upload address, which takes one file: more than a flaky network needs.
  "uploads.send": { kind: "token bucket", rate: 20, period: HOUR, capacity: 20 },
  // Parts of an export, each a few megabytes.
  "users.exportData": { kind: "token bucket", rate: 60, period: HOUR, capacity: 60 },
  "users.change": { kind: "token bucket", rate: 20, period: MINUTE, capacity: 20 },
  // Events of one sender: a batch of e-mails comes back at once.
  "webhooks.resend": { kind: "token bucket", rate: 1200, period: MINUTE, capacity: 1200 },
} satisfies Record<string, RateLimitConfig>;

/**
 * After so many days a count is removed and starts over. That refills the limit, so it must be far longer than
 * any limit's period.
 */
export const COUNTS_KEPT_DAYS = 30;

export type RateLimitName = keyof typeof rateLimits;

const rateLimiter = new RateLimiter(components.rateLimiter, rateLimits);

/**
 * Counts one call against a limit: the caller's own, or that of their network when nobody is signed in. All
 * callers from unknown networks share one.
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
 * Counts one call against a limit with another key than the caller. The key is stored as a hash, because the
 * count stays for 30 days (`callCounts.ts`), even after the account with that address was removed.
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
 * Counts one call like `countFor`, but does not throw over the limit.
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
 * Resets the count of a limit.
 * @param ctx the context of a mutation
 * @param name which limit
 * @param key whose count it is
 */
export async function forgive(ctx: MutationCtx, name: RateLimitName, key: string): Promise<void> {
  await rateLimiter.reset(ctx, name, { key: await keyedHash(key) });
}
