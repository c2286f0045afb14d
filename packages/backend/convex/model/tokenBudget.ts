// How many tokens a person may use of the assistant in a day. A reply is let in when what it is expected
// to use is left; that much is kept free for it until it is over, so that many at once cannot overdraw.
import { DAY, dayOf, usageLimits } from "@repo/validators/usage";
import type { Doc, Id } from "../_generated/dataModel";
import type { DatabaseWriter } from "../_generated/server";
import { appError } from "../errors";

const { tokensPerDay, tokensPerReply } = usageLimits;

/**
 * Lets a reply in, and keeps free what it is expected to use.
 * @param db a database with every row: nobody writes their own usage
 * @param userId who is asking
 * @throws QUOTA_EXCEEDED with `retryAfter` in milliseconds, when what is left is not enough
 */
export async function reserveReply(db: DatabaseWriter, userId: Id<"users">): Promise<void> {
  await change(db, userId, ({ tokens, reserved }, now) => {
    if (tokens + reserved + tokensPerReply > tokensPerDay) {
      const message =
        "The assistant's tokens for today are used up. They are back at midnight, UTC.";
      throw appError("QUOTA_EXCEEDED", message, { retryAfter: dayOf(now) + DAY - now });
    }
    return { tokens, reserved: reserved + tokensPerReply };
  });
}

/**
 * Counts what a model has used for a person, whatever the budget says: it is spent.
 * @param db a database with every row
 * @param userId who was answered; nothing happens when the account is gone
 * @param used how many tokens
 */
export async function recordTokens(
  db: DatabaseWriter,
  userId: Id<"users">,
  used: number,
): Promise<void> {
  await change(db, userId, ({ tokens, reserved }) => ({
    tokens: tokens + Math.max(used, 0),
    reserved,
  }));
}

/**
 * Gives back what was kept free for a reply that is over.
 * @param db a database with every row
 * @param userId who was answered; nothing happens when the account is gone
 */
export async function releaseReply(db: DatabaseWriter, userId: Id<"users">): Promise<void> {
  await change(db, userId, ({ tokens, reserved }) => ({
    tokens,
    reserved: Math.max(reserved - tokensPerReply, 0),
  }));
}

type Used = Pick<Doc<"usage">, "tokens" | "reserved">;

/** Each person has one row, which a new day begins anew. */
async function change(
  db: DatabaseWriter,
  userId: Id<"users">,
  changed: (used: Used, now: number) => Used,
): Promise<void> {
  const now = Date.now();
  const row = await db
    .query("usage")
    .withIndex("by_ownerId", (q) => q.eq("ownerId", userId))
    .first();
  const used = row?.day === dayOf(now) ? row : { tokens: 0, reserved: 0 };
  const values = { day: dayOf(now), ...changed(used, now) };
  if (row !== null) await db.patch("usage", row._id, values);
  // A reply may report after the account was removed, and must leave nothing behind.
  else if ((await db.get("users", userId)) !== null)
    await db.insert("usage", { ownerId: userId, ...values });
}
