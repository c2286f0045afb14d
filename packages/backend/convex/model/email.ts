// Writing e-mails. Each is a row first: without a mail service that is where it ends, the mailbox of
// development; with one, the row is the record of its sending, and a job sends it.
import { type EmailInput, emailInput } from "@repo/validators/emails";
import { internal } from "../_generated/api";
import type { Id } from "../_generated/dataModel";
import { type MutationCtx, env } from "../_generated/server";
import { parseOrThrow } from "../errors";
import { isDemo } from "./deployment";
import { startJob } from "./jobs";

/** With pauses that double from two seconds to ten minutes: given up after about half an hour. */
const MAX_ATTEMPTS = 10;

/** A mutation's context, of our builders or as Convex gives it. */
type Ctx = Pick<MutationCtx, "db" | "meta" | "scheduler"> & { unscopedDb?: MutationCtx["db"] };

/**
 * Writes an e-mail, in the transaction that has the reason for it: when that fails, nothing is sent.
 * @param ctx the context of a mutation
 * @param input the address, what it is about, subject and plain text; nothing in them that a stranger
 *   wrote, or the app sends their messages
 * @returns the id of its row
 * @throws INVALID for an address that is none, and for texts that are too long
 */
export async function sendEmail(ctx: Ctx, input: EmailInput): Promise<Id<"emails">> {
  const db = ctx.unscopedDb ?? ctx.db;
  const email = parseOrThrow(emailInput, input);
  const isSent = env.RESEND_API_KEY !== undefined;
  const id = await db.insert("emails", { ...email, status: isSent ? "queued" : "kept" });
  if (isSent) {
    const { deliver: run, giveUp: whenFailed } = internal.emails;
    const work = { run, whenFailed, subject: id, maxAttempts: MAX_ATTEMPTS };
    await startJob({ scheduler: ctx.scheduler, db }, work);
  } else if (await isDemo(ctx)) {
    console.info(`E-mail to ${email.to}: ${email.subject}\n${email.text}`);
  }
  return id;
}

/** What one try to hand an e-mail over came to. */
export type Delivery = { ok: true } | { ok: false; error: string; isFinal: boolean };

/**
 * Hands an e-mail to resend.com. For an action.
 * @param id the row, under which the service takes it once, however often it is asked within a day
 * @param email the address, subject and text
 * @returns whether the service took it; if not why, and whether trying again is of no use
 */
export async function postToResend(
  id: Id<"emails">,
  email: Pick<EmailInput, "to" | "subject" | "text">,
): Promise<Delivery> {
  const from = env.EMAIL_FROM;
  if (from === undefined) {
    const command = "npx convex env set EMAIL_FROM 'Your app <app@your.domain>'";
    return { ok: false, error: `There is no sender: ${command}`, isFinal: true };
  }
  const response = await fetch(`${env.RESEND_URL ?? "https://api.resend.com"}/emails`, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${env.RESEND_API_KEY}`,
      "Content-Type": "application/json",
      "Idempotency-Key": id,
    },
    body: JSON.stringify({ ...email, from }),
  });
  if (response.ok) return { ok: true };
  const error = `Resend answered ${response.status}: ${(await response.text()).slice(0, 300)}`;
  // 409 says that the same e-mail is on its way, 429 that there were too many at once.
  const isPassing = response.status >= 500 || [408, 409, 429].includes(response.status);
  return { ok: false, error, isFinal: !isPassing };
}
