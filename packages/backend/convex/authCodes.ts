// What signing in with a password does to rows: `auth.ts` calls it, and nothing else. Who asks about an
// address learns nothing of whether it has an account, and the owner of the address is told instead.
import { codePurposes, typedCode } from "@repo/validators/authCodes";
import { email, password, signUpInput } from "@repo/validators/users";
import { createAccount, modifyAccountCredentials } from "@convex-dev/auth/server";
import { zid } from "convex-helpers/server/zod4";
import { z } from "zod";
import type { Id } from "./_generated/dataModel";
import type { ActionCtx, MutationCtx } from "./_generated/server";
import { internalMutation } from "./functions";
import { recordOwn } from "./model/audit";
import { issueCode, takeCode } from "./model/authCodes";
import * as emails from "./model/authEmails";
import { sendEmail } from "./model/email";
import { endSessions } from "./model/sessions";
import { countFor, forgive } from "./rateLimits";

/** Where a call comes from, as `networkOf` names it. */
const network = z.string().max(64);

/** Mails a code, or what the owner of the address should know instead. */
export const request = internalMutation({
  args: { email, purpose: z.enum(codePurposes), network },
  returns: z.null(),
  handler: async (ctx, { email, purpose, network }) => {
    await countFor(ctx, "auth.codes", network);
    await countFor(ctx, "auth.codesFor", `${purpose} ${email}`);
    const user = await findUser(ctx, email);
    if (purpose === "reset") {
      if (user === null) return;
      const code = await issueCode(ctx, email, purpose);
      await sendEmail(ctx, { to: email, ...emails.passwordResetEmail(code) });
    } else if (user === null) {
      const code = await issueCode(ctx, email, purpose);
      await sendEmail(ctx, { to: email, ...emails.verificationEmail(code) });
    } else {
      await sendEmail(ctx, { to: email, ...emails.accountExistsEmail() });
    }
  },
});

/** Makes an account whose address a code has shown to be the caller's; null when the code is wrong. */
export const signUp = internalMutation({
  args: { ...signUpInput.shape, code: typedCode, network },
  returns: zid("users").nullable(),
  handler: async (ctx, { code, network, password, ...profile }) => {
    const { email } = profile;
    await countTry(ctx, email, network);
    if (!(await takeCode(ctx, { code, email, purpose: "signUp" }))) return null;
    // Since the code was sent somebody signed up in another way, so that it proves nothing new.
    if ((await findUser(ctx, email)) !== null) return null;
    await forgiveTries(ctx, email, network);
    const account = { id: email, secret: password };
    const made = await createAccount(asAction(ctx), {
      provider: "password",
      account,
      profile: { ...profile, role: "member" },
    });
    return made.user._id as Id<"users">;
  },
});

/** Gives an account a new password and ends its sessions; null when the code is wrong. */
export const setPassword = internalMutation({
  args: { email, password, code: typedCode, network },
  returns: zid("users").nullable(),
  handler: async (ctx, { email, password, code, network }) => {
    await countTry(ctx, email, network);
    if (!(await takeCode(ctx, { code, email, purpose: "reset" }))) return null;
    const user = await findUser(ctx, email);
    if (user === null) return null;
    await forgiveTries(ctx, email, network);
    const account = { id: email, secret: password };
    const changed = { provider: "password", account };
    if ((await findAccount(ctx, email)) !== null) {
      await modifyAccountCredentials(asAction(ctx), changed);
    } else {
      // Somebody who came through GitHub or Google, and from now on has a password, too.
      const { name, role } = user;
      await createAccount(asAction(ctx), { ...changed, profile: { name, email, role } });
    }
    await ctx.db.patch("users", user._id, { emailVerificationTime: Date.now() });
    await endSessions(ctx, user._id);
    await recordOwn(ctx, user._id, "setPassword");
    await sendEmail(ctx, { to: email, ...emails.passwordChangedEmail() });
    return user._id;
  },
});

/** Counts a try to sign in, and answers what is needed to check the password; null without an account. */
export const startSignIn = internalMutation({
  args: { email, network },
  returns: z.object({ userId: zid("users"), hash: z.string() }).nullable(),
  handler: async (ctx, { email, network }) => {
    await countTry(ctx, email, network);
    const account = await findAccount(ctx, email);
    if (account?.secret === undefined) return null;
    return { userId: account.userId, hash: account.secret };
  },
});

/** Takes back the tries of somebody who has shown to be the owner. */
export const endSignIn = internalMutation({
  args: { email, network },
  returns: z.null(),
  handler: async (ctx, { email, network }) => await forgiveTries(ctx, email, network),
});

/**
 * Counts a try before anything is checked, so that many at once do not slip through. The counts go by
 * what was typed, account or not.
 */
async function countTry(ctx: MutationCtx, email: string, network: string): Promise<void> {
  await countFor(ctx, "auth.triesFrom", network);
  await countFor(ctx, "auth.tries", `${email} ${network}`);
  await countFor(ctx, "auth.triesOn", email);
}

async function forgiveTries(ctx: MutationCtx, email: string, network: string): Promise<void> {
  await forgive(ctx, "auth.tries", `${email} ${network}`);
  await forgive(ctx, "auth.triesOn", email);
}

async function findUser(ctx: MutationCtx, email: string) {
  return await ctx.db
    .query("users")
    .withIndex("email", (q) => q.eq("email", email))
    .unique();
}

async function findAccount(ctx: MutationCtx, email: string) {
  return await ctx.db
    .query("authAccounts")
    .withIndex("providerAndAccountId", (q) =>
      q.eq("provider", "password").eq("providerAccountId", email),
    )
    .unique();
}

/** Typed for actions, the library only calls `runMutation`; from here that is part of the transaction. */
function asAction(ctx: MutationCtx): ActionCtx {
  return ctx as unknown as ActionCtx;
}
