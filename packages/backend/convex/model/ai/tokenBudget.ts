// How many tokens a person may use of the models in a day. A reply starts only if all that it may
// use is left; that much is reserved until it is over, so that many at once cannot overdraw.
import { DAY, dayOf, usageLimits } from "@repo/validators/ai/usage";
import type { Doc, Id } from "../../_generated/dataModel";
import type { DatabaseReader, DatabaseWriter } from "../../_generated/server";
import { appError } from "../../lib/errors";

const { tokensPerDay, tokensPerReply } = usageLimits;

/** A token has about four bytes of an English text, and about three of one in another script. */
const BYTES_PER_TOKEN = 3;

/**
 * Estimates how many tokens a text has, rather too many than too few.
 * @param text the input or output of a model
 */
export function tokensIn(text: string): number {
  return Math.ceil(new TextEncoder().encode(text).length / BYTES_PER_TOKEN);
}

/**
 * Admits a reply, and reserves what it may use.
 * @param db an unscoped database: users may not write their own usage
 * @param userId who is asking
 * @returns the day whose budget it is, for releasing it
 * @throws QUOTA_EXCEEDED with `retryAfter` in milliseconds, when what is left is not enough
 */
export async function reserveReply(db: DatabaseWriter, userId: Id<"users">): Promise<number> {
  return await change(db, userId, ({ tokens, reserved }, now) => {
    const used = { tokens, reserved: reserved + tokensPerReply };
    requireWithin(used, now);
    return used;
  });
}

/**
 * Admits another attempt at a reply, whose reservation exists, less what earlier attempts have used of it.
 * @param db an unscoped database
 * @param userId who is asking
 * @throws QUOTA_EXCEEDED when that was the rest of the budget
 */
export async function requireBudget(db: DatabaseWriter, userId: Id<"users">): Promise<void> {
  const now = Date.now();
  requireWithin(usedOn(now, await rowOf(db, userId)), now);
}

/**
 * Reserves what a single call of a model may use, if that much is left.
 * @param db an unscoped database
 * @param userId who is asking
 * @param most how many tokens; the unused rest is recorded as a negative amount
 * @returns the day whose budget it is, for releasing the unused rest
 * @throws QUOTA_EXCEEDED with `retryAfter` in milliseconds, when what is left is not enough
 */
export async function spendTokens(
  db: DatabaseWriter,
  userId: Id<"users">,
  most: number,
): Promise<number> {
  return await change(db, userId, ({ tokens, reserved }, now) => {
    const used = { tokens: tokens + most, reserved };
    requireWithin(used, now);
    return used;
  });
}

/**
 * Counts what a model has used for a person, even beyond the budget: it is spent.
 * @param db an unscoped database
 * @param userId who was answered; nothing happens when the account is gone
 * @param used how many tokens; a negative number releases what was overcounted
 * @param day the day on which it was counted, if any: nothing is released from another day's budget
 * @returns the day that it counts on
 */
export async function recordTokens(
  db: DatabaseWriter,
  userId: Id<"users">,
  used: number,
  day?: number,
): Promise<number> {
  return await change(db, userId, ({ tokens, reserved }, now) => {
    const isPast = used < 0 && day !== undefined && day !== dayOf(now);
    return { tokens: isPast ? tokens : Math.max(tokens + used, 0), reserved };
  });
}

/**
 * Releases what was reserved for a reply that is over.
 * @param db an unscoped database
 * @param userId who was answered; nothing happens when the account is gone
 * @param day the day that reserving returned: a reservation of an earlier day has expired
 */
export async function releaseReply(
  db: DatabaseWriter,
  userId: Id<"users">,
  day: number | undefined,
): Promise<void> {
  await change(db, userId, ({ tokens, reserved }, now) => ({
    tokens,
    reserved: day === dayOf(now) ? Math.max(reserved - tokensPerReply, 0) : reserved,
  }));
}

type Used = Pick<Doc<"usage">, "tokens" | "reserved">;

function requireWithin({ tokens, reserved }: Used, now: number): void {
  if (tokens + reserved <= tokensPerDay) return;
  const message = "Your tokens for today are used up. They are back at midnight, UTC.";
  throw appError("QUOTA_EXCEEDED", message, { retryAfter: dayOf(now) + DAY - now });
}

/** Each person has one row, which starts over each day. */
async function change(
  db: DatabaseWriter,
  userId: Id<"users">,
  changed: (used: Used, now: number) => Used,
): Promise<number> {
  const now = Date.now();
  const day = dayOf(now);
  const row = await rowOf(db, userId);
  const values = { day, ...changed(usedOn(now, row), now) };
  if (row !== null) await db.patch("usage", row._id, values);
  // A reply may report after the account was removed, and must not create a row then.
  else if ((await db.get("users", userId)) !== null)
    await db.insert("usage", { ownerId: userId, ...values });
  return day;
}

function usedOn(now: number, row: Doc<"usage"> | null): Used {
  if (row?.day !== dayOf(now)) return { tokens: 0, reserved: 0 };
  return { tokens: row.tokens, reserved: row.reserved };
}

async function rowOf(db: DatabaseReader, userId: Id<"users">): Promise<Doc<"usage"> | null> {
  return await db
    .query("usage")
    .withIndex("by_ownerId", (q) => q.eq("ownerId", userId))
    .first();
}
