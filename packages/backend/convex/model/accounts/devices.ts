// A device that somebody has signed in on: what strangers try does not count for it.
import { keyedHash } from "../../lib/keyedHash";

/**
 * Makes what a client keeps to be known again when its person signs in there. It lets nobody in: it gives
 * the device attempts of its own.
 * @param email whose device it is
 * @param id what tells it from their other devices: the session it is signed in with
 */
export async function deviceTokenOf(email: string, id: string): Promise<string> {
  return `${id}.${await keyedHash(`device ${email} ${id}`)}`;
}

/**
 * Says whether somebody has signed in to an account on the device that a token comes from.
 * @param email the account's address
 * @param token what a client sent
 */
export async function isDeviceOf(email: string, token: string): Promise<boolean> {
  const [id = ""] = token.split(".");
  return token === (await deviceTokenOf(email, id));
}
