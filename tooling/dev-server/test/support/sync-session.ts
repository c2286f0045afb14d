// One raw connection to the sync protocol, for what the official clients never say or never show.
import { WebSocket } from "ws";
import { convexToJson, type Value } from "convex/values";
import { waitFor } from "./wait-for.ts";

export interface ServerMessage {
  type: string;
  requestId?: number;
  success?: boolean;
  result?: unknown;
  ts?: string;
  error?: string;
  errorData?: unknown;
  authUpdateAttempted?: boolean;
  baseVersion?: number;
  logLines?: string[];
  startVersion?: Version;
  endVersion?: Version;
  modifications?: Modification[];
  [key: string]: unknown;
}
interface Version {
  querySet: number;
  identity: number;
  ts: string;
}
export interface Modification {
  type: "QueryUpdated" | "QueryFailed" | "QueryRemoved";
  queryId: number;
  value?: unknown;
  journal?: string | null;
  errorMessage?: string;
  errorData?: unknown;
  logLines?: string[];
}

export interface SyncSession {
  socket: WebSocket;
  sessionId: string;
  /** Everything received, in order, but for Pings. */
  received: ServerMessage[];
  pings(): number;
  /** The code and reason the server closed with, or null. */
  closed(): { code: number; reason: string } | null;
  send(message: Record<string, unknown> | string): void;
  connect(options?: { maxObservedTimestamp?: string; connectionCount?: number }): void;
  /** Adds queries from the current query set version on; ids are given by the caller. */
  add(
    ...queries: {
      id: number;
      path: string;
      args?: Record<string, Value>;
      journal?: string | null;
    }[]
  ): void;
  remove(id: number): void;
  mutate(requestId: number, path: string, args: Record<string, Value>): void;
  act(requestId: number, path: string, args: Record<string, Value>): void;
  /** The first message after position `from` that matches. */
  waitForMessage(
    what: string,
    match: (message: ServerMessage) => boolean,
    from?: number,
  ): Promise<ServerMessage>;
  /** The response to a mutation or action. */
  response(requestId: number): Promise<ServerMessage>;
  /** Latest value presented for a query; undefined when none is. */
  value(queryId: number): unknown;
  /** Waits until `match` holds of the latest value of the query. */
  waitForValue(queryId: number, match: (value: any) => boolean): Promise<any>;
  updates(queryId: number): Modification[];
  /** Fails unless each Transition starts where the last one ended and time never runs backwards. */
  checkVersions(): void;
  close(): void;
}

/** Decodes the wire's timestamps: 8 bytes, little-endian, base64. */
export const readTs = (ts: string): bigint => Buffer.from(ts, "base64").readBigUInt64LE();

/** Opens a socket to the backend and resolves when it is open. Nothing has been said yet. */
export async function openSession(
  url: string,
  options: { path?: string; sessionId?: string } = {},
): Promise<SyncSession> {
  const { path = "/api/1.49.0/sync", sessionId = crypto.randomUUID() } = options;
  const socket = new WebSocket(url.replace(/^http/, "ws") + path);
  const received: ServerMessage[] = [];
  let closed: { code: number; reason: string } | null = null;
  let querySet = 0;
  let pings = 0;
  socket.on("message", (data) => {
    const message = JSON.parse(String(data)) as ServerMessage;
    if (message.type === "Ping") pings += 1;
    else received.push(message);
  });
  socket.on("close", (code, reason) => (closed = { code, reason: String(reason) }));
  await new Promise<void>((done, fail) => socket.once("open", done).once("error", fail));
  socket.on("error", () => {});

  const modify = (modifications: unknown[]) => {
    session.send({
      type: "ModifyQuerySet",
      baseVersion: querySet,
      newVersion: querySet + 1,
      modifications,
    });
    querySet += 1;
  };
  const call = (type: string, requestId: number, udfPath: string, args: Record<string, Value>) =>
    session.send({ type, requestId, udfPath, args: [convexToJson(args)] });
  const session: SyncSession = {
    socket,
    sessionId,
    received,
    pings: () => pings,
    closed: () => closed,
    send: (message) => socket.send(typeof message === "string" ? message : JSON.stringify(message)),
    connect: (extra = {}) =>
      session.send({
        type: "Connect",
        sessionId,
        connectionCount: 0,
        lastCloseReason: "InitialConnect",
        clientTs: Date.now(),
        ...extra,
      }),
    add: (...queries) =>
      modify(
        queries.map(({ id, path: udfPath, args = {}, journal }) => ({
          type: "Add",
          queryId: id,
          udfPath,
          args: [convexToJson(args)],
          ...(journal === undefined ? {} : { journal }),
        })),
      ),
    remove: (queryId) => modify([{ type: "Remove", queryId }]),
    mutate: (requestId, udfPath, args) => call("Mutation", requestId, udfPath, args),
    act: (requestId, udfPath, args) => call("Action", requestId, udfPath, args),
    waitForMessage: (what, match, from = 0) =>
      waitFor(what, () => received.slice(from).find(match)).catch((error) => {
        throw new Error(
          `${error.message}\nreceived: ${JSON.stringify(received.slice(from)).slice(0, 3_000)}`,
        );
      }),
    response: (requestId) =>
      session.waitForMessage(
        `the response to request ${requestId}`,
        (message) => message.requestId === requestId && message.type.endsWith("Response"),
      ),
    updates: (queryId) =>
      received
        .flatMap((message) => message.modifications ?? [])
        .filter((change) => change.queryId === queryId),
    value: (queryId) => session.updates(queryId).at(-1)?.value,
    waitForValue: async (queryId, match) => {
      await waitFor(`the value of query ${queryId}`, () => {
        const last = session.updates(queryId).at(-1);
        return last?.type === "QueryUpdated" && match(last.value);
      }).catch((error) => {
        throw new Error(
          `${error.message}\nupdates: ${JSON.stringify(session.updates(queryId)).slice(0, 3_000)}`,
        );
      });
      return session.value(queryId);
    },
    checkVersions() {
      let last: Version = { querySet: 0, identity: 0, ts: "AAAAAAAAAAA=" };
      for (const { type, startVersion, endVersion } of received) {
        if (type !== "Transition") continue;
        if (JSON.stringify(order(startVersion!)) !== JSON.stringify(order(last))) {
          throw new Error(
            `a Transition starts at ${JSON.stringify(startVersion)} after ${JSON.stringify(last)}`,
          );
        }
        if (readTs(endVersion!.ts) < readTs(last.ts)) throw new Error("time ran backwards");
        last = endVersion!;
      }
    },
    close: () => socket.close(),
  };
  return session;
}

const order = ({ querySet, identity, ts }: Version) => ({ querySet, identity, ts });
