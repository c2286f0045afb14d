// HTTP on Node's sockets: listening on a free port, answering while the backend is not ready yet,
// and closing without waiting for idle connections.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { getRequestListener } from "@hono/node-server";
import { BackendError } from "../kernel/errors.ts";
import { callerCheck, type CallerRules } from "./callers.ts";
import { sendIfUntyped } from "./untyped-response.ts";

/** Ports tried above one that is taken. */
const SEARCH_SPAN = 100;
const CLOSE_GRACE_MS = 1_000;
/**
 * How long an idle connection stays open. Node's own five seconds are over before a client on a busy
 * machine gets to its next request, which then meets a closed connection.
 */
const KEEP_ALIVE_MS = 120_000;

/** Answers a request; `env` holds the sockets that Node gave, for the caller's address. */
export type Fetch = (request: Request, env?: object) => Response | Promise<Response>;

export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Neither requests nor upgrades reach a handler before the check of who makes them. */
export interface Listener {
  port: number;
  /** Answers requests from now on; before, every request is asked to retry. */
  serve(fetch: Fetch): void;
  /** Hands on WebSocket upgrades until the result is called; without a handler they are requests. */
  onUpgrade(handler: UpgradeHandler): () => void;
  /** Stops listening; requests under way have a second to end. */
  close(): Promise<void>;
}

/**
 * Listens on one address.
 * @param options.port 0 takes any free port
 * @param options.isStrict false: the next free port is taken when this one is not
 * @param options.callers whose requests are answered besides those of loopback hosts
 * @throws BackendError PortTaken, PortUnavailable
 */
export async function listen(options: {
  host: string;
  port: number;
  isStrict: boolean;
  callers?: CallerRules;
}): Promise<Listener> {
  let fetch: Fetch = starting;
  const check = callerCheck(options.callers ?? {});
  const respond = async (request: Request, env: { outgoing?: unknown }): Promise<Response> =>
    sendIfUntyped(await fetch(request, env), env.outgoing as ServerResponse | undefined);
  const answer = getRequestListener(respond, {
    hostname: options.host,
    errorHandler: badRequest,
  });
  const server = createServer((request, response) => {
    const refusal = check(request.headers);
    if (refusal === null) return void answer(request, response);
    response.writeHead(403, { "content-type": "application/json", connection: "close" });
    response.end(JSON.stringify(refusal));
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const port = await bind(server, options);
  // A failure of one connection must not end the process.
  server.on("error", () => undefined);
  return {
    port,
    serve(next) {
      fetch = next;
    },
    onUpgrade(handler) {
      const checked: UpgradeHandler = (request, socket, head) => {
        const refusal = check(request.headers);
        if (refusal === null) handler(request, socket, head);
        else refuseUpgrade(socket, "403 Forbidden", refusal);
      };
      server.on("upgrade", checked);
      return () => server.off("upgrade", checked);
    },
    close: () => close(server),
  };
}

async function bind(
  server: Server,
  { host, port, isStrict }: { host: string; port: number; isStrict: boolean },
): Promise<number> {
  const last = isStrict || port === 0 ? port : Math.min(port + SEARCH_SPAN, 65_535);
  for (let candidate = port; candidate <= last; candidate++) {
    const bound = await tryBind(server, host, candidate);
    if (bound !== null) return bound;
  }
  throw new BackendError(
    "PortTaken",
    isStrict
      ? `Port ${port} is already in use; stop what uses it or choose another port.`
      : `No port from ${port} to ${last} is free; stop what uses them or choose another port.`,
    500,
  );
}

/** The port that was bound, or null when it is taken. */
function tryBind(server: Server, host: string, port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") return resolve(null);
      const message = `Cannot listen on ${host}:${port}: ${error.message}.`;
      reject(new BackendError("PortUnavailable", message, 500));
    };
    server.once("error", failed);
    server.listen({ host, port, exclusive: true }, () => {
      server.off("error", failed);
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

/** Answers an upgrade with a failure and ends its connection. */
export function refuseUpgrade(
  socket: Duplex,
  status: "403 Forbidden" | "404 Not Found",
  failure: { code: string; message: string },
): void {
  socket.on("error", () => socket.destroy());
  const body = JSON.stringify(failure);
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nConnection: close\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function starting(): Response {
  const body = { code: "Starting", message: "The backend is starting; try again." };
  return Response.json(body, { status: 503, headers: { "retry-after": "1" } });
}

/** What cannot even be read as a request, such as a bad Host header. */
function badRequest(error: unknown): Response {
  const message = error instanceof Error ? error.message : String(error);
  return Response.json({ code: "BadRequest", message }, { status: 400 });
}
