// The WebSocket rim of the sync protocol: upgrades, pings and closes. What is said is session.ts.

import type { IncomingMessage } from "node:http";
import { WebSocketServer, type RawData, type WebSocket } from "ws";
import { refuseUpgrade, type Listener, type UpgradeHandler } from "../listener/listen.ts";
import { MAX_PUBLIC_BYTES } from "../wire/body.ts";
import { encodeServerMessage, type ServerMessage } from "./protocol.ts";
import { CLOSE_TRY_AGAIN, type SyncSession } from "./session.ts";
import { createSessions, type Sessions, type SyncParts } from "./sessions.ts";

/** `/api/sync`, or with the version of the client: `/api/1.49.0/sync`. */
const SYNC_PATH = /^\/api\/(?:\d+\.\d+\.\d+[\w.+-]*\/)?sync$/;
/** A client this far behind gets no further transition until it has caught up. */
const CONGESTED_BYTES = 8 * 1024 * 1024;
const GOING_AWAY = 1001;
const UNSUPPORTED_DATA = 1003;
const MAX_CLOSE_REASON_BYTES = 123;
/** For the other side to answer a close. */
const CLOSE_GRACE_MS = 1_000;
const MISSED_PONGS = 10;
const NOT_SYNC = { code: "NotFound", message: "No WebSocket is served on this path" };

export interface SyncTimes {
  /** Between WebSocket pings; a peer that missed ten of them is gone. */
  frameMs: number;
  /** Silence after which a Ping message is sent; the client gives up after 60 s of it. */
  silenceMs: number;
}
const DEFAULT_TIMES: SyncTimes = { frameMs: 5_000, silenceMs: 15_000 };

export interface SyncServer {
  /** Closes every socket (clients come back to the next server) and stops watching the database. */
  close(): void;
}

interface Peer {
  webSocket: WebSocket;
  session: SyncSession;
  /** ms since the last message to the client, to the nearest heartbeat. */
  silentMs: number;
  missedPongs: number;
  /** Whether a transition waits for the client to catch up. */
  congested: boolean;
}

/** Serves the sync protocol on the upgrades of `listener`; other upgrades are answered with 404. */
export function attachSync(
  listener: Pick<Listener, "onUpgrade">,
  app: SyncParts,
  times: SyncTimes = DEFAULT_TIMES,
): SyncServer {
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_PUBLIC_BYTES });
  const sessions = createSessions(app);
  const peers = new Set<Peer>();
  const upgrade: UpgradeHandler = (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    const path = (request.url ?? "").split("?")[0]!;
    if (!SYNC_PATH.test(path)) return refuseUpgrade(socket, "404 Not Found", NOT_SYNC);
    server.handleUpgrade(request, socket, head, (webSocket) => {
      const peer = connect(webSocket, request, sessions);
      peers.add(peer);
      webSocket.on("close", () => peers.delete(peer));
    });
  };
  const stopUpgrades = listener.onUpgrade(upgrade);
  const beat = setInterval(() => peers.forEach((peer) => heartbeat(peer, times)), times.frameMs);
  beat.unref();
  return {
    close() {
      clearInterval(beat);
      stopUpgrades();
      sessions.close();
      for (const { webSocket, session } of peers) {
        session.disconnect();
        webSocket.close(GOING_AWAY);
        setTimeout(() => webSocket.terminate(), CLOSE_GRACE_MS).unref();
      }
      server.close();
    },
  };
}

function connect(webSocket: WebSocket, request: IncomingMessage, sessions: Sessions): Peer {
  const session = sessions.open({
    request: {
      ip: request.socket.remoteAddress ?? null,
      userAgent: request.headers["user-agent"] ?? null,
    },
    send: (message) => send(peer, message),
    close: (code, reason) => webSocket.close(code, shortened(reason)),
    isCongested: () => (peer.congested = webSocket.bufferedAmount > CONGESTED_BYTES),
  });
  const peer: Peer = { webSocket, session, silentMs: 0, missedPongs: 0, congested: false };
  webSocket.on("message", (data, isBinary) => {
    if (isBinary) webSocket.close(UNSUPPORTED_DATA, "Messages must be text");
    else session.receive(textOf(data));
  });
  webSocket.on("pong", () => (peer.missedPongs = 0));
  // A frame that breaks the WebSocket protocol or is too long: `ws` closes with the code for it.
  webSocket.on("error", () => session.disconnect());
  webSocket.on("close", () => session.disconnect());
  return peer;
}

function send(peer: Peer, message: ServerMessage): void {
  peer.silentMs = 0;
  const { webSocket, session } = peer;
  let text;
  try {
    text = encodeServerMessage(message);
  } catch {
    // Longer than a string can be: nothing that is left out could be made up for later.
    webSocket.close(CLOSE_TRY_AGAIN, "InternalServerError: the answer is too large to send");
    return;
  }
  webSocket.send(text, () => {
    if (!peer.congested || webSocket.bufferedAmount > CONGESTED_BYTES) return;
    peer.congested = false;
    session.poke();
  });
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

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString("utf8");
  return Buffer.from(data as Buffer).toString("utf8");
}

/** A close frame has room for 123 bytes of reason. */
function shortened(reason: string): string {
  const bytes = Buffer.from(reason).subarray(0, MAX_CLOSE_REASON_BYTES);
  return bytes.toString("utf8").replace(/\uFFFD+$/, "");
}
