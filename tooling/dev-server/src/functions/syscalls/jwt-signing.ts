// `auth.signJwt`: tokens the backend itself signs (ES256), and the public key they are checked with.
// The key follows from the instance's secret, so it is the same from start to start and in every
// thread, and there is nothing more to keep.

import {
  createECDH,
  createHash,
  createHmac,
  createPrivateKey,
  sign,
  type KeyObject,
} from "node:crypto";
import type { JsonValue } from "../../kernel/database-types.ts";
import { BackendError } from "../../kernel/errors.ts";
import { LIMITS } from "../../kernel/limits.ts";

const MAX_SECONDS = LIMITS.jwtSeconds.value;
const SET_BY_US = ["iss", "iat", "exp", "nbf"];
const RESERVED_PREFIX = /^(convex|cvx)/i;

/** A public key as it stands in a JWKS (RFC 7517). */
export interface PublicJwk {
  kty: "EC";
  crv: "P-256";
  x: string;
  y: string;
  use: "sig";
  alg: "ES256";
  kid: string;
}

interface SigningKey {
  privateKey: KeyObject;
  publicJwk: PublicJwk;
}

export interface JwtRequest {
  /** Of the instance. */
  secret: Uint8Array;
  issuer: string;
  /** ms */
  now: number;
  claims: JsonValue | undefined;
  expiresInSeconds: JsonValue | undefined;
}

/** The issuer of a component's tokens; `""` is the app. */
export function jwtIssuer(cloudOrigin: string, componentPath: string): string {
  return componentPath === "" ? cloudOrigin : `${cloudOrigin}/components/${componentPath}`;
}

/**
 * Signs a token; `iss`, `iat` and `exp` are added to its claims.
 * @throws BackendError InvalidArgument: a reserved claim, or a lifetime not from 1 second to 1 hour
 */
export function signJwt(request: JwtRequest): string {
  const claims = checkClaims(request.claims ?? {});
  const seconds = request.expiresInSeconds;
  if (typeof seconds !== "number" || !(seconds >= 1 && seconds <= MAX_SECONDS)) {
    throw refused(
      `expiresInSeconds must be a number from 1 to ${MAX_SECONDS}, got ${JSON.stringify(seconds)}`,
    );
  }
  const { privateKey, publicJwk } = signingKey(request.secret);
  const iat = Math.floor(request.now / 1000);
  const payload = { ...claims, iss: request.issuer, iat, exp: iat + Math.floor(seconds) };
  const header = { alg: "ES256", typ: "JWT", kid: publicJwk.kid };
  const text = `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(payload))}`;
  // RFC 7518, section 3.4: the two numbers of the signature, one after the other.
  const signature = sign("sha256", Buffer.from(text), {
    key: privateKey,
    dsaEncoding: "ieee-p1363",
  });
  return `${text}.${signature.toString("base64url")}`;
}

/** The key that tokens of the instance with this secret are checked with. */
export function publicJwkOf(secret: Uint8Array): PublicJwk {
  return signingKey(secret).publicJwk;
}

function checkClaims(claims: JsonValue): Record<string, JsonValue> {
  if (typeof claims !== "object" || claims === null || Array.isArray(claims)) {
    throw refused("claims must be an object");
  }
  const reserved = Object.keys(claims).find(
    (name) => SET_BY_US.includes(name) || RESERVED_PREFIX.test(name),
  );
  if (reserved === undefined) return claims as Record<string, JsonValue>;
  throw refused(`the claim "${reserved}" is reserved and cannot be set`);
}

let known: { secret: string; key: SigningKey } | null = null;

function signingKey(secret: Uint8Array): SigningKey {
  const id = Buffer.from(secret).toString("hex");
  if (known?.secret !== id) known = { secret: id, key: deriveKey(secret) };
  return known.key;
}

function deriveKey(secret: Uint8Array): SigningKey {
  const curve = createECDH("prime256v1");
  const d = setPrivateKey(curve, secret);
  // An uncompressed point: 4, then x and y with 32 bytes each.
  const point = curve.getPublicKey();
  const x = point.subarray(1, 33).toString("base64url");
  const y = point.subarray(33).toString("base64url");
  const jwk = { kty: "EC", crv: "P-256", x, y } as const;
  const privateKey = createPrivateKey({
    key: { ...jwk, d: d.toString("base64url") },
    format: "jwk",
  });
  // RFC 7638: the required members in this order.
  const thumbprint = JSON.stringify({ crv: jwk.crv, kty: jwk.kty, x, y });
  const kid = createHash("sha256").update(thumbprint).digest("base64url");
  return { privateKey, publicJwk: { ...jwk, use: "sig", alg: "ES256", kid } };
}

/** A few of all 32-byte numbers are none of the curve's keys: the next one is tried then. */
function setPrivateKey(curve: ReturnType<typeof createECDH>, secret: Uint8Array): Buffer {
  for (let attempt = 0; ; attempt += 1) {
    const d = createHmac("sha256", secret).update(`jwt-signing-key:${attempt}`).digest();
    try {
      curve.setPrivateKey(d);
      return d;
    } catch {
      continue;
    }
  }
}

function base64url(text: string): string {
  return Buffer.from(text).toString("base64url");
}

function refused(reason: string): BackendError {
  return new BackendError("InvalidArgument", `auth.signJwt: ${reason}.`);
}
