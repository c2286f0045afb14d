// The environment variables that a fresh deployment needs before the first push.

/** While it is "1", the backend may make accounts whose passwords are public. */
export const DEMO_SWITCH = "DEMO_DEPLOYMENT";

/** A page of this machine: an address we may replace when the web app moves to another port. */
const LOCAL_PAGE = /^https?:\/\/(localhost|127\.0\.0\.1)(:\d+)?\/?$/;

/**
 * What to set so that the backend can run. Existing values are not replaced, except an
 * address of a web app on this machine that is now served elsewhere. A deployment without a whole
 * key pair is a fresh one: it gets keys, the switch that allows demo accounts, trust in the addresses of
 * clients, and a quiet auth library.
 */
export async function missingVariables(
  present: Readonly<Record<string, string>>,
  siteUrl: string,
  makeKeys: () => Promise<Readonly<Record<"JWT_PRIVATE_KEY" | "JWKS", string>>>,
): Promise<Record<string, string>> {
  const missing: Record<string, string> = {};
  if (!present.JWT_PRIVATE_KEY || !present.JWKS) {
    Object.assign(missing, await makeKeys());
    missing[DEMO_SWITCH] = "1";
    // The embedded backend takes a client's address from the connection.
    missing.TRUST_CLIENT_ADDRESS = "1";
    // The log of the auth library would bury what the functions log.
    missing.AUTH_LOG_LEVEL = present.AUTH_LOG_LEVEL ?? "WARN";
  }
  if (!present.SITE_URL || (LOCAL_PAGE.test(present.SITE_URL) && present.SITE_URL !== siteUrl)) {
    missing.SITE_URL = siteUrl;
  }
  return missing;
}
