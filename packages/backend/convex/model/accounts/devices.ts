// A device on which a user has signed in: attempts of strangers do not count against it.
import { keyedHash } from "../../lib/keyedHash";

/**
 * Makes the token by which a device is recognized at the next sign-in. It grants no access, only a rate limit
 * of its own.
 * @param email whose device it is
 * @param id what distinguishes it from the user's other devices: the session that is signed in on it
 */
export async function deviceTokenOf(email: string, id: string): Promise<string> {
  return `${id}.${await keyedHash(`device ${email} ${id}`)}`;
}

/**
 * Says whether an account was signed in to on the device of a token.
 * @param email the account's address
 * @param token as the client sent it
 */
export async function isDeviceOf(email: string, token: string): Promise<boolean> {
  const [id = ""] = token.split(".");
  return token === (await deviceTokenOf(email, id));
}
