// Admin keys: comparing them, reading them from a header, and whom an admin acts as.

import { createHash, timingSafeEqual } from "node:crypto";
import { BackendError } from "../kernel/errors.ts";
import type { Identity, IdentityAttributes } from "../kernel/function-types.ts";

const DEFAULT_ISSUER = "https://admin.invalid";
const DEFAULT_SUBJECT = "admin";

/** Compares in constant time, whatever the lengths. */
export function sameKey(given: string, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/**
 * The identity of `<key>` or `<key>:<base64 of the UTF-8 JSON of identity attributes>`, as it
 * stands after `Authorization: Convex`.
 * @throws BackendError 401 `BadAdminKey` for another key or unreadable attributes.
 */
export function adminIdentity(credential: string, adminKey: string): Identity {
  if (sameKey(credential, adminKey)) return { kind: "admin", impersonating: null };
  const colon = credential.lastIndexOf(":");
  if (colon < 0 || !sameKey(credential.slice(0, colon), adminKey)) throw badAdminKey();
  return { kind: "admin", impersonating: readAttributes(credential.slice(colon + 1)) };
}

export function badAdminKey(): BackendError {
  return new BackendError(
    "BadAdminKey",
    "The provided admin key was invalid for this instance",
    401,
  );
}

/** Attributes an admin acts with; what an identity always has is filled in where it is missing. */
export function impersonated(attributes: IdentityAttributes): IdentityAttributes {
  const given = typeof attributes.tokenIdentifier === "string" ? attributes.tokenIdentifier : null;
  const bar = given?.indexOf("|") ?? -1;
  const parts = given !== null && bar >= 0 ? [given.slice(0, bar), given.slice(bar + 1)] : [];
  const issuer = attributes.issuer ?? parts[0] ?? DEFAULT_ISSUER;
  const subject = attributes.subject ?? parts[1] ?? DEFAULT_SUBJECT;
  return { ...attributes, issuer, subject, tokenIdentifier: given ?? `${issuer}|${subject}` };
}

function readAttributes(base64: string): IdentityAttributes {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(base64, "base64").toString("utf8"));
  } catch {
    json = null;
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    const what = "the identity after the admin key must be the base64 of a JSON object";
    throw new BackendError("BadAdminKey", `InvalidImpersonation: ${what}`, 401);
  }
  return impersonated(json as IdentityAttributes);
}
