// Where a call comes from. Nothing else reads the address of a request: a server that takes it from a header
// which the caller may write, as Convex's own does from X-Forwarded-For, reports whatever the caller sent.
import { type ActionCtx, type MutationCtx, env } from "../_generated/server";
import { keyedHash } from "./keyedHash";

/** Characters of the keyed hash that the audit log keeps: enough to distinguish networks. */
const NAME_LENGTH = 16;

/**
 * Finds the network that a call comes from, if it can be trusted: the setting TRUST_CLIENT_ADDRESS says that
 * the server takes it from the connection, or from a proxy that writes the header itself.
 * @param ctx the context of a mutation or an action
 * @returns an IPv4 address, or the first half of an IPv6 address; null where it is not trusted, and for
 *   calls without a request, such as those of crons
 */
export async function networkOf(ctx: ActionCtx | MutationCtx): Promise<string | null> {
  if (env.TRUST_CLIENT_ADDRESS !== "1") return null;
  const { ip } = await ctx.meta.getRequestMetadata();
  return ip === null ? null : networkIn(ip);
}

/**
 * Names the request behind a call, for the audit log.
 * @param ctx the context of a mutation, as Convex gives it
 * @returns its id, and the same name for the same network, which does not reveal its address; no name where
 *   `networkOf` knows none
 */
export async function requestOf(
  ctx: MutationCtx,
): Promise<{ requestId: string; network?: string }> {
  const { requestId } = await ctx.meta.getRequestMetadata();
  const network = await networkOf(ctx);
  if (network === null) return { requestId };
  return { requestId, network: (await keyedHash(`network ${network}`)).slice(0, NAME_LENGTH) };
}

/**
 * Brings an address to the one form of its network. Of version 6 a customer has 2^64 addresses, which share
 * their first half.
 * @param text an address, with or without a port, brackets and a zone
 * @returns the network; null for a text that is no address
 */
export function networkIn(text: string): string | null {
  const bare = /^\[(.*)\](?::\d+)?$/.exec(text.trim())?.[1] ?? text.trim();
  const [address = ""] = bare.split("%");
  const four = /^(\d+\.\d+\.\d+\.\d+)(?::\d+)?$/.exec(address)?.[1];
  if (four !== undefined) return isVersion4(four) ? four : null;
  const groups = groupsOf(address);
  if (groups === null) return null;
  const [high = 0, low = 0] = groups.slice(6);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) return [high >> 8, high & 255, low >> 8, low & 255].join(".");
  return groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(":");
}

/** The eight numbers of an IPv6 address; null for another text. */
function groupsOf(address: string): number[] | null {
  const halves = address.split("::");
  if (halves.length > 2) return null;
  const [head, tail] = halves.map((half) =>
    half === "" ? [] : half.split(":").flatMap(numbersOf),
  );
  const known = [...(head ?? []), ...(tail ?? [])];
  if (known.some((number) => Number.isNaN(number))) return null;
  const missing = 8 - known.length;
  if (tail === undefined) return missing === 0 ? known : null;
  return missing < 1 ? null : [...(head ?? []), ...Array<number>(missing).fill(0), ...tail];
}

/** One group of hexadecimal digits, or the two that an IPv4 address at the end stands for. */
function numbersOf(part: string): number[] {
  if (isVersion4(part)) {
    const [a = 0, b = 0, c = 0, d = 0] = part.split(".").map(Number);
    return [a * 256 + b, c * 256 + d];
  }
  return [/^[0-9a-f]{1,4}$/i.test(part) ? Number.parseInt(part, 16) : Number.NaN];
}

function isVersion4(text: string): boolean {
  const parts = text.split(".");
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256);
}
