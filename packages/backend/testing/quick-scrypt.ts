// Takes the place of `lucia`, with which the auth library hashes passwords: the same algorithm at a cost that is no
// protection, and no time either. The tests on the embedded backend sign in with the library's own.
import { randomBytes, scryptSync, timingSafeEqual } from "node:crypto";

const LENGTH = 64;
const COST = { N: 2, r: 8, p: 1 };

/** The part of `lucia` that the auth library uses. */
export class Scrypt {
  /** @returns the salt and the key in hexadecimal, with a colon between */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(16).toString("hex");
    return `${salt}:${keyOf(password, salt).toString("hex")}`;
  }

  /** @param hash what `hash` has returned */
  async verify(hash: string, password: string): Promise<boolean> {
    const [salt, key, ...rest] = hash.split(":");
    if (salt === undefined || key === undefined || rest.length > 0) return false;
    return timingSafeEqual(keyOf(password, salt), Buffer.from(key, "hex"));
  }
}

function keyOf(password: string, salt: string): Buffer {
  return scryptSync(password.normalize("NFKC"), salt, LENGTH, COST);
}
