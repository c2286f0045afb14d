// For tests of this folder: speaks to one session without a socket, and checks as the official
// client would that transitions follow each other.

import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import type { JsonValue } from "../kernel/database-types.ts";
import { encodeServerMessage } from "../sync/protocol.ts";
import type { Sessions } from "../sync/sessions.ts";
import { decodeTs } from "../wire/timestamp.ts";

/* eslint-disable @typescript-eslint/no-explicit-any -- messages are looked at field by field */

export interface ScriptedClient {
  sessionId: string;
  /** Everything received, as a client would parse it. */
  messages: any[];
  closed: { code: number; reason: string } | null;
  congested: boolean;
  send(message: Record<string, unknown>): void;
  sendText(text: string): void;
  connect(fields?: Record<string, unknown>): void;
  add(queryId: number, udfPath: string, args?: JsonValue, more?: Record<string, unknown>): void;
  remove(queryId: number): void;
  mutate(requestId: number, udfPath: string, args?: JsonValue): void;
  authenticate(value: string | null): void;
  /** Values and errors shown, by query. */
  shown: Map<number, any>;
  transitions(): any[];
  /** Waits for a message that is or will be received. */
  message(matches: (message: any) => boolean): Promise<any>;
  response(requestId: number): Promise<any>;
  /** Waits until query `id` shows `value`. */
  shows(id: number, value: unknown): Promise<void>;
  disconnect(): void;
  poke(): void;
}

export function openClient(sessions: Sessions, sessionId: string = randomUUID()): ScriptedClient {
  let querySet = 0;
  let identity = 0;
  let version: any = { querySet: 0, identity: 0, ts: "AAAAAAAAAAA=" };
  const session = sessions.open({
    request: { ip: null, userAgent: null },
    send: (message) => receive(JSON.parse(encodeServerMessage(message))),
    close: (code, reason) => (client.closed = { code, reason }),
    isCongested: () => client.congested,
  });
  const receive = (message: any) => {
    client.messages.push(message);
    if (message.type !== "Transition") return;
    expect(message.startVersion).toEqual(version);
    version = message.endVersion;
    expect(decodeTs(version.ts)! >= decodeTs(message.startVersion.ts)!).toBe(true);
    for (const change of message.modifications) {
      if (change.type === "QueryRemoved") client.shown.delete(change.queryId);
      else client.shown.set(change.queryId, change.value ?? { failed: change.errorMessage });
    }
  };
  const modify = (modification: Record<string, unknown>) =>
    client.send({
      type: "ModifyQuerySet",
      baseVersion: querySet,
      newVersion: ++querySet,
      modifications: [modification],
    });
  const client: ScriptedClient = {
    sessionId,
    messages: [],
    closed: null,
    congested: false,
    shown: new Map(),
    send: (message) => session.receive(JSON.stringify(message)),
    sendText: (text) => session.receive(text),
    connect: (fields) =>
      client.send({
        type: "Connect",
        sessionId,
        connectionCount: 0,
        lastCloseReason: "InitialConnect",
        clientTs: 0,
        ...fields,
      }),
    add: (queryId, udfPath, args = {}, more) =>
      modify({ type: "Add", queryId, udfPath, args: [args], ...more }),
    remove: (queryId) => modify({ type: "Remove", queryId }),
    mutate: (requestId, udfPath, args = {}) =>
      client.send({ type: "Mutation", requestId, udfPath, args: [args] }),
    authenticate: (value) =>
      client.send({
        type: "Authenticate",
        baseVersion: identity++,
        ...(value === null ? { tokenType: "None" } : { tokenType: "User", value }),
      }),
    transitions: () => client.messages.filter(({ type }) => type === "Transition"),
    message: (matches) =>
      expect
        .poll(() => client.messages.find(matches), { interval: 2, timeout: 10_000 })
        .toBeDefined()
        .then(() => client.messages.find(matches)),
    response: (requestId) => client.message((message) => message.requestId === requestId),
    shows: (id, value) =>
      expect.poll(() => client.shown.get(id), { interval: 2, timeout: 10_000 }).toEqual(value),
    disconnect: () => session.disconnect(),
    poke: () => session.poke(),
  };
  return client;
}
