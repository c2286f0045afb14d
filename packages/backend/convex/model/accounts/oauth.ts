// Signing in with GitHub and Google: a provider is available when both its keys are set. An
// address from it counts only if the provider has verified it.
import GitHub from "@auth/core/providers/github";
import Google from "@auth/core/providers/google";
import { toSingleLine } from "@repo/validators/fields";
import { userLimits } from "@repo/validators/accounts/users";
import { z } from "zod";
import { env } from "../../_generated/server";

export const oauthProviders = ["github", "google"] as const;
export type OAuthProvider = (typeof oauthProviders)[number];

/**
 * Lists the providers whose keys are set.
 * @returns their names, as `signIn` takes them
 */
export function availableProviders(): OAuthProvider[] {
  const keys = {
    github: [env.AUTH_GITHUB_ID, env.AUTH_GITHUB_SECRET],
    google: [env.AUTH_GOOGLE_ID, env.AUTH_GOOGLE_SECRET],
  };
  return oauthProviders.filter((name) => keys[name].every((key) => key !== undefined));
}

/** Makes the providers whose keys are set, for the auth library. */
export function makeProviders() {
  const make = {
    github: () =>
      GitHub({
        clientId: env.AUTH_GITHUB_ID,
        clientSecret: env.AUTH_GITHUB_SECRET,
        profile: async (profile, { access_token }) => ({
          id: String(profile.id),
          // An account without a name has an empty one.
          name: nameOf(profile.name) || profile.login,
          ...(await gitHubAddress(String(access_token))),
        }),
      }),
    google: () =>
      Google({
        clientId: env.AUTH_GOOGLE_ID,
        clientSecret: env.AUTH_GOOGLE_SECRET,
        profile: ({ sub, name, email, email_verified: emailVerified }) => ({
          id: sub,
          name: nameOf(name),
          email,
          emailVerified: emailVerified === true,
        }),
      }),
  };
  return availableProviders().map((name) => make[name]());
}

/** A name, cut to the length that the app accepts, without half a character at its end, which Convex refuses. */
function nameOf(name: string | null | undefined): string {
  const start = toSingleLine(name ?? "").slice(0, userLimits.name.max);
  return start.replace(/[\uD800-\uDBFF]$/, "");
}

const gitHubEmails = z.array(
  z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }),
);

/** The address in a profile may be any of the account's, so the list with the primary one is requested. */
async function gitHubAddress(token: string): Promise<{ email: string; emailVerified: boolean }> {
  const response = await fetch("https://api.github.com/user/emails", {
    headers: { Authorization: `Bearer ${token}`, "User-Agent": "convex-auth" },
  });
  if (!response.ok) throw new TypeError(`GITHUB_EMAILS: GitHub answered ${response.status}.`);
  const primary = gitHubEmails.parse(await response.json()).find((one) => one.primary);
  return { email: primary?.email ?? "", emailVerified: primary?.verified === true };
}
