// Runs flows: the functions on an embedded backend, users signed in to it through the official client, and a
// count of the calls of each flow.
import { setTimeout as sleep } from "node:timers/promises";
import { demoAccounts } from "@repo/validators/demo";
import type { ConvexHttpClient } from "convex/browser";
import { type FunctionReference, getFunctionName } from "convex/server";
import { api } from "../convex/_generated/api.js";
import type { Id } from "../convex/_generated/dataModel.js";
import { runFunction } from "../embedded/admin.ts";
import { startApp } from "../embedded/app.ts";
import { newClient } from "../embedded/people.ts";
import { type Cast, castOf } from "./cast.ts";
import { type AnyFlow, type Client, type Stage, type Story, actors } from "./flow.ts";

/** The server calls of one flow. */
export interface Count {
  calls: string[];
  files: number;
}

export interface FlowRunner {
  /**
   * Runs a flow.
   * @returns its calls; rejects with its failed assertion
   */
  drive: (flow: AnyFlow) => Promise<Count>;
  /** Stops the backend; its data goes with it. */
  close: () => Promise<void>;
}

/** How long to wait for background work. */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 100;

/**
 * Pushes the app to a backend of its own, and signs the demo accounts in.
 * @returns the runner, to be closed
 */
export async function startRunner(): Promise<FlowRunner> {
  const backend = await startApp({ DEMO_DEPLOYMENT: "1" });
  await runFunction(backend, "seed:run");

  const shared = Object.fromEntries(actors.map((actor) => [actor, newClient(backend.url)]));
  const nobodyElse: Cast = { clients: shared, people: {}, teams: {} };
  for (const { role, email, password } of demoAccounts) {
    await enter(shared[role]!, shared[role]!, { flow: "signIn", email, password });
  }
  const story = storyOf();
  const castFor = castOf(backend);
  return {
    drive: async (flow) => {
      const count: Count = { calls: [], files: 0 };
      const { clients, people, teams } = flow.cast ? await castFor(flow.cast) : nobodyElse;
      const clientOf = (actor: string) => (clients[actor] ?? shared[actor])!;
      const me = counted(clientOf(flow.actor), count);
      const stage: Stage<string, string> = {
        me,
        story,
        people,
        teams,
        as: clientOf,
        enter: (params) => enter(me, clientOf(flow.actor), params),
        send: async (url, file) => {
          count.files += 1;
          return await send(url, file);
        },
        eventually,
      };
      await flow.run(stage);
      return count;
    },
    close: () => backend.close(),
  };
}

/** The client, which records each call. */
function counted(client: ConvexHttpClient, count: Count): Client {
  const note =
    (method: "query" | "mutation" | "action") =>
    async (fn: FunctionReference<typeof method>, ...args: unknown[]) => {
      count.calls.push(getFunctionName(fn));
      return await (client[method] as (...all: unknown[]) => Promise<unknown>)(fn, ...args);
    };
  const noting = { query: note("query"), mutation: note("mutation"), action: note("action") };
  return noting as unknown as Client;
}

/** Calls through one client, and signs the other in as the resulting user. */
async function enter(
  asking: Client,
  acting: ConvexHttpClient,
  params: Record<string, string>,
): Promise<{ isIn: boolean }> {
  const { tokens } = await asking.action(api.auth.signIn, { provider: "password", params });
  if (tokens) acting.setAuth(tokens.token);
  return { isIn: Boolean(tokens) };
}

async function send(url: string, file: Blob): Promise<Id<"_storage">> {
  const headers = { "Content-Type": file.type };
  const answer = await fetch(url, { method: "POST", headers, body: file });
  if (!answer.ok) throw new Error(`The file was refused: ${await answer.text()}`);
  return ((await answer.json()) as { storageId: Id<"_storage"> }).storageId;
}

async function eventually<Value>(
  look: () => Promise<Value | null | undefined | false>,
): Promise<Value> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(PAUSE_MS)) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
  }
  throw new Error(`Still false after ${PATIENCE_MS / 1000} s: ${look.toString()}`);
}

/** Values that flows pass on; reading a missing one is an error with its name. */
function storyOf(): Story {
  return new Proxy({} as Story, {
    get: (left, name) => {
      if (Object.hasOwn(left, name)) return left[name as keyof Story];
      throw new Error(`No earlier flow passed on a "${String(name)}".`);
    },
  });
}
