// What functions see of a verified token: `ctx.auth.getUserIdentity()`.

import type { JsonValue } from "../kernel/database-types.ts";
import type { AuthProvider, IdentityAttributes } from "../kernel/function-types.ts";

/** Standard claims of OpenID Connect Core 5.1 by the names functions know them under. */
const STANDARD_CLAIMS: Record<string, string> = {
  name: "name",
  given_name: "givenName",
  family_name: "familyName",
  middle_name: "middleName",
  nickname: "nickname",
  preferred_username: "preferredUsername",
  profile: "profileUrl",
  picture: "pictureUrl",
  website: "websiteUrl",
  email: "email",
  email_verified: "emailVerified",
  gender: "gender",
  birthdate: "birthday",
  zoneinfo: "timezone",
  locale: "language",
  phone_number: "phoneNumber",
  phone_number_verified: "phoneNumberVerified",
  address: "address",
  updated_at: "updatedAt",
};

const TOKEN_CLAIMS = ["iss", "sub", "aud", "exp", "iat", "nbf", "jti"];
/** About the sign-in, not the person. */
const OIDC_TOKEN_CLAIMS = ["auth_time", "nonce", "acr", "amr", "azp", "at_hash", "c_hash"];

/**
 * The identity attributes of a verified payload. Claims that change with every token of one person
 * (`iat`, `exp`, …) are left out, so that a refreshed token gives equal attributes.
 */
export function identityAttributes(
  payload: Record<string, unknown>,
  type: AuthProvider["type"],
): IdentityAttributes {
  const issuer = String(payload.iss);
  const subject = String(payload.sub);
  const dropped = new Set(type === "oidc" ? [...TOKEN_CLAIMS, ...OIDC_TOKEN_CLAIMS] : TOKEN_CLAIMS);
  const attributes: IdentityAttributes = {};
  for (const [claim, value] of Object.entries(payload as Record<string, JsonValue>)) {
    if (dropped.has(claim) || value === null) continue;
    const standard = Object.hasOwn(STANDARD_CLAIMS, claim) ? STANDARD_CLAIMS[claim] : undefined;
    if (standard !== undefined) attributes[standard] = standardValue(claim, value);
    else if (type === "customJwt") flatten(attributes, claim, value);
    else attributes[claim] = value;
  }
  return { ...attributes, tokenIdentifier: `${issuer}|${subject}`, issuer, subject };
}

function standardValue(claim: string, value: JsonValue): JsonValue {
  if (claim === "updated_at" && typeof value === "number") {
    return new Date(value * 1000).toISOString();
  }
  if (claim === "address" && typeof value === "object" && value !== null && "formatted" in value) {
    return value.formatted ?? null;
  }
  return value;
}

/** Nested objects of a custom token become keys with dots: `{a:{b:1}}` is `"a.b": 1`. */
function flatten(into: IdentityAttributes, key: string, value: JsonValue): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    into[key] = value;
    return;
  }
  for (const [name, inner] of Object.entries(value)) flatten(into, `${key}.${name}`, inner);
}
