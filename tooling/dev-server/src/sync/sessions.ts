// All sync sessions of a backend, and what they share: live queries and the memory of requests.

import type { App } from "../kernel/app.ts";
import { newRequestId } from "../wire/call-texts.ts";
import { createClientCalls } from "./client-calls.ts";
import { SessionRequests } from "./session-requests.ts";
import { SyncSession, type SessionParts } from "./session.ts";
import { createSubscriptions } from "./subscriptions.ts";

const CLEANUP_INTERVAL_MS = 60 * 60_000;

export type SyncParts = Pick<App, "auth" | "clock" | "config" | "database" | "random" | "runner">;

/** What a session needs of the connection it belongs to. */
export type SessionRim = Pick<SessionParts, "send" | "close" | "isCongested" | "request">;

export interface Sessions {
  open(rim: SessionRim): SyncSession;
  /** Stops watching the database and cleaning up. */
  close(): void;
}

export function createSessions(app: SyncParts): Sessions {
  const calls = createClientCalls(app);
  const requests = new SessionRequests(app.database);
  const subscriptions = createSubscriptions({
    database: app.database,
    runner: app.runner,
    newRequestId: () => newRequestId(app.random),
    run: ({ journal, ...spec }, requestId) =>
      calls.query({ ...spec, caller: "SyncWebSocket", requestId }, { journal }),
  });
  const cleanUp = () => requests.forget(app.clock.now());
  cleanUp();
  const cleaning = setInterval(cleanUp, CLEANUP_INTERVAL_MS);
  cleaning.unref();
  return {
    open: (rim) =>
      new SyncSession({ ...app, ...rim, subscriptions, requests, calls, defer: setImmediate }),
    close() {
      clearInterval(cleaning);
      subscriptions.close();
    },
  };
}
