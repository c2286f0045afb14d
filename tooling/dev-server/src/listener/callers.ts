// Whose requests are answered. A page of any site can send requests to a port of this machine, and a
// name that its owner points at 127.0.0.1 makes such a page look like one of this machine (DNS rebinding).
// Browsers name the page in Origin and the name in Host, and let no page change either.

import { isIP } from "node:net";
import type { IncomingHttpHeaders } from "node:http";

export interface CallerRules {
  /** Hosts answered besides loopback, in Host and in Origin: names or addresses without a port. */
  allowedHosts?: readonly string[];
  /** Whether other machines may call by this machine's addresses, which no name can stand in for. */
  allowRemote?: boolean;
}

/** Why a request is not answered, in the form of every failure. */
export interface CallerRefusal {
  code: "HostNotAllowed" | "OriginNotAllowed";
  message: string;
}

/**
 * A check of the headers of a request or an upgrade: null when it may be answered. A request without
 * Origin is no page's (curl, the convex CLI) or cannot be read by the page that makes it.
 */
export type CallerCheck = (headers: IncomingHttpHeaders) => CallerRefusal | null;

/** @param rules what is answered besides loopback; nothing by default */
export function callerCheck({ allowedHosts = [], allowRemote = false }: CallerRules): CallerCheck {
  const allowed = new Set(allowedHosts.map((host) => hostNameOf(`http://${bracketed(host)}`)));
  const isKnown = (name: string | null) => name !== null && (isLoopback(name) || allowed.has(name));
  return ({ host, origin }) => {
    const name = host === undefined ? null : hostNameOf(`http://${host}`);
    const isAddressed = allowRemote && name !== null && isAddress(name);
    if (host !== undefined && !isKnown(name) && !isAddressed) return hostRefusal(host);
    if (origin === undefined) return null;
    const page = hostNameOf(origin);
    if (isKnown(page) || (isAddressed && page === name)) return null;
    return originRefusal(origin);
  };
}

/** Whether a text is a host alone: a name or an address, IPv6 with or without brackets. */
export function isHostName(text: string): boolean {
  const name = bracketed(text);
  return hostNameOf(`http://${name}`) !== null && !/:\d*$/.test(name);
}

/** Whether a host name or address reaches this machine alone. IPv6 with or without brackets. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[(.*)\]$/, "$1");
  if (name === "localhost" || name.endsWith(".localhost") || name === "::1") return true;
  return isIP(name) === 4 && name.startsWith("127.");
}

/** The host of an http or https address in the form a browser gives it; null for anything else. */
function hostNameOf(address: string): string | null {
  if (!/^https?:\/\/[^/?#@\\]+$/i.test(address) || !URL.canParse(address)) return null;
  return new URL(address).hostname.replace(/\.$/, "");
}

function bracketed(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}

function isAddress(name: string): boolean {
  return isIP(name.replace(/^\[(.*)\]$/, "$1")) !== 0;
}

function hostRefusal(host: string): CallerRefusal {
  return {
    code: "HostNotAllowed",
    message: `This development backend does not answer to the host "${host}". ${advice(host)}`,
  };
}

function originRefusal(origin: string): CallerRefusal {
  return {
    code: "OriginNotAllowed",
    message: `This development backend does not answer pages of "${origin}". ${advice(origin)}`,
  };
}

function advice(from: string): string {
  const name = hostNameOf(from.includes("://") ? from : `http://${from}`) ?? "<host>";
  return `If it should, start it with --allow-host ${name}.`;
}
