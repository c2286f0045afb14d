// The WebSocket rim of the sync protocol: upgrades, pings and closes. What is said is session.ts.

import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type RawData, type WebSocket } from "ws";
import type { App } from "../app.ts";
import { createClientCalls, newRequestId } from "./client-calls.ts";
import { encodeServerMessage, type ServerMessage } from "./protocol.ts";
import { SessionRequests } from "./session-requests.ts";
import { CLOSE_TRY_AGAIN, SyncSession } from "./session.ts";
import { createSubscriptions } from "./subscriptions.ts";

/** `/api/sync`, or with the version of the client: `/api/1.48.0/sync`. */
const SYNC_PATH = /^\/api\/(?:\d+\.\d+\.\d+[\w.+-]*\/)?sync$/;
/** Arguments are limited to 16 MiB; their JSON may be several times as long. */
const MAX_FRAME_BYTES = 64 * 1024 * 1024;
/** A client this far behind gets no further transition until it has caught up. */
const CONGESTED_BYTES = 8 * 1024 * 1024;
const GOING_AWAY = 1001;
const UNSUPPORTED_DATA = 1003;
const MAX_CLOSE_REASON_BYTES = 123;
const CLEANUP_INTERVAL_MS = 60 * 60_000;

export interface SyncTimes {
  /** Between WebSocket pings; a peer that answered none for ten of them is gone. */
  frameMs: number;
  /** Silence after which a Ping message is sent; the client gives up after 60 s of it. */
  silenceMs: number;
}
const DEFAULT_TIMES: SyncTimes = { frameMs: 5_000, silenceMs: 15_000 };
const MISSED_PONGS = 10;

type SyncParts = Pick<App, "auth" | "clock" | "config" | "database" | "random" | "runner">;

export interface SyncServer {
  /** Closes every socket (clients come back to the next server) and stops watching the database. */
  close(): void;
}

/** Serves the sync protocol on the upgrades of `httpServer`; other upgrades are answered with 404. */
export function attachSync(
  httpServer: Server,
  app: SyncParts,
  times: SyncTimes = DEFAULT_TIMES,
): SyncServer {
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES });
  const peers = new Set<Peer>();
  const accept = createAccept(app, peers);
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    const path = (request.url ?? "").split("?")[0]!;
    if (!SYNC_PATH.test(path)) return refuse(socket);
    server.handleUpgrade(request, socket, head, (webSocket) => accept(webSocket, request));
  };
  httpServer.on("upgrade", upgrade);
  const beat = setInterval(() => peers.forEach((peer) => heartbeat(peer, times)), times.frameMs);
  beat.unref();
  return {
    close() {
      clearInterval(beat);
      httpServer.off("upgrade", upgrade);
      accept.close();
      for (const { webSocket, session } of peers) {
        session.disconnect();
        webSocket.close(GOING_AWAY);
        // Whoever does not answer the close must not keep the process alive.
        setTimeout(() => webSocket.terminate(), 1_000).unref();
      }
      server.close();
    },
  };
}

interface Peer {
  webSocket: WebSocket;
  session: SyncSession;
  /** Time since the last message to the client and the last pong from it, in heartbeats. */
  silentMs: number;
  missedPongs: number;
  /** Whether a transition waits for the client to catch up. */
  congested: boolean;
}

function createAccept(app: SyncParts, peers: Set<Peer>) {
  const calls = createClientCalls(app);
  const requests = new SessionRequests(app.database);
  const subscriptions = createSubscriptions({
    database: app.database,
    runner: app.runner,
    newRequestId: () => newRequestId(app.random),
    run: ({ journal, ...spec }, requestId) =>
      calls.query({ ...spec, caller: "SyncWebSocket", requestId }, journal),
  });
  const cleanUp = () => requests.forget(app.clock.now());
  cleanUp();
  const cleaning = setInterval(cleanUp, CLEANUP_INTERVAL_MS);
  cleaning.unref();

  const accept = (webSocket: WebSocket, request: IncomingMessage) => {
    const session = new SyncSession({
      ...app,
      subscriptions,
      requests,
      calls,
      request: {
        ip: request.socket.remoteAddress ?? null,
        userAgent: request.headers["user-agent"] ?? null,
      },
      send: (message) => send(peer, message),
      close: (code, reason) => webSocket.close(code, shortened(reason)),
      isCongested: () => (peer.congested = webSocket.bufferedAmount > CONGESTED_BYTES),
      defer: setImmediate,
    });
    const peer: Peer = { webSocket, session, silentMs: 0, missedPongs: 0, congested: false };
    peers.add(peer);
    webSocket.on("message", (data, isBinary) => {
      if (isBinary) webSocket.close(UNSUPPORTED_DATA, "Messages must be text");
      else session.receive(textOf(data));
    });
    webSocket.on("pong", () => (peer.missedPongs = 0));
    // A frame that breaks the WebSocket protocol or is too long: `ws` closes with the code for it.
    webSocket.on("error", () => session.disconnect());
    webSocket.on("close", () => {
      session.disconnect();
      peers.delete(peer);
    });
  };
  accept.close = () => {
    clearInterval(cleaning);
    subscriptions.close();
  };
  return accept;
}

function send(peer: Peer, message: ServerMessage): void {
  peer.silentMs = 0;
  const { webSocket, session } = peer;
  const sent = () => {
    if (!peer.congested || webSocket.bufferedAmount > CONGESTED_BYTES) return;
    peer.congested = false;
    session.poke();
  };
  let text;
  try {
    text = encodeServerMessage(message);
  } catch {
    // Longer than a string can be: the client would wait for ever for what cannot be sent.
    webSocket.close(CLOSE_TRY_AGAIN, "InternalServerError: the answer is too large to send");
    return;
  }
  webSocket.send(text, sent);
}

function heartbeat(peer: Peer, times: SyncTimes): void {
  const { webSocket } = peer;
  if (webSocket.readyState !== webSocket.OPEN) return;
  if (peer.missedPongs >= MISSED_PONGS) return webSocket.terminate();
  peer.missedPongs += 1;
  webSocket.ping();
  peer.silentMs += times.frameMs;
  if (peer.silentMs >= times.silenceMs) send(peer, { type: "Ping" });
}

function refuse(socket: Duplex): void {
  const body = JSON.stringify({ code: "NotFound", message: "No WebSocket is served on this path" });
  socket.end(
    "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nConnection: close\r\n" +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString("utf8");
  return Buffer.from(data as Buffer).toString("utf8");
}

/** A close frame has room for 123 bytes of reason. */
function shortened(reason: string): string {
  return Buffer.from(reason)
    .subarray(0, MAX_CLOSE_REASON_BYTES)
    .toString("utf8")
    .replace(/\uFFFD+$/, "");
}
