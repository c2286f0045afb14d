// For tests of sessions: a backend of counters per test, and clients that speak to it without sockets.

import { afterEach, beforeEach } from "vitest";
import { createSessions, type Sessions } from "../sync/sessions.ts";
import { NS, openScripted, type ScriptedApp } from "./scripted-backend.ts";
import { openClient, type ScriptedClient } from "./scripted-client.ts";
import { applyCounters, counterFunctions } from "./scripted-counters.ts";

export interface SessionFixture {
  readonly scripted: ScriptedApp;
  /** A client that has said nothing yet. */
  unconnected(): ScriptedClient;
  connected(sessionId?: string): ScriptedClient;
  /** Ends every session and opens the data again. */
  restart(): Promise<void>;
  /** How often a function has run. */
  runsOf(path: string): number;
  /** Writes the value of one counter, without a client. */
  counter(name: string): (value: number) => void;
}

/** A backend for each test of the file. */
export function useSessions(): SessionFixture {
  let scripted: ScriptedApp;
  let sessions: Sessions;
  beforeEach(async () => {
    scripted = await openScripted(counterFunctions());
    applyCounters(scripted);
    sessions = createSessions(scripted.app);
  });
  afterEach(async () => {
    sessions.close();
    await scripted.close();
  });
  return {
    get scripted() {
      return scripted;
    },
    unconnected: () => openClient(sessions),
    connected(sessionId) {
      const client = openClient(sessions, sessionId);
      client.connect();
      return client;
    },
    async restart() {
      sessions.close();
      await scripted.reopen();
      sessions = createSessions(scripted.app);
    },
    runsOf: (path) => scripted.runs.get(path) ?? 0,
    counter(name) {
      let id: string | null = null;
      return (value) =>
        void scripted.app.database.transact((tx) => {
          if (id === null) id = tx.insert(NS, "counters", { name, value });
          else tx.patch(NS, id, { value });
        });
    },
  };
}

/** A promise and what resolves it. */
export function gate(): { passed: Promise<void>; open: () => void } {
  let open = () => {};
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open };
}
