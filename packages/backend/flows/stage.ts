// Where flows are driven: the functions on an embedded backend, people signed in to it through the
// official client, and a count of what each asks the server for.
import { setTimeout as sleep } from "node:timers/promises";
import { demoAccounts } from "@repo/validators/demo";
import { ConvexHttpClient } from "convex/browser";
import { type FunctionReference, getFunctionName } from "convex/server";
import { api } from "../convex/_generated/api.js";
import type { Id } from "../convex/_generated/dataModel.js";
import { runFunction } from "../embedded/admin.ts";
import { startApp } from "../embedded/app.ts";
import type { Actor, Client, Flow, Stage, Story } from "./flow.ts";

/** What one flow asked the server for. */
export interface Count {
  calls: string[];
  files: number;
}

export interface Theatre {
  /**
   * Drives a flow.
   * @returns what it asked for; rejects with its failed assertion
   */
  drive: (flow: Flow) => Promise<Count>;
  /** Stops the backend; its data goes with it. */
  close: () => Promise<void>;
}

/** How long a page would wait for something to happen in the background. */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 100;

/**
 * Pushes the app to a backend of its own, and signs the demo accounts in.
 * @returns where flows are driven, to be closed
 */
export async function openTheatre(): Promise<Theatre> {
  const backend = await startApp({ DEMO_DEPLOYMENT: "1" });
  await runFunction(backend, "seed:run");

  const people: Record<Actor, ConvexHttpClient> = {
    admin: newClient(backend.url),
    member: newClient(backend.url),
    newcomer: newClient(backend.url),
    nobody: newClient(backend.url),
  };
  for (const { role, email, password } of demoAccounts) {
    await enter(people[role], people[role], { flow: "signIn", email, password });
  }
  const story = storyOf();
  return {
    drive: async (flow) => {
      const count: Count = { calls: [], files: 0 };
      const me = counted(people[flow.actor], count);
      const stage: Stage = {
        me,
        story,
        as: (actor) => people[actor],
        enter: (params) => enter(me, people[flow.actor], params),
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

function newClient(url: string): ConvexHttpClient {
  return new ConvexHttpClient(url, { logger: false });
}

/** The client, with a note of each call. */
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

/** Asks by one client, and lets the other act as the user who is signed in then. */
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
  throw new Error(`It did not come to that within ${PATIENCE_MS / 1000} s: ${look.toString()}`);
}

/** What flows leave for each other; what none has left is an error by its name. */
function storyOf(): Story {
  return new Proxy({} as Story, {
    get: (left, name) => {
      if (Object.hasOwn(left, name)) return left[name as keyof Story];
      throw new Error(`No flow before this one left a "${String(name)}".`);
    },
  });
}
