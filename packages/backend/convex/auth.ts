// Sign-up, sign-in and sign-out. Only this file, `access.ts` and `model/authStore.ts` know the auth library,
// and two of its functions, which `authCodes.ts` uses to write accounts.
import {
  ConvexCredentials,
  type ConvexCredentialsUserConfig,
} from "@convex-dev/auth/providers/ConvexCredentials";
import { Password } from "@convex-dev/auth/providers/Password";
import { type ConvexAuthConfig, convexAuth } from "@convex-dev/auth/server";
import { typedCode } from "@repo/validators/accounts/authCodes";
import {
  type SignInInput,
  nameKeyOf,
  password,
  resetInput,
  signInInput,
  signUpInput,
  user,
} from "@repo/validators/accounts/users";
import { z } from "zod";
import { internal } from "./_generated/api";
import type { DataModel, Doc, Id } from "./_generated/dataModel";
import type { ActionCtx, MutationCtx } from "./_generated/server";
import { publicAccess, sessionIdOf, whyShutOut } from "./lib/access";
import { device } from "./authCodes";
import { appError, parseOrThrow } from "./lib/errors";
import { action, gated, declareAccess, query } from "./builders/functions";
import { recordOwn } from "./model/platform/audit";
import { storeGate } from "./model/accounts/authStore";
import { isPublicPassword } from "./model/platform/deployment";
import { deviceTokenOf } from "./model/accounts/devices";
import { availableProviders, makeProviders, oauthProviders } from "./model/accounts/oauth";
import { SESSION_MS } from "./model/accounts/sessions";
import { followedDb } from "./builders/writes";

type Callbacks = Required<NonNullable<ConvexAuthConfig["callbacks"]>>;
type SignedIn = { userId: Id<"users"> };

/** What `signIn("password", …)` takes. The step with a code repeats what the step before it took. */
const passwordParams = z.discriminatedUnion("flow", [
  signUpInput.extend({ flow: z.literal("signUp") }),
  signUpInput.extend({ flow: z.literal("confirm"), code: typedCode }),
  signInInput.extend({
    flow: z.literal("signIn"),
    device: device.optional(),
    code: typedCode.optional(),
  }),
  resetInput.extend({ flow: z.literal("reset") }),
  resetInput.extend({ flow: z.literal("setPassword"), code: typedCode, password }),
]);

/** How the library hashes passwords. */
const { crypto: hashing } = (
  Password() as unknown as { options: Required<ConvexCredentialsUserConfig> }
).options;

/** Compared with the password when there is no account, so that both cases take equally long. */
const NO_HASH = `${"0".repeat(32)}:${"0".repeat(128)}`;

const passwords = ConvexCredentials<DataModel>({
  id: "password",
  crypto: hashing,
  authorize: async (params, ctx) => {
    const input = parseOrThrow(passwordParams, params);
    switch (input.flow) {
      case "signUp":
      case "reset":
        return await requestCode(ctx, input.email, input.flow);
      case "confirm": {
        const { flow: _flow, ...given } = input;
        return withCode(await ctx.runMutation(internal.authCodes.signUp, given));
      }
      case "setPassword": {
        const { flow: _flow, ...given } = input;
        return withCode(await ctx.runMutation(internal.authCodes.setPassword, given));
      }
      case "signIn":
        return await checkPassword(ctx, input);
    }
  },
});

const library = convexAuth({
  providers: [passwords, ...makeProviders()],
  session: { totalDurationMs: SESSION_MS, inactiveDurationMs: SESSION_MS },
  // Without it two tokens of the same second are identical, and a client cannot recognize the renewed one.
  jwt: { customClaims: async () => ({ nonce: crypto.randomUUID() }) },
  callbacks: { createOrUpdateUser: findOrCreateUser, beforeSessionCreation: refuseShutOut },
});

export const { auth } = library;

/** Signs in or up with a provider, or renews a session, depending on the arguments. */
export const signIn = declareAccess(
  library.signIn,
  publicAccess(
    "Users are not signed in yet. Attempts are rate limited, and `store` guards writes.",
  ),
);

/** Ends the caller's session. */
export const signOut = declareAccess(
  library.signOut,
  publicAccess("It ends the session of the caller's token; without one it does nothing."),
);

/** Whether the call has a valid token; its session may have ended. */
export const isAuthenticated = declareAccess(
  library.isAuthenticated,
  publicAccess("It returns only whether the caller's own token is valid."),
);

/** Reads and writes for the library, limited to safe requests. */
export const store = gated(library.store, storeGate);

/** The sign-in methods besides a password: providers whose keys are set. */
export const providers = query({
  access: publicAccess("The sign-in page shows a button for each provider."),
  args: {},
  returns: z.array(z.enum(oauthProviders)).max(oauthProviders.length),
  handler: async () => availableProviders(),
});

/** The token by which this device is recognized at the next sign-in. */
export const deviceToken = query({
  access: "signedIn",
  args: {},
  returns: device,
  handler: async (ctx) => await deviceTokenOf(ctx.user.email, (await sessionIdOf(ctx)) ?? ""),
});

/**
 * Changes the caller's password, once confirmed with the current one. Their other sessions end, and they are
 * notified by e-mail.
 */
export const changePassword = action({
  access: "signedIn",
  rateLimit: "auth.changePassword",
  because:
    "A wrong password counts as an attempt; a mutation that refuses it rolls the count back.",
  args: { current: signInInput.shape.password, password },
  returns: z.null(),
  handler: async (ctx, { current, password }) => {
    const hash = await ctx.runQuery(internal.authCodes.ownHash, {});
    if (hash === null)
      throw refused("current", "This account has no password yet: reset it first.");
    if (!(await hashing.verifySecret(current, hash))) {
      throw refused("current", "This is not your current password.");
    }
    if (current === password) throw refused("password", "This is your password already.");
    await ctx.runMutation(internal.authCodes.changePassword, { hash, password });
  },
});

/** The first step of signing up and of choosing a new password. Its answer is the same for every address. */
async function requestCode(
  ctx: ActionCtx,
  email: string,
  purpose: "signUp" | "reset",
): Promise<null> {
  await ctx.runMutation(internal.authCodes.request, { email, purpose });
  return null;
}

/** The second step: signs in the owner of the address, given the right code. */
function withCode(userId: Id<"users"> | null): SignedIn {
  if (userId !== null) return { userId };
  throw refused("code", "This code is wrong, or too old. Ask for another one.");
}

function refused(path: string, message: string) {
  return appError("INVALID", message, { issues: [{ path, message }] });
}

/**
 * Signs in a caller with the right password. After too many wrong
 * passwords for an account, the result is null even for the right one, which then has a code mailed to the
 * account's address: with the code and the password its owner can sign in.
 */
async function checkPassword(
  ctx: ActionCtx,
  { email, password, device, code }: SignInInput & { device?: string; code?: string },
): Promise<SignedIn | null> {
  const isRightFor = async (account: { hash: string } | null) =>
    (await hashing.verifySecret(password, account?.hash ?? NO_HASH)) &&
    account !== null &&
    !(await isPublicPassword(ctx, password));
  if (code !== undefined) {
    const account = await ctx.runMutation(internal.authCodes.takeSignInCode, { email, code });
    const { userId } = withCode(account?.userId ?? null);
    if (await isRightFor(account)) return { userId };
    throw wrongPassword();
  }
  const { account, isOpen } = await ctx.runMutation(internal.authCodes.startSignIn, {
    email,
    device,
  });
  const isRight = await isRightFor(account);
  if (!isOpen) {
    await ctx.runMutation(internal.authCodes.answerByMail, { email, isRight });
    return null;
  }
  if (account === null || !isRight) throw wrongPassword();
  await ctx.runMutation(internal.authCodes.endSignIn, { email, device });
  return { userId: account.userId };
}

function wrongPassword() {
  return appError("UNAUTHENTICATED", "Wrong e-mail address or password.");
}

/**
 * Finds the account of a profile and links the new sign-in method to it. Only a verified address leads to an
 * existing account.
 */
async function findOrCreateUser(
  given: Parameters<Callbacks["createOrUpdateUser"]>[0],
  { existingUserId, type, profile, provider }: Parameters<Callbacks["createOrUpdateUser"]>[1],
): Promise<Id<"users">> {
  if (existingUserId !== null) return existingUserId;
  const ctx = given as MutationCtx;
  const isOwn = type !== "oauth" || profile.emailVerified === true;
  if (!isOwn) throw appError("FORBIDDEN", "This provider has not verified your e-mail address.");
  const { name, email, role } = parseOrThrow(user, {
    role: "member",
    ...(type === "oauth" ? { name: profile.name, email: profile.email } : profile),
  });
  const find = async () =>
    await ctx.db
      .query("users")
      .withIndex("email", (q) => q.eq("email", email))
      .unique();
  const known = await find();
  // Someone who never verified the address may have created this account in its owner's name.
  if (type === "oauth" && known !== null && known.emailVerificationTime === undefined) {
    throw appError("FORBIDDEN", "Reset your password first, to confirm that the address is yours.");
  }
  const nameKey = nameKeyOf(name);
  const made = { name, nameKey, email, role, emailVerificationTime: Date.now() };
  // Nobody is signed in yet: the actor is the new user.
  const userId = known?._id ?? (await followedDb(ctx, find).insert("users", made));
  await recordOwn(ctx, userId, "addSignInMethod", { provider: provider.id });
  return userId;
}

/** Checked only after authentication, so that nobody else learns the reason. */
async function refuseShutOut(
  { db }: Parameters<Callbacks["beforeSessionCreation"]>[0],
  { userId }: SignedIn,
): Promise<void> {
  const person: Doc<"users"> | null = await db.get("users", userId);
  // It may have been removed since its owner was verified.
  const why = person === null ? "This account was removed." : whyShutOut(person);
  if (why !== null) throw appError("FORBIDDEN", why);
}
