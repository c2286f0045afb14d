// Going on with a session. The library gives each refresh a new token and keeps every one before it; here a
// session keeps those of the last seconds, and a token that was replaced longer ago ends it.
import type { Doc, Id } from "../../_generated/dataModel";
import type { MutationCtx } from "../../_generated/server";
import { countFor } from "../platform/rateLimits";
import { recordOwn } from "../platform/audit";
import { keyedHash } from "../../lib/keyedHash";
import { removeRow } from "../platform/removal";

/** How long a used token still works: two tabs refresh at once, or an answer is lost and asked for again. */
export const REUSE_WINDOW_MS = 10_000;

/** Used tokens that one refresh removes; more than its limit allows to be made within the window. */
const TRIM_BATCH = 100;

interface Opened {
  tokenId: Id<"authRefreshTokens">;
  sessionId: Id<"authSessions">;
}

/**
 * Signs a token of the library, which is two ids, so that it is known as ours after its row is gone.
 * @param token the ids of the token and its session, as the library joins them
 * @returns what the client keeps and sends back: the same, and a signature
 */
export async function signRefreshToken(token: string): Promise<string> {
  return `${token}|${await signatureOf(token)}`;
}

/**
 * Decides whether a token goes on with its session. One that was used more than `REUSE_WINDOW_MS` ago has
 * been copied, or its answer was lost long ago: this cannot be distinguished, so the session ends.
 * @param ctx the context of a mutation, as Convex gives it
 * @param refreshToken what a client sent
 * @returns the token to hand to the library, and the session; null when the token leads nowhere
 * @throws RATE_LIMITED when the session was refreshed too often
 */
export async function usableToken(
  ctx: MutationCtx,
  refreshToken: string,
): Promise<{ token: string; sessionId: Id<"authSessions"> } | null> {
  const opened = await openToken(ctx, refreshToken);
  const session = opened && (await ctx.db.get("authSessions", opened.sessionId));
  if (opened === null || session === null) return null;
  const { tokenId, sessionId } = opened;
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
  // A token that another tab has used meanwhile: of the newest one's parent the library answers the newest.
  const parent = row.firstUsedTime === undefined ? tokenId : await parentOfNewest(ctx, sessionId);
  return { token: `${parent}|${sessionId}`, sessionId };
}

/**
 * Removes the tokens of a session that cannot be used any more.
 * @param ctx the context of a mutation, as Convex gives it
 * @param sessionId a session that was just gone on with
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
