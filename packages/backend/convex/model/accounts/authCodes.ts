// The codes that are mailed to an address to verify its owner. Each is valid once.
import { CODE_SIGNS, type CodePurpose, codeLimits } from "@repo/validators/accounts/authCodes";
import type { Doc } from "../../_generated/dataModel";
import type { MutationCtx } from "../../_generated/server";
import { keyedHash } from "../../lib/keyedHash";

type Ctx = Pick<MutationCtx, "db">;

/**
 * Creates a code. It invalidates the previous one for the same address and purpose.
 * @param ctx the context of a mutation, with an unscoped database
 * @param email the address
 * @param purpose what it is for
 * @returns the code, in two halves, to be mailed and not stored
 */
export async function issueCode(ctx: Ctx, email: string, purpose: CodePurpose): Promise<string> {
  const before = await findCode(ctx, email, purpose);
  if (before !== null) await ctx.db.delete("authCodes", before._id);
  const bytes = crypto.getRandomValues(new Uint8Array(codeLimits.length));
  // 256 is a multiple of 32, so that all characters are equally likely.
  const signs = [...bytes].map((byte) => CODE_SIGNS.charAt(byte % CODE_SIGNS.length));
  const code = signs.join("");
  await ctx.db.insert("authCodes", {
    email,
    purpose,
    hash: await hashOf(code, email, purpose),
    expiresAt: Date.now() + codeLimits.lifetimeMs,
  });
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/**
 * Redeems a code, which is removed. A wrong one changes nothing: the right one stays valid.
 * @param ctx the context of a mutation, with an unscoped database
 * @param typed the code, the address and the purpose, as the client sent them
 * @returns whether that code was mailed to that address for that purpose, and is still valid
 */
export async function takeCode(
  ctx: Ctx,
  typed: { code: string; email: string; purpose: CodePurpose },
): Promise<boolean> {
  const row = await findCode(ctx, typed.email, typed.purpose);
  const hash = await hashOf(typed.code, typed.email, typed.purpose);
  if (row === null || row.expiresAt <= Date.now() || row.hash !== hash) return false;
  await ctx.db.delete("authCodes", row._id);
  return true;
}

async function findCode(
  ctx: Ctx,
  email: string,
  purpose: CodePurpose,
): Promise<Doc<"authCodes"> | null> {
  return await ctx.db
    .query("authCodes")
    .withIndex("by_email_and_purpose", (q) => q.eq("email", email).eq("purpose", purpose))
    .unique();
}

/** Keyed with a secret of the deployment, so that a reader of the table cannot try all codes. */
async function hashOf(code: string, email: string, purpose: CodePurpose): Promise<string> {
  return await keyedHash(`${purpose}\n${email}\n${code}`);
}
