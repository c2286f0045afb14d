// Refreshing a session. The library issues a new token with each refresh and keeps all earlier ones; here a
// session keeps those of the last seconds, and ends when an older one is used.
import type { Doc, Id } from "../../_generated/dataModel";
import type { MutationCtx } from "../../_generated/server";
import { countFor } from "../platform/rateLimits";
import { recordOwn } from "../platform/audit";
import { keyedHash } from "../../lib/keyedHash";
import { removeRow } from "../platform/removal";

/** How long a used token stays valid: two tabs refresh at once, or a lost response is requested again. */
export const REUSE_WINDOW_MS = 10_000;

/** How many used tokens one refresh removes: more than the rate limit allows within the window. */
const TRIM_BATCH = 100;

interface Opened {
  tokenId: Id<"authRefreshTokens">;
  sessionId: Id<"authSessions">;
}

/**
 * Signs a token of the library, which is two ids, so that it is recognized after its row is gone.
 * @param token the ids of the token and its session, as the library joins them
 * @returns what the client stores: the same, and a signature
 */
export async function signRefreshToken(token: string): Promise<string> {
  return `${token}|${await signatureOf(token)}`;
}

/**
 * Decides whether a token may refresh its session. One that was used more than `REUSE_WINDOW_MS` ago was
 * copied, or its response was lost long ago: the two look the same, so the session ends.
 * @param ctx the context of a mutation, as Convex gives it
 * @param refreshToken as the client sent it
 * @returns the token to hand to the library, and the session; null for an unknown token
 * @throws RATE_LIMITED when the session was refreshed too often
 */
export async function usableToken(
  ctx: MutationCtx,
  refreshToken: string,
): Promise<{ token: string; sessionId: Id<"authSessions"> } | null> {
  const ids = await openToken(ctx, refreshToken);
  const session = ids && (await ctx.db.get("authSessions", ids.sessionId));
  if (ids === null || session === null) return null;
  const { tokenId, sessionId } = ids;
  const row = await ctx.db.get("authRefreshTokens", tokenId);
  if (isOver(session) || (row !== null && isOver(row))) {
    await removeRow(ctx, "authSessions", sessionId);
    return null;
  }
  if (row === null || isSpent(row)) {
    await recordOwn(ctx, session.userId, "refuseUsedToken", { sessionId });
    await removeRow(ctx, "authSessions", sessionId);
    return null;
  }
  await countFor(ctx, "auth.refreshes", sessionId);
  // Another tab has used the token meanwhile. For the parent of the newest token the library returns the newest.
  const parent = row.firstUsedTime === undefined ? tokenId : await parentOfNewest(ctx, sessionId);
  return { token: `${parent}|${sessionId}`, sessionId };
}

/**
 * Removes the tokens of a session that cannot be used any more.
 * @param ctx the context of a mutation, as Convex gives it
 * @param sessionId a session that was just refreshed
 */
export async function trimTokens(ctx: MutationCtx, sessionId: Id<"authSessions">): Promise<void> {
  const tokens = await ctx.db
    .query("authRefreshTokens")
    .withIndex("sessionId", (q) => q.eq("sessionId", sessionId))
    .take(TRIM_BATCH);
  for (const token of tokens) {
    if (isSpent(token)) await ctx.db.delete("authRefreshTokens", token._id);
  }
}

/** The ids in a token that we signed; null for any other text. */
async function openToken({ db }: MutationCtx, refreshToken: string): Promise<Opened | null> {
  const [first = "", second = "", signature, ...rest] = refreshToken.split("|");
  const tokenId = db.normalizeId("authRefreshTokens", first);
  const sessionId = db.normalizeId("authSessions", second);
  if (tokenId === null || sessionId === null || rest.length > 0) return null;
  return signature === (await signatureOf(`${tokenId}|${sessionId}`))
    ? { tokenId, sessionId }
    : null;
}

async function signatureOf(token: string): Promise<string> {
  return await keyedHash(`refresh token ${token}`);
}

async function parentOfNewest({ db }: MutationCtx, sessionId: Id<"authSessions">) {
  const [newest] = await db
    .query("authRefreshTokens")
    .withIndex("sessionId", (q) => q.eq("sessionId", sessionId))
    .order("desc")
    .take(1);
  return newest?.parentRefreshTokenId;
}

function isOver({ expirationTime }: { expirationTime: number }): boolean {
  return expirationTime < Date.now();
}

function isSpent({ firstUsedTime = Infinity }: Doc<"authRefreshTokens">): boolean {
  return firstUsedTime + REUSE_WINDOW_MS <= Date.now();
}
