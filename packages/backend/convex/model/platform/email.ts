// Writes e-mails. Each is a row first: without a mail service it stays one, as the mailbox of development;
// with one, `@convex-dev/resend` sends it, and the row records its delivery.
import { type EmailStatus, Resend, type ResendOptions } from "@convex-dev/resend";
import { type EmailInput, emailInput, emailLimits } from "@repo/validators/platform/emails";
import { components, internal } from "../../_generated/api";
import type { Doc, Id } from "../../_generated/dataModel";
import { type MutationCtx, env } from "../../_generated/server";
import { parseOrThrow } from "../../lib/errors";
import { isDemo } from "./deployment";

/** How long an e-mail stays on record. */
export const KEEP_MS = 30 * 24 * 60 * 60 * 1000;
/** With pauses that double from five seconds, the last attempt is after about forty minutes. */
const MAX_ATTEMPTS = 10;
const FIRST_PAUSE_MS = 5000;

/** A mutation's context, of our builders or as Convex gives it. */
type Ctx = Pick<MutationCtx, "db" | "meta" | "runMutation"> & { unscopedDb?: MutationCtx["db"] };

/** The client of the mail service, null when no key is set. Made within a handler: keys may change without a push. */
function mailService(): Resend | null {
  const apiKey = env.RESEND_API_KEY;
  if (apiKey === undefined) return null;
  return new Resend(components.resend, {
    apiKey,
    testMode: false,
    retryAttempts: MAX_ATTEMPTS,
    initialBackoffMs: FIRST_PAUSE_MS,
    // Ours stores the branded id as the string that it is.
    onEmailEvent: internal.emails.onEvent as unknown as NonNullable<ResendOptions["onEmailEvent"]>,
  });
}

/**
 * Writes an e-mail, in the transaction that causes it: if that fails, nothing is sent.
 * @param ctx the context of a mutation
 * @param input the address, and what `message` of `emailContent.ts` writes, which must not contain text of a
 *   stranger, or the app would send their messages
 * @returns the id of its row
 * @throws INVALID for an invalid address, and for texts that are too long
 */
export async function sendEmail(ctx: Ctx, input: EmailInput): Promise<Id<"emails">> {
  const db = ctx.unscopedDb ?? ctx.db;
  const email = parseOrThrow(emailInput, input);
  const service = mailService();
  if (service === null) {
    if (await isDemo(ctx)) console.info(`E-mail to ${email.to}: ${email.subject}\n${email.text}`);
    return await db.insert("emails", { ...email, status: "kept" });
  }
  const { to, subject, text, html, ...rest } = email;
  const from = env.EMAIL_FROM;
  if (from === undefined) {
    const error = "There is no sender: npx convex env set EMAIL_FROM 'Your app <app@your.domain>'";
    console.error(`An e-mail (${rest.kind}) was not sent. ${error}`);
    return await db.insert("emails", { ...rest, to, subject, status: "failed", error });
  }
  const resendId = await service.sendEmail(ctx as MutationCtx, { from, to, subject, text, html });
  return await db.insert("emails", { ...rest, to, subject, status: "queued", resendId });
}

/**
 * Records the delivery of an e-mail, as the component knows it, which needs no key.
 * @param ctx the context of a mutation, with an unscoped database
 * @param email the row
 */
export async function recordProgress(
  ctx: Pick<MutationCtx, "db" | "runQuery">,
  email: Doc<"emails">,
): Promise<void> {
  const { resendId: emailId } = email;
  const { getStatus } = components.resend.lib;
  const known = emailId === undefined ? null : await ctx.runQuery(getStatus, { emailId });
  const change = progressOf(email, known);
  if (change === null) return;
  if (change.error) console.error(`An e-mail (${email.kind}) was not delivered. ${change.error}`);
  await ctx.db.patch("emails", email._id, change);
}

/** The fields to change for the component's status of an e-mail, null when it has forgotten it. */
function progressOf(
  email: Doc<"emails">,
  known: Pick<EmailStatus, "status" | "errorMessage"> | null,
): Partial<Doc<"emails">> | null {
  const next = known === null ? "failed" : STATUS_OF[known.status];
  if (RANK[next] <= RANK[email.status]) return null;
  const sentAt = email.sentAt ?? Date.now();
  if (next === "sent" || next === "delivered") return { status: next, sentAt };
  const error = known?.errorMessage ?? "The mail service knows nothing of it.";
  return { status: next, error: error.slice(0, emailLimits.error.max) };
}

/** The component's statuses, as ours. */
const STATUS_OF = {
  waiting: "queued",
  queued: "queued",
  cancelled: "failed",
  sent: "sent",
  delivery_delayed: "sent",
  delivered: "delivered",
  bounced: "bounced",
  failed: "failed",
} as const satisfies Record<EmailStatus["status"], Doc<"emails">["status"]>;

/** A status only advances: events arrive more than once, and in any order. */
const RANK: Record<Doc<"emails">["status"], number> = {
  kept: 3,
  queued: 0,
  sent: 1,
  delivered: 2,
  bounced: 3,
  failed: 3,
};
