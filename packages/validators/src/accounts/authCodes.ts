// A code that was mailed to somebody to show that an address is theirs. The row keeps no code, only
// what one is recognized by.
import { z } from "zod";
import { email } from "./users.ts";

/** What a code is for: creating an account, choosing a new password, or signing in on a new device. */
export const codePurposes = ["signUp", "reset", "signIn"] as const;
export type CodePurpose = (typeof codePurposes)[number];

export const codeLimits = {
  /**
   * Characters from a 32-character alphabet: 40 bits. Wrong attempts are not counted, as a count by address would
   * let a stranger exhaust the owner's. A million attempts within its lifetime succeed with a chance of one in a
   * million.
   */
  length: 8,
  /** How long one is good for, in milliseconds. */
  lifetimeMs: 15 * 60 * 1000,
} as const;

/** Digits and letters that are not taken for one another when read aloud or typed. */
export const CODE_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A code as somebody types it: in any case, with any spaces and dashes, and with O for 0. */
export const typedCode = z
  .string()
  .max(40)
  .overwrite((text) =>
    text.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1"),
  )
  .check(z.regex(/^[0-9A-Z]{8}$/, `The code in the e-mail has ${codeLimits.length} characters`));

export const authCode = z.object({
  email,
  purpose: z.enum(codePurposes),
  hash: z.string().max(128),
  expiresAt: z.number(),
});
export type AuthCode = z.infer<typeof authCode>;
