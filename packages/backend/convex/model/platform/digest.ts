// The daily e-mail of unread notifications. E-mail and mark are one transaction, so that a failure sends nothing
// twice.
import { APP_NAME } from "@repo/validators/app";
import { toSingleLine } from "@repo/validators/fields";
import type { AppPath } from "@repo/validators/appPath";
import type { Doc } from "../../_generated/dataModel";
import type { MutationCtx } from "../../_generated/server";
import { sendEmail } from "./email";
import { type Message, message } from "./emailContent";
import { addressOf, settingsOf } from "./emailToUser";

/** How many people's digests one transaction sends. */
const DIGEST_BATCH = 20;
/** A pause per e-mail before the next batch: mail services accept a few per second and refuse the rest. */
const PAUSE_MS = 500;
/** How many unread notifications of a person are read: the newest. */
const CONSIDERED = 100;
/** How many of them the e-mail lists. */
const LISTED = 10;

/**
 * Sends the digests of the next people, in the order of their accounts.
 * @param ctx a context with an unscoped database
 * @param cursor where the previous batch ended, null for the first
 * @returns where the next batch starts, null after the last, and how long it waits, in milliseconds
 */
export async function sendDigests(
  ctx: MutationCtx,
  cursor: string | null,
): Promise<{ next: string | null; pauseMs: number }> {
  const people = await ctx.db.query("users").paginate({ numItems: DIGEST_BATCH, cursor });
  let sent = 0;
  for (const person of people.page) if (await sendDigest(ctx, person)) sent += 1;
  const next = people.isDone ? null : people.continueCursor;
  return { next, pauseMs: sent * PAUSE_MS };
}

/** Sends one person's digest, if there is news and they want it; returns whether it did. */
async function sendDigest(ctx: MutationCtx, person: Doc<"users">): Promise<boolean> {
  if ((await settingsOf(ctx, person._id))?.digest === "never") return false;
  const unread = await ctx.db
    .query("notifications")
    .withIndex("by_userId_and_readAt", (q) => q.eq("userId", person._id).eq("readAt", undefined))
    .order("desc")
    .take(CONSIDERED);
  const news = unread.filter(({ emailedAt }) => emailedAt === undefined);
  if (news.length === 0) return false;
  const to = addressOf(person);
  if (to === null) return false;
  await sendEmail(ctx, { to, ...digestEmail(person.name, news) });
  const emailedAt = Date.now();
  for (const { _id } of news) await ctx.db.patch("notifications", _id, { emailedAt });
  return true;
}

/**
 * Writes the digest of a person.
 * @param name what they are called
 * @param news their unread notifications, the newest first
 */
export function digestEmail(
  name: string,
  news: readonly Pick<Doc<"notifications">, "title" | "link">[],
): Message {
  // Titles hold names that others chose: on a line of their own they could pass for words of the app.
  const items = news.slice(0, LISTED).map(({ title, link }) => ({
    text: toSingleLine(title),
    page: link as AppPath | undefined,
  }));
  const rest = news.length - items.length;
  const count = news.length === 1 ? "1 new notification" : `${news.length} new notifications`;
  return message(
    "digest",
    `${count} in ${APP_NAME}`,
    `Hello ${toSingleLine(name)},`,
    "this happened since you last looked:",
    { items, end: rest > 0 ? `… and ${rest} more.` : undefined },
  );
}
