// The key pair that signs session tokens, made once per deployment and kept in its environment.
import { exportJWK, exportPKCS8, generateKeyPair } from "jose";

/** Values for the environment variables of the same names. */
export type AuthKeys = { JWT_PRIVATE_KEY: string; JWKS: string };

/**
 * Makes a fresh RS256 key pair in the form that the auth library reads.
 * @returns the private key in PKCS #8 on one line (an environment variable holds no line breaks
 *   everywhere), and a JSON Web Key Set (RFC 7517) with the public key
 */
export async function generateAuthKeys(): Promise<AuthKeys> {
  const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
  const pem = await exportPKCS8(privateKey);
  const jwk = await exportJWK(publicKey);
  return {
    JWT_PRIVATE_KEY: pem.trimEnd().replaceAll("\n", " "),
    JWKS: JSON.stringify({ keys: [{ use: "sig", ...jwk }] }),
  };
}
