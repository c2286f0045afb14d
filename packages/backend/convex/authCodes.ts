// The writes of password sign-in, called by `auth.ts` only. They never reveal whether an address has an
// account: its owner receives an e-mail instead.
import { typedCode } from "@repo/validators/accounts/authCodes";
import { zid } from "@repo/validators/convex";
import { email, password, signUpInput } from "@repo/validators/accounts/users";
import { createAccount, modifyAccountCredentials } from "@convex-dev/auth/server";
import { z } from "zod";
import type { Id } from "./_generated/dataModel";
import type { ActionCtx, MutationCtx, QueryCtx } from "./_generated/server";
import { internal } from "./_generated/api";
import { internalMutation, internalQuery } from "./builders/functions";
import { checkAccess, findCaller, sessionIdOf } from "./lib/access";
import { appError } from "./lib/errors";
import { recordOwn } from "./model/platform/audit";
import { issueCode, takeCode } from "./model/accounts/authCodes";
import * as emails from "./model/accounts/authEmails";
import { networkOf } from "./lib/clientAddress";
import { isDeviceOf } from "./model/accounts/devices";
import { sendEmail } from "./model/platform/email";
import { endSessions } from "./model/accounts/sessions";
import { countFor, forgive, isWithin } from "./model/platform/rateLimits";

/** Identifies a device on which the user has signed in, as `auth.deviceToken` returns it. */
export const device = z.string().max(200);

/** The hash that a password is checked against. */
const account = z.object({ userId: zid("users"), hash: z.string() }).nullable();

/** Mails a code, or a notice to the owner of the address. */
export const request = internalMutation({
  args: { email, purpose: z.enum(["signUp", "reset"]) },
  returns: z.null(),
  handler: async (ctx, { email, purpose }) => {
    // Only people with an account are mailed a code for a new password, so the limit per address is enough.
    if (purpose === "signUp") await countSignUp(ctx);
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

/** Creates an account for an address that a code has confirmed; null if the code is wrong. */
export const signUp = internalMutation({
  args: { ...signUpInput.shape, code: typedCode },
  returns: zid("users").nullable(),
  handler: async (ctx, { code, password, ...profile }) => {
    const { email } = profile;
    if (!(await takeCode(ctx, { code, email, purpose: "signUp" }))) return null;
    // Someone signed up in another way since the code was sent, so it proves nothing new.
    if ((await findUser(ctx, email)) !== null) return null;
    const account = { id: email, secret: password };
    const made = await createAccount(asAction(ctx), {
      provider: "password",
      account,
      profile: { ...profile, role: "member" },
    });
    return made.user._id as Id<"users">;
  },
});

/** Sets a new password and ends the account's sessions; null if the code is wrong. */
export const setPassword = internalMutation({
  args: { email, password, code: typedCode },
  returns: zid("users").nullable(),
  handler: async (ctx, { email, password, code }) => {
    if (!(await takeCode(ctx, { code, email, purpose: "reset" }))) return null;
    const user = await findUser(ctx, email);
    if (user === null) return null;
    const account = { id: email, secret: password };
    const changed = { provider: "password", account };
    if ((await findAccount(ctx, email)) !== null) {
      await modifyAccountCredentials(asAction(ctx), changed);
    } else {
      // A user who signed up through GitHub or Google, and now has a password, too.
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

/** The hash of the caller's password; null for one who signs in with a provider only. */
export const ownHash = internalQuery({
  args: {},
  returns: z.string().nullable(),
  handler: async (ctx) => {
    const { email } = checkAccess(await findCaller(ctx), "signedIn");
    return (await findPassword(ctx, email))?.hash ?? null;
  },
});

/** Sets the caller's new password, while the current one is that of the hash, and ends their other sessions. */
export const changePassword = internalMutation({
  args: { hash: z.string(), password },
  returns: z.null(),
  handler: async (ctx, { hash, password }) => {
    const { _id, email } = checkAccess(await findCaller(ctx), "signedIn");
    if ((await findPassword(ctx, email))?.hash !== hash) {
      throw appError("CONFLICT", "Your password was changed by another request. Sign in again.");
    }
    const account = { id: email, secret: password };
    await modifyAccountCredentials(asAction(ctx), { provider: "password", account });
    await endSessions(ctx, _id, { except: (await sessionIdOf(ctx)) ?? undefined });
    await recordOwn(ctx, _id, "changePassword");
    await sendEmail(ctx, { to: email, ...emails.passwordChangedEmail() });
  },
});

/**
 * Counts an attempt to sign in before anything is checked, so that concurrent attempts cannot exceed the
 * limit. Returns the hash to compare the password with, and whether the caller may learn the result. Attempts
 * are counted by the submitted address, whether or not it has an account.
 */
export const startSignIn = internalMutation({
  args: { email, device: device.optional() },
  returns: z.object({ account, isOpen: z.boolean() }),
  handler: async (ctx, { email, device }) => ({
    account: await findPassword(ctx, email),
    isOpen: await isOpenTry(ctx, email, device),
  }),
});

/** Resets the attempts of a confirmed owner: those of their device and of their network. */
export const endSignIn = internalMutation({
  args: { email, device: device.optional() },
  returns: z.null(),
  handler: async (ctx, { email, device }) => {
    const network = await networkOf(ctx);
    if (network !== null) await forgive(ctx, "auth.tries", `${email} ${network}`);
    if (device !== undefined) await forgive(ctx, "auth.triesOfDevice", `${email} ${device}`);
  },
});

/** Ends an attempt whose result the caller may not learn: mails a code if the password was right. */
export const answerByMail = internalMutation({
  args: { email, isRight: z.boolean() },
  returns: z.null(),
  handler: async (ctx, args) => {
    // In either case, so that the response time reveals nothing.
    await ctx.scheduler.runAfter(0, internal.authCodes.mailSignInCode, args);
  },
});

/** Mails the code that a correct password requires. No one else can exhaust its limit. */
export const mailSignInCode = internalMutation({
  args: { email, isRight: z.boolean() },
  returns: z.null(),
  handler: async (ctx, { email, isRight }) => {
    if (!isRight || !(await isWithin(ctx, "auth.codesFor", `signIn ${email}`))) return;
    const code = await issueCode(ctx, email, "signIn");
    await sendEmail(ctx, { to: email, ...emails.signInEmail(code) });
  },
});

/**
 * Accepts the code that was mailed for a correct password; returns the hash to compare the password with
 * again.
 */
export const takeSignInCode = internalMutation({
  args: { email, code: typedCode },
  returns: account,
  handler: async (ctx, { email, code }) =>
    (await takeCode(ctx, { code, email, purpose: "signIn" }))
      ? await findPassword(ctx, email)
      : null,
});

/**
 * Whether an attempt is within the limits of its caller. A device that was signed in before has a
 * limit of its own. All other devices share one, and each network has a limit within it.
 */
async function isOpenTry(ctx: MutationCtx, email: string, device?: string): Promise<boolean> {
  const isKnown = device !== undefined && (await isDeviceOf(email, device));
  if (isKnown && (await isWithin(ctx, "auth.triesOfDevice", `${email} ${device}`))) return true;
  const network = await networkOf(ctx);
  const isNetworkWithin =
    network === null ||
    ((await isWithin(ctx, "auth.triesFrom", network)) &&
      (await isWithin(ctx, "auth.tries", `${email} ${network}`)));
  return isNetworkWithin && (await isWithin(ctx, "auth.triesOn", email));
}

async function countSignUp(ctx: MutationCtx): Promise<void> {
  const network = await networkOf(ctx);
  if (network !== null) await countFor(ctx, "auth.signUpsFrom", network);
  await countFor(ctx, "auth.signUps", "all");
}

async function findPassword(ctx: QueryCtx, email: string) {
  const account = await findAccount(ctx, email);
  if (account?.secret === undefined) return null;
  return { userId: account.userId, hash: account.secret };
}

async function findUser(ctx: MutationCtx, email: string) {
  return await ctx.db
    .query("users")
    .withIndex("email", (q) => q.eq("email", email))
    .unique();
}

async function findAccount(ctx: QueryCtx, email: string) {
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
