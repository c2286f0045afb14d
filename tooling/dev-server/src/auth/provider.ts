// Which provider of auth.config.ts a token belongs to.

import { decodeJwt, type JWTPayload } from "jose";
import { BackendError } from "../kernel/errors.ts";
import type { AuthProvider } from "../kernel/function-types.ts";

/** An issuer as it is compared: with a scheme, without one trailing slash. */
export function normalizeIssuer(issuer: string): string {
  const absolute = issuer.includes("://") ? issuer : `https://${issuer}`;
  return absolute.endsWith("/") ? absolute.slice(0, -1) : absolute;
}

export function issuerOf(provider: AuthProvider): string {
  return provider.type === "oidc" ? provider.domain : provider.issuer;
}

/**
 * The first provider whose issuer and application the token names. Nothing is verified yet.
 * @throws BackendError 401 `InvalidAuthHeader` when the token cannot be read, `NoAuthProvider` when
 * none matches; the message lists what is configured.
 */
export function chooseProvider(token: string, providers: AuthProvider[]): AuthProvider {
  const payload = decodePayload(token);
  if (typeof payload.iss !== "string" || payload.iss === "") {
    throw invalidToken("Missing issuer claim ('iss') in the token");
  }
  const issuer = normalizeIssuer(payload.iss);
  const audience = [payload.aud ?? []].flat();
  const found = providers.find(
    (provider) =>
      normalizeIssuer(issuerOf(provider)) === issuer &&
      (provider.type === "customJwt" && provider.applicationID === null
        ? true
        : audience.includes(provider.applicationID ?? "")),
  );
  if (found === undefined) throw noProvider(payload.iss, audience, providers);
  return found;
}

function decodePayload(token: string): JWTPayload {
  try {
    return decodeJwt(token);
  } catch {
    throw invalidToken(
      "Could not parse the token as a JWT: three base64-encoded parts, joined by dots.",
    );
  }
}

function invalidToken(message: string): BackendError {
  return new BackendError("InvalidAuthHeader", message, 401);
}

function noProvider(issuer: string, audience: string[], providers: AuthProvider[]): BackendError {
  const token = `issuer=${JSON.stringify(issuer)}, audience=${JSON.stringify(audience)}`;
  const list = providers.map(describeProvider).join(", ");
  const advice =
    list === ""
      ? "There are no configured providers: check convex/auth.config.ts."
      : `Check that they match one of your configured providers: [${list}].`;
  return new BackendError(
    "NoAuthProvider",
    `No auth provider found matching the given token. The token has ${token}. ${advice}`,
    401,
  );
}

function describeProvider(provider: AuthProvider): string {
  const { applicationID } = provider;
  return provider.type === "oidc"
    ? `OIDC(domain=${provider.domain}, app_id=${applicationID})`
    : `CustomJWT(issuer=${provider.issuer}, app_id=${applicationID ?? "none"})`;
}
