// Signing up, in and out. This file and `access.ts` are all that know the auth library.
import type { ConvexCredentialsUserConfig } from "@convex-dev/auth/providers/ConvexCredentials";
import { Password } from "@convex-dev/auth/providers/Password";
import { type ConvexCredentialsConfig, convexAuth } from "@convex-dev/auth/server";
import { isAppError } from "@repo/validators/errors";
import { nameKeyOf, signInInput, signUpInput } from "@repo/validators/users";
import { z } from "zod";
import type { DataModel, Doc } from "./_generated/dataModel";
import { whyShutOut } from "./access";
import { appError, parseOrThrow } from "./errors";
import { countCall } from "./rateLimits";

const passwordParams = z.discriminatedUnion("flow", [
  signUpInput.extend({ flow: z.literal("signUp") }),
  signInInput.extend({ flow: z.literal("signIn") }),
]);

const password = Password<DataModel>({
  // Only signing up stores a profile, and it makes members: no parameter can ask for more.
  profile: ({ name, email }) => ({ name: String(name), email: String(email), role: "member" }),
});

export const { auth, signIn, signOut, store, isAuthenticated } = convexAuth({
  providers: [withCodes(password)],
  callbacks: {
    // Whichever provider gave the name, at the first sign-in or anew.
    afterUserCreatedOrUpdated: async (ctx, { userId }) => {
      const user: Doc<"users"> | null = await ctx.db.get("users", userId);
      if (user !== null) await ctx.db.patch("users", userId, { nameKey: nameKeyOf(user.name) });
    },
    // Asked once the person has proven who they are, so that nobody else learns of it.
    beforeSessionCreation: async (ctx, { userId }) => {
      const user: Doc<"users"> | null = await ctx.db.get("users", userId);
      const why = user && whyShutOut(user);
      if (why !== null) throw appError("FORBIDDEN", why);
    },
  },
});

/**
 * Puts our checks and error codes around the password provider, whose own failures are plain errors:
 * in production a client would learn nothing from them.
 * @param provider the provider as the library makes it
 * @returns the same provider; it throws INVALID for parameters that the forms would refuse,
 *   UNAUTHENTICATED for a failed sign-in, CONFLICT for an account that exists, and RATE_LIMITED
 */
function withCodes(provider: ConvexCredentialsConfig): ConvexCredentialsConfig {
  const { options } = provider as { options?: ConvexCredentialsUserConfig<DataModel> };
  if (options === undefined) throw new TypeError("AUTH_OPTIONS: the provider keeps no options.");
  return Object.assign(provider, {
    options: {
      ...options,
      authorize: async (params, ctx) => {
        const { flow, ...credentials } = parseOrThrow(passwordParams, params);
        if (flow === "signUp") await countCall(ctx, "auth.signUp", null);
        try {
          return await options.authorize({ flow, ...credentials }, ctx);
        } catch (error) {
          if (isAppError(error)) throw error;
          console.warn(`${flow} was refused: ${(error as Error).message}`);
          throw flow === "signUp"
            ? appError("CONFLICT", "There is already an account with this e-mail address.")
            : appError(
                "UNAUTHENTICATED",
                "Wrong e-mail address or password, or too many attempts.",
              );
        }
      },
    } satisfies ConvexCredentialsUserConfig<DataModel>,
  });
}
