// Who is calling: verifies JWTs against the deployed auth.config, and admin keys.

import { decodeProtectedHeader, errors, jwtVerify, type JWTVerifyResult } from "jose";
import type { App, Authenticator } from "../kernel/app.ts";
import { ROOT_COMPONENT } from "../kernel/database-types.ts";
import { BackendError } from "../kernel/errors.ts";
import type { AuthProvider, Identity } from "../kernel/function-types.ts";
import { adminIdentity, sameKey } from "./admin-key.ts";
import { identityAttributes } from "./claims.ts";
import { createProviderKeys, type FetchDocument, type ProviderKeys } from "./keys.ts";
import { chooseProvider } from "./provider.ts";

const FETCH_TIMEOUT_MS = 10_000;
const CUSTOM_JWT_LEEWAY_SECONDS = 5;
const OIDC_ALGORITHMS = ["RS256", "EdDSA"];

type AuthenticatorParts = Pick<App, "config" | "clock" | "runner"> & {
  /** Stands in for `fetch` towards other hosts. */
  fetch?: FetchDocument;
};

/**
 * The authenticator of a running backend. Providers are those of the runner's deployment at the
 * time of each call; their keys are cached for minutes and forgotten when a deployment is activated.
 */
export function createAuthenticator(parts: AuthenticatorParts): Authenticator {
  const { config, clock, runner } = parts;
  const keys = createProviderKeys(documentFetcher(parts), () => clock.now());
  runner.onActivate(() => keys.clear());

  const fromToken = async (token: string): Promise<Identity> => {
    const provider = chooseProvider(token, runner.deployment.authProviders);
    const { payload } = await verify(token, provider, keys, clock.now());
    return {
      kind: "user",
      attributes: identityAttributes(payload, provider.type),
      expiresAt: (payload.exp ?? 0) * 1000,
      token,
    };
  };
  return {
    fromToken,
    isAdminKey: (key) => sameKey(key, config.adminKey),
    fromHeader: async (header) => {
      if (header === null || header.trim() === "") return { kind: "none" };
      const [, scheme, credential] = /^\s*(\S+)\s+(.*\S)\s*$/.exec(header) ?? [];
      if (credential !== undefined && scheme?.toLowerCase() === "bearer") {
        return fromToken(credential);
      }
      if (credential !== undefined && scheme?.toLowerCase() === "convex") {
        return adminIdentity(credential, config.adminKey);
      }
      throw new BackendError(
        "InvalidAuthHeader",
        'The Authorization header must be "Bearer <token>" or "Convex <admin key>"',
        401,
      );
    },
  };
}

async function verify(
  token: string,
  provider: AuthProvider,
  keys: ProviderKeys,
  now: number,
): Promise<JWTVerifyResult> {
  if (provider.type === "customJwt") requireKeyId(token);
  const key = await keys.of(provider);
  try {
    // `iss` was compared when the provider was chosen, more leniently than jose would.
    const verified = await jwtVerify(token, key, {
      currentDate: new Date(now),
      requiredClaims: ["iss", "sub", "exp"],
      ...(provider.applicationID === null ? {} : { audience: provider.applicationID }),
      ...(provider.type === "oidc"
        ? { algorithms: OIDC_ALGORITHMS }
        : { algorithms: [provider.algorithm], clockTolerance: CUSTOM_JWT_LEEWAY_SECONDS }),
    });
    if (provider.type === "customJwt") refuseEarly(verified.payload.iat, now);
    return verified;
  } catch (error) {
    if (error instanceof BackendError) throw error;
    if (provider.type === "customJwt") {
      throw new BackendError("InvalidAuthHeader", customJwtMessage(token, error, now), 401);
    }
    throw new BackendError("Unauthenticated", oidcMessage(error), 401);
  }
}

/** jose does not check `iat` by default. */
function refuseEarly(issuedAt: number | undefined, now: number): void {
  const seconds = Math.ceil((issuedAt ?? 0) - now / 1000);
  if (seconds <= CUSTOM_JWT_LEEWAY_SECONDS) return;
  const message = `Could not validate token: Token will be valid in ${seconds} seconds`;
  throw new BackendError("InvalidAuthHeader", message, 401);
}

/** A custom provider may hold several keys of one algorithm: the token has to say which. */
function requireKeyId(token: string): void {
  if (keyIdOf(token) === undefined) {
    throw new BackendError(
      "InvalidAuthHeader",
      "Could not decode token. The JWT is missing a 'kid' (key ID) header.",
      401,
    );
  }
}

function keyIdOf(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).kid;
  } catch {
    return undefined;
  }
}

function customJwtMessage(token: string, error: unknown, now: number): string {
  if (error instanceof errors.JWTExpired) {
    const seconds = Math.floor(now / 1000 - (error.payload.exp ?? 0));
    return `Could not validate token: Token expired ${seconds} seconds ago`;
  }
  if (error instanceof errors.JWKSNoMatchingKey) {
    return (
      `Could not decode token. The JWT's 'kid' (key ID) header is '${keyIdOf(token)}', ` +
      "which is no key of the provider's JWKS."
    );
  }
  return `Could not verify custom JWT. Check its signature, algorithm and claims.${detailOf(error)}`;
}

function oidcMessage(error: unknown): string {
  return (
    "Could not verify OIDC token claim. Check that the token signature is valid " +
    `and the token hasn't expired.${detailOf(error)}`
  );
}

function detailOf(error: unknown): string {
  return error instanceof errors.JOSEError ? ` (${error.message})` : "";
}

/**
 * Documents of our own site origin come from the deployed HTTP router without a network request, so
 * that sign-in works before the site port listens and whatever host the site is known under.
 */
function documentFetcher(parts: AuthenticatorParts): FetchDocument {
  const fetchOutside =
    parts.fetch ?? ((url) => fetch(url, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) }));
  const { siteOrigin } = parts.config;
  return async (url) => {
    if (new URL(url).origin !== new URL(siteOrigin).origin) return fetchOutside(url);
    const { pathname } = new URL(url);
    const request = new Request(url);
    const own = await parts.runner.http(ROOT_COMPONENT, pathname, request, { kind: "none" });
    // A component mounted on the path is found by the site's routing only.
    return own.status === 404 ? fetchOutside(url) : own;
  };
}
