// Finding TCP ports on this machine's loopback addresses.

import { connect, createServer } from "node:net";

/** How far above a default port the search goes before it gives up. */
const SEARCH_SPAN = 100;

/**
 * The first free port at or above `preferred` that is not in `avoid`. Throws when none of the next
 * hundred is free.
 */
export async function findFreePort(
  preferred: number,
  avoid: ReadonlySet<number> = new Set(),
): Promise<number> {
  const last = Math.min(preferred + SEARCH_SPAN, 65_535);
  for (let port = preferred; port <= last; port++) {
    if (!avoid.has(port) && (await isPortFree(port))) return port;
  }
  throw new Error(
    `PORTS_TAKEN: no port from ${preferred} to ${last} is free; stop what uses them.`,
  );
}

/**
 * Whether nobody answers on the port. Both loopback addresses count, because a browser that is
 * given `localhost` may try either, and some systems allow to bind one while the other is in use.
 */
export async function isPortFree(port: number): Promise<boolean> {
  const answers = await Promise.all([answersAt("127.0.0.1", port), answersAt("::1", port)]);
  return !answers.includes(true) && canListen(port);
}

function answersAt(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const finish = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => finish(true));
    socket.once("error", () => finish(false));
    socket.setTimeout(1_000, () => finish(false));
  });
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ host: "127.0.0.1", port, exclusive: true }, () => {
      server.close(() => resolve(true));
    });
  });
}
