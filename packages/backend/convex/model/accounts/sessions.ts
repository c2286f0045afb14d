// Ending sessions: what a ban, the removal of an account and a new password do to them.
import { internal } from "../../_generated/api";
import type { Id } from "../../_generated/dataModel";
import { type Remover, removeRow } from "../platform/removal";

/** How long a session lasts, used or not. */
export const SESSION_MS = 30 * 24 * 60 * 60 * 1000;
/** How many sessions one transaction ends, each with its refresh tokens. */
export const SESSION_BATCH = 25;

/**
 * Signs a person out everywhere. It takes effect at once, because `findCaller` reads the session of a token.
 * @param ctx a context with an unscoped database
 * @param userId whose sessions
 * @param which the session to keep, if any; and the time before which the others began, for a later batch: a
 *   new password starts a session at once, which must not end with them
 */
export async function endSessions(
  ctx: Remover,
  userId: Id<"users">,
  { except, before = Infinity }: { except?: Id<"authSessions">; before?: number } = {},
): Promise<void> {
  const sessions = await ctx.db
    .query("authSessions")
    .withIndex("userId", (q) => q.eq("userId", userId).lt("_creationTime", before))
    .order("desc")
    .take(SESSION_BATCH);
  for (const { _id } of sessions) {
    if (_id !== except) await removeRow(ctx, "authSessions", _id);
  }
  const last = sessions.at(-1);
  if (last === undefined || sessions.length < SESSION_BATCH) return;
  const rest = { userId, except, before: last._creationTime };
  await ctx.scheduler.runAfter(0, internal.sessions.endRest, rest);
}
