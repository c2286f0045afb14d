// The form of function handles. They are opaque to user code; what one stands for is known elsewhere.

import { decodeId } from "./ids.ts";

export const HANDLE_PREFIX = "function://";

/**
 * Whether a text has the form of a function handle. It need not stand for a function that is deployed:
 * Convex does not ask for that either. Handles that Convex itself made (`function://<id>#<name>`) have
 * the form too, so that an exported snapshot can be imported.
 */
export function isFunctionHandle(text: string): boolean {
  if (!text.startsWith(HANDLE_PREFIX)) return false;
  const [id = ""] = text.slice(HANDLE_PREFIX.length).split("#", 1);
  return /^[0-9a-f]{32}$/.test(id) || decodeId(id) !== null;
}
