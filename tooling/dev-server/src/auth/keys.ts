// The public keys of auth providers: discovery and JWKS documents, fetched once and kept for minutes.

import { createLocalJWKSet, createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from "jose";
import { BackendError } from "../kernel/errors.ts";
import type { AuthProvider } from "../kernel/function-types.ts";
import { normalizeIssuer } from "./provider.ts";

/** GETs a document, wherever it is served. */
export type FetchDocument = (url: string) => Promise<Response>;

const CACHE_MS = 5 * 60_000;
/** A token signed with a key we do not know makes us look again, but not on every request. */
const UNKNOWN_KEY_COOLDOWN_MS = 2_000;
const JWKS_CONTENT_TYPES = ["application/json", "application/jwk-set+json"];

export interface ProviderKeys {
  /** @throws BackendError `AuthProviderDiscoveryFailed`: 503 when unreachable, else 401. */
  of(provider: AuthProvider): Promise<JWTVerifyGetKey>;
  /** Forgets everything, e.g. because the keys of our own issuer may have changed. */
  clear(): void;
}

export function createProviderKeys(fetchDocument: FetchDocument, now: () => number): ProviderKeys {
  const cache = new Map<string, { keys: Promise<JWTVerifyGetKey>; since: number }>();
  return {
    of(provider) {
      const id = JSON.stringify(provider);
      const cached = cache.get(id);
      if (cached !== undefined && now() - cached.since < CACHE_MS) return cached.keys;
      const keys = loadKeys(provider, fetchDocument);
      const entry = { keys, since: now() };
      cache.set(id, entry);
      keys.catch(() => {
        if (cache.get(id) === entry) cache.delete(id);
      });
      return keys;
    },
    clear: () => cache.clear(),
  };
}

async function loadKeys(provider: AuthProvider, fetchDocument: FetchDocument) {
  if (provider.type === "customJwt") {
    if (provider.jwks.startsWith("data:")) return localKeys(provider.jwks);
    return remoteKeys(provider.jwks, fetchDocument, true);
  }
  return remoteKeys(await discover(provider.domain, fetchDocument), fetchDocument, false);
}

/** The `jwks_uri` of an OIDC issuer (OpenID Connect Discovery 1.0, section 4). */
async function discover(domain: string, fetchDocument: FetchDocument): Promise<string> {
  const issuer = normalizeIssuer(domain);
  const url = `${issuer}/.well-known/openid-configuration`;
  const document = await getJson(url, fetchDocument);
  if (typeof document.issuer !== "string" || normalizeIssuer(document.issuer) !== issuer) {
    throw failed(`${url} names the issuer ${JSON.stringify(document.issuer)}, not ${issuer}`, 401);
  }
  if (typeof document.jwks_uri !== "string") throw failed(`${url} has no "jwks_uri"`, 401);
  return document.jwks_uri;
}

function remoteKeys(jwksUrl: string, fetchDocument: FetchDocument, checkType: boolean) {
  let url: URL;
  try {
    url = new URL(jwksUrl);
  } catch {
    throw failed(`${JSON.stringify(jwksUrl)} is no URL`, 401);
  }
  return createRemoteJWKSet(url, {
    cacheMaxAge: CACHE_MS,
    cooldownDuration: UNKNOWN_KEY_COOLDOWN_MS,
    [customFetch]: async (href) => {
      const response = await get(href, fetchDocument);
      const type = response.headers.get("content-type")?.split(";")[0]?.trim() ?? "";
      if (checkType && !JWKS_CONTENT_TYPES.includes(type)) {
        throw failed(`${href} must be served as ${JWKS_CONTENT_TYPES[0]}, not "${type}"`, 401);
      }
      return response;
    },
  });
}

/** Keys written into the configuration: `data:<type>[;base64],<JWKS>`. */
async function localKeys(dataUri: string): Promise<JWTVerifyGetKey> {
  try {
    const text = await (await fetch(dataUri)).text();
    const json = text.trimStart().startsWith("{")
      ? text
      : Buffer.from(text, "base64").toString("utf8");
    return createLocalJWKSet(JSON.parse(json));
  } catch (error) {
    throw new BackendError(
      "InvalidAuthHeader",
      `Invalid JWKS response body from '${dataUri}'. It is not valid JSON, or no key set (${reason(error)}).`,
      401,
    );
  }
}

async function getJson(url: string, fetchDocument: FetchDocument) {
  const response = await get(url, fetchDocument);
  try {
    return (await response.json()) as Record<string, unknown>;
  } catch {
    throw failed(`${url} did not answer with JSON`, 401);
  }
}

async function get(url: string, fetchDocument: FetchDocument): Promise<Response> {
  let response: Response;
  try {
    response = await fetchDocument(url);
  } catch (error) {
    throw failed(`${url} cannot be reached (${reason(error)})`, 503);
  }
  if (response.status >= 500) throw failed(`${url} answered ${response.status}`, 503);
  if (response.status !== 200) throw failed(`${url} answered ${response.status}`, 401);
  return response;
}

function failed(what: string, status: 401 | 503): BackendError {
  return new BackendError(
    "AuthProviderDiscoveryFailed",
    `Auth provider discovery: ${what}.`,
    status,
  );
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
