// The daily e-mail of unread notifications. E-mail and mark are one transaction, so that a failure sends nothing
// twice.
import { APP_NAME } from "@repo/validators/app";
import { toSingleLine } from "@repo/validators/fields";
import { paths } from "@repo/validators/platform/paths";
import type { AppPath } from "@repo/validators/appPath";
import { type NotificationSetting } from "@repo/validators/platform/notificationSettings";
import { email } from "@repo/validators/accounts/users";
import type { Doc, Id } from "../../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../../_generated/server";
import { whyShutOut } from "../../lib/access";
import { sendEmail } from "./email";
import { siteAddress } from "./siteAddress";

/** How many people's digests one transaction sends. */
const DIGEST_BATCH = 20;
/** A pause per e-mail before the next batch: mail services accept a few per second and refuse the rest. */
const PAUSE_MS = 500;
/** How many unread notifications of a person are read: the newest. */
const CONSIDERED = 100;
/** How many of them the e-mail lists. */
const LISTED = 10;

/**
 * Finds how often a person wants an e-mail.
 * @param ctx a context that may read their settings
 * @param userId whose
 * @returns their choice; default: every day
 */
export async function digestOf(
  ctx: Pick<QueryCtx, "db">,
  userId: Id<"users">,
): Promise<NotificationSetting["digest"]> {
  const found = await ctx.db
    .query("notificationSettings")
    .withIndex("by_userId", (q) => q.eq("userId", userId))
    .first();
  return found?.digest ?? "daily";
}

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
  if (whyShutOut(person) !== null) return false;
  if ((await digestOf(ctx, person._id)) === "never") return false;
  const unread = await ctx.db
    .query("notifications")
    .withIndex("by_userId_and_readAt", (q) => q.eq("userId", person._id).eq("readAt", undefined))
    .order("desc")
    .take(CONSIDERED);
  const news = unread.filter(({ emailedAt }) => emailedAt === undefined);
  if (news.length === 0) return false;
  if (!email.safeParse(person.email).success) {
    // Imported, or added by hand. Throwing would stop the digests of everyone after this person.
    console.error(`The address of the person ${person._id} accepts no e-mail.`);
    return false;
  }
  await sendEmail(ctx, { to: person.email, kind: "digest", ...digestText(person, news) });
  const emailedAt = Date.now();
  for (const { _id } of news) await ctx.db.patch("notifications", _id, { emailedAt });
  return true;
}

function digestText(person: Doc<"users">, news: readonly Doc<"notifications">[]) {
  // Titles hold names that others chose: on a line of their own they could pass for words of the app.
  const lines = news.slice(0, LISTED).map(({ title, link }) => {
    const line = `- ${toSingleLine(title)}`;
    return link === undefined ? line : `${line}\n  ${siteAddress(link as AppPath)}`;
  });
  const rest = news.length - lines.length;
  const more = rest > 0 ? [`… and ${rest} more.`] : [];
  const text = [
    `Hello ${toSingleLine(person.name)},`,
    "this happened since you last looked:",
    [...lines, ...more].join("\n"),
    `You can turn these e-mails off in your notification settings: ${siteAddress(paths.account())}`,
  ];
  const count = news.length === 1 ? "1 new notification" : `${news.length} new notifications`;
  return { subject: `${count} in ${APP_NAME}`, text: text.join("\n\n") };
}
