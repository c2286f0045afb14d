// From the default export of auth.config.js to the providers the server verifies tokens with.

import type { JsonValue } from "../../kernel/database-types.ts";
import type { AuthProvider } from "../../kernel/function-types.ts";
import { pushError } from "../wire/push-error.ts";

/**
 * Checks an auth config.
 * @param config `{providers: […]}`
 * @throws BackendError AuthConfigNotMatchingSchemaError, InvalidProviderDomainUrl
 */
export function parseAuthConfig(config: JsonValue): AuthProvider[] {
  const providers = record(config)?.providers;
  if (!Array.isArray(providers)) {
    throw mismatch("the default export must be { providers: [ … ] }");
  }
  return providers.map((item, index) => {
    const provider = record(item);
    if (provider === null) throw mismatch(`providers[${index}] must be an object`);
    return provider.type === "customJwt" ? customJwt(provider, index) : oidc(provider, index);
  });
}

/** What start_push answers as `appAuth` and finish_push compares. */
export function authInfo(provider: AuthProvider): Record<string, JsonValue> {
  if (provider.type === "oidc") {
    return { applicationID: provider.applicationID, domain: provider.domain };
  }
  return { ...provider };
}

function oidc(provider: Record<string, JsonValue>, index: number): AuthProvider {
  if (provider.type !== undefined && provider.type !== "oidc") {
    throw mismatch(`providers[${index}].type must be "oidc" or "customJwt"`);
  }
  allow(provider, ["type", "domain", "applicationID"], index);
  return {
    type: "oidc",
    domain: domainUrl(text(provider, "domain", index)),
    applicationID: text(provider, "applicationID", index),
  };
}

function customJwt(provider: Record<string, JsonValue>, index: number): AuthProvider {
  allow(provider, ["type", "issuer", "jwks", "algorithm", "applicationID"], index);
  const algorithm = text(provider, "algorithm", index);
  if (algorithm !== "RS256" && algorithm !== "ES256") {
    throw mismatch(`providers[${index}].algorithm must be "RS256" or "ES256", got "${algorithm}"`);
  }
  const { applicationID = null } = provider;
  if (applicationID !== null && typeof applicationID !== "string") {
    throw mismatch(`providers[${index}].applicationID must be a string`);
  }
  return {
    type: "customJwt",
    issuer: text(provider, "issuer", index),
    jwks: text(provider, "jwks", index),
    algorithm,
    applicationID,
  };
}

function allow(provider: Record<string, JsonValue>, keys: string[], index: number): void {
  const extra = Object.keys(provider).find((key) => !keys.includes(key));
  if (extra === undefined) return;
  const meant = keys.find((key) => key.toLowerCase() === extra.toLowerCase());
  throw mismatch(
    `providers[${index}] has the unknown key "${extra}"` +
      (meant === undefined ? `; known are ${keys.join(", ")}` : `; did you mean "${meant}"?`),
  );
}

function text(provider: Record<string, JsonValue>, key: string, index: number): string {
  const value = provider[key];
  if (typeof value !== "string" || value === "") {
    throw mismatch(`providers[${index}].${key} must be a non-empty string`);
  }
  return value;
}

/** A domain without a scheme is meant as https. */
function domainUrl(domain: string): string {
  const url = /^https?:\/\//.test(domain) ? domain : `https://${domain}`;
  if (!URL.canParse(url)) {
    throw pushError(
      "InvalidProviderDomainUrl",
      `auth.config has the domain "${domain}", which is not a URL.`,
    );
  }
  return url;
}

function record(value: JsonValue | undefined): Record<string, JsonValue> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
}

function mismatch(what: string): Error {
  return pushError(
    "AuthConfigNotMatchingSchemaError",
    `auth.config is not as it should be: ${what}.`,
  );
}
