// Serves the built pages as a host of static files does: with the headers that the build has written, files by their path, and the start page for every other
// address, which the router of the app then reads.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

import { headersOf, rulesOfFile } from "../../hosting/headers.ts";

/** The addresses that the pages are built for; each server puts those of its own backend in their place. */
export const ADDRESSES = {
  backend: "http://backend.invalid",
  site: "http://site.invalid",
} as const;

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

export interface Site {
  url: string;
  /** What the pages shall call. */
  backend?: { url: string; siteUrl: string };
  close: () => Promise<void>;
}

/**
 * Serves a folder on a free port.
 * @param folder the built pages
 * @returns the server, which needs to know the backend before the first page is opened
 */
export async function serveSite(folder: string): Promise<Site> {
  const start = join(folder, "index.html");
  const rules = rulesOfFile(await readFile(join(folder, "_headers"), "utf8"));
  const read = async (path: string) => await readFile(path).catch(() => null);
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const wanted = join(folder, normalize(decodeURIComponent(pathname)));
    const found = extname(wanted) === "" ? null : await read(wanted);
    const type = TYPES[found ? extname(wanted) : ".html"];
    for (const [name, value] of Object.entries(headersOf(rules, pathname))) {
      response.setHeader(name, addressed(value, site));
    }
    response.setHeader("Content-Type", type ?? "application/octet-stream");
    const bytes = found ?? (await readFile(start));
    response.end(type?.startsWith("text/") ? addressed(bytes.toString(), site) : bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const site: Site = {
    url: `http://localhost:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return site;
}

function addressed(text: string, { backend }: Site): string {
  if (!backend) return text;
  return text
    .replaceAll(hostOf(ADDRESSES.backend), hostOf(backend.url))
    .replaceAll(hostOf(ADDRESSES.site), hostOf(backend.siteUrl));
}

/** Such as `//127.0.0.1:3210`, which the address of a WebSocket has, too. */
function hostOf(url: string): string {
  return `//${new URL(url).host}`;
}
