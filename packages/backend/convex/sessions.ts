// The caller's sessions: listing and ending them.
import { publicSession } from "@repo/validators/accounts/authSessions";
import { codeLimits } from "@repo/validators/accounts/authCodes";
import { zid } from "@repo/validators/convex";
import { z } from "zod";
import { internal } from "./_generated/api";
import type { Doc } from "./_generated/dataModel";
import { sessionIdOf } from "./lib/access";
import { appError } from "./lib/errors";
import { internalMutation, mutation, query } from "./builders/functions";
import type { QueryCtx } from "./lib/context";
import { recordOwn } from "./model/platform/audit";
import { SESSION_MS, endSessions } from "./model/accounts/sessions";
import { clamp, pageOf, paginationOpts } from "./lib/pagination";

const DAY = 24 * 60 * 60 * 1000;
export const PURGE_BATCH = 100;

/** The caller's sessions, newest first, paginated. */
export const list = query({
  access: "authSessions.read",
  args: { paginationOpts },
  returns: pageOf(publicSession),
  handler: async (ctx, args) => {
    const result = await ctx.db
      .query("authSessions")
      .withIndex("userId", (q) => q.eq("userId", ctx.user._id))
      .order("desc")
      .paginate(clamp(args.paginationOpts));
    const current = await sessionIdOf(ctx);
    const described = result.page.map(async (session) => ({
      ...session,
      lastUsedAt: await lastUseOf(ctx, session),
      isCurrent: session._id === current,
    }));
    return { ...result, page: await Promise.all(described) };
  },
});

/** Ends one of the caller's sessions. Ending the current one signs out. */
export const revoke = mutation({
  access: "authSessions.remove",
  args: { id: zid("authSessions") },
  returns: z.null(),
  handler: async (ctx, args) => {
    await ctx.db.delete("authSessions", args.id);
    await recordOwn(ctx, ctx.user._id, "endSession", { sessionId: args.id });
  },
});

/** Ends all of the caller's sessions except the current one. */
export const revokeOthers = mutation({
  access: "authSessions.remove",
  args: {},
  returns: z.null(),
  handler: async (ctx) => {
    const current = await sessionIdOf(ctx);
    if (current === null) throw appError("UNAUTHENTICATED", "Sign in first.");
    await endSessions({ ...ctx, db: ctx.unscopedDb }, ctx.user._id, { except: current });
    await recordOwn(ctx, ctx.user._id, "endOtherSessions", { except: current });
  },
});

/** Continues ending a person's sessions, beyond one batch. */
export const endRest = internalMutation({
  args: { userId: zid("users"), except: zid("authSessions").optional(), before: z.number() },
  returns: z.null(),
  handler: async (ctx, { userId, ...which }) => await endSessions(ctx, userId, which),
});

/** The rows that sign-in leaves behind, and how long after their creation they are useful. */
const lifetimes = {
  authCodes: codeLimits.lifetimeMs,
  authRateLimits: DAY,
  authRefreshTokens: SESSION_MS,
  authSessions: SESSION_MS,
  authVerificationCodes: DAY,
  authVerifiers: DAY,
} as const;

/** Removes expired sessions and codes; run by an hourly cron. */
export const purge = internalMutation({
  args: {},
  returns: z.null(),
  handler: async (ctx) => {
    let isDone = true;
    for (const [name, lifetime] of Object.entries(lifetimes)) {
      const table = name as keyof typeof lifetimes;
      const old = await ctx.db
        .query(table)
        .withIndex("by_creation_time", (q) => q.lt("_creationTime", Date.now() - lifetime))
        .take(PURGE_BATCH);
      for (const { _id } of old) await ctx.db.delete(table, _id);
      isDone &&= old.length < PURGE_BATCH;
    }
    if (!isDone) await ctx.scheduler.runAfter(0, internal.sessions.purge, {});
  },
});

/** A session gets a new token with each refresh, and the newest one shows when that was. */
async function lastUseOf(ctx: QueryCtx, session: Doc<"authSessions">): Promise<number> {
  const [newest] = await ctx.unscopedDb
    .query("authRefreshTokens")
    .withIndex("sessionId", (q) => q.eq("sessionId", session._id))
    .order("desc")
    .take(1);
  return newest?._creationTime ?? session._creationTime;
}
