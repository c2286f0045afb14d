// Writing e-mails. Each is a row first: without a mail service that is where it ends, the mailbox of
// development; with one, the row is the record of its sending.
import { type EmailInput, emailInput } from "@repo/validators/emails";
import type { Id } from "../_generated/dataModel";
import { type MutationCtx, env } from "../_generated/server";
import { parseOrThrow } from "../errors";

/** A mutation's context, of our builders or as Convex gives it. */
type Ctx = Pick<MutationCtx, "db" | "scheduler"> & { unscopedDb?: MutationCtx["db"] };

/**
 * Writes an e-mail, in the transaction that has the reason for it: when that fails, nothing is sent.
 * @param ctx the context of a mutation
 * @param input the address, what it is about, subject and plain text
 * @returns the id of its row
 * @throws INVALID for an address that is none, and for texts that are too long
 */
export async function sendEmail(ctx: Ctx, input: EmailInput): Promise<Id<"emails">> {
  const db = ctx.unscopedDb ?? ctx.db;
  const status = env.RESEND_API_KEY === undefined ? "kept" : "queued";
  return await db.insert("emails", { ...parseOrThrow(emailInput, input), status });
}
