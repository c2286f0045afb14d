// Recognizes a text without storing it.
import { env } from "../_generated/server";

/**
 * Hashes a text that must be recognized but not read. Addresses are few enough to try them all, so the hash
 * is keyed with a secret of the deployment, which is not in the database.
 * @param text the text
 * @returns the same hash for the same text, until the secret changes
 */
export async function keyedHash(text: string): Promise<string> {
  const bytes = (of: string) => new TextEncoder().encode(of);
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const secret = bytes(env.JWT_PRIVATE_KEY);
  const key = await crypto.subtle.importKey("raw", secret, algorithm, false, ["sign"]);
  const signed = new Uint8Array(await crypto.subtle.sign("HMAC", key, bytes(text)));
  return [...signed].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
