// E-mails to a user of the app, who may have turned them off.
import { email } from "@repo/validators/accounts/users";
import type { Doc, Id } from "../../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../../_generated/server";
import { whyShutOut } from "../../lib/access";
import { sendEmail } from "./email";
import type { Message } from "./emailContent";

/**
 * Finds what a user chose about e-mails.
 * @param ctx a context that may read their settings
 * @param userId whose
 * @returns null when they never chose
 */
export async function settingsOf(
  ctx: Pick<QueryCtx, "db">,
  userId: Id<"users">,
): Promise<Doc<"notificationSettings"> | null> {
  return await ctx.db
    .query("notificationSettings")
    .withIndex("by_userId", (q) => q.eq("userId", userId))
    .first();
}

/**
 * Finds the address to which a user gets e-mails.
 * @returns null for a user who is shut out, and for an address that accepts none: throwing would also stop the
 *   e-mails of everyone after them
 */
export function addressOf(user: Doc<"users">): string | null {
  if (whyShutOut(user) !== null) return null;
  if (email.safeParse(user.email).success) return user.email;
  console.error(`The address of the person ${user._id} accepts no e-mail.`);
  return null;
}

/**
 * Writes an e-mail to a user, in the transaction that causes it.
 * @param ctx the context of a mutation
 * @param userId to whom
 * @param message what a function of `model/emails/` wrote
 * @returns the id of its row; null when the user is gone or shut out, or turned e-mails of this kind off
 */
export async function sendToUser(
  ctx: Pick<MutationCtx, "db" | "meta" | "runMutation"> & { unscopedDb?: MutationCtx["db"] },
  userId: Id<"users">,
  message: Message,
): Promise<Id<"emails"> | null> {
  // The account and its settings are the other person's.
  const db = ctx.unscopedDb ?? ctx.db;
  const user = await db.get("users", userId);
  const to = user === null ? null : addressOf(user);
  if (to === null) return null;
  const settings = await settingsOf({ db }, userId);
  if (settings?.muted?.includes(message.kind)) return null;
  return await sendEmail(ctx, { to, ...message });
}
