// The sessions of a person: what signing in makes, and what ends when they are shut out.
import type { Id } from "../_generated/dataModel";
import { type Remover, removeRow } from "../references";

/** Sessions that one transaction ends; whoever has more is refused by `findCaller` all the same. */
const SESSIONS_ENDED = 100;

/**
 * Ends a person's sessions: none can be renewed. That their tokens count for nothing from now on is the
 * business of `findCaller`.
 * @param ctx a context with every row at hand
 * @param userId the person
 */
export async function endSessions(ctx: Remover, userId: Id<"users">): Promise<void> {
  const sessions = await ctx.db
    .query("authSessions")
    .withIndex("userId", (q) => q.eq("userId", userId))
    .take(SESSIONS_ENDED);
  for (const { _id } of sessions) await removeRow(ctx, "authSessions", _id);
}
