// Signing keys and tokens for the auth tests, created for each run.
import { exportJWK, exportPKCS8, generateKeyPair, SignJWT } from "jose";

export interface TokenIssuer {
  /** `data:` URI of the public key, for a customJwt provider's `jwks`. */
  jwks: string;
  /** A token of the issuer the auth fixture trusts. `lifetime` in seconds, `iat` now. */
  token(claims: Record<string, unknown>, options?: Partial<TokenOptions>): Promise<string>;
}
interface TokenOptions {
  lifetime: number;
  issuer: string;
  audience: string;
}

/** An ES256 issuer like the `customJwt` provider of fixtures/auth. */
export async function tokenIssuer(): Promise<TokenIssuer> {
  const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
  const key = { ...(await exportJWK(publicKey)), kid: "test-key", alg: "ES256", use: "sig" };
  const jwks = `data:text/plain;base64,${Buffer.from(JSON.stringify({ keys: [key] })).toString("base64")}`;
  return {
    jwks,
    token(claims, options = {}) {
      const { lifetime = 3_600, issuer = "https://issuer.example/", audience = "tests" } = options;
      const now = Math.floor(Date.now() / 1_000);
      return new SignJWT(claims)
        .setProtectedHeader({ alg: "ES256", kid: "test-key" })
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(now)
        .setExpirationTime(now + lifetime)
        .sign(privateKey);
    },
  };
}

/** The variables @convex-dev/auth needs, with a fresh RS256 key. */
export async function convexAuthVariables(): Promise<Record<string, string>> {
  const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
  const key = { ...(await exportJWK(publicKey)), use: "sig" };
  return {
    JWT_PRIVATE_KEY: (await exportPKCS8(privateKey)).trimEnd().replaceAll("\n", " "),
    JWKS: JSON.stringify({ keys: [key] }),
    SITE_URL: "http://localhost:5173",
  };
}
