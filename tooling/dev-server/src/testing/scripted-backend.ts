// For tests of this folder: a real database and sync server on a free port, with functions written
// as plain callbacks instead of pushed code, so that a test decides when each of them ends.

import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../engine/database.ts";
import { openReader } from "../engine/transactions/reader.ts";
import { functionApi } from "../http/function-api.ts";
import type { App, Authenticator } from "../kernel/app.ts";
import { ROOT_COMPONENT, type JsonValue, type Transaction } from "../kernel/database-types.ts";
import { BackendError } from "../kernel/errors.ts";
import type {
  Deployment,
  FunctionCall,
  FunctionResult,
  FunctionRunner,
  Identity,
  MutationHooks,
  UdfType,
} from "../kernel/function-types.ts";
import { listen } from "../listener/listen.ts";
import { attachSync, type SyncTimes } from "../sync/socket.ts";

export interface FunctionContext {
  tx: Transaction;
  args: Record<string, JsonValue>;
  identity: Identity;
  log(line: string): void;
  /** What the last run left, for queries; `keepJournal` leaves something for the next. */
  journal: string | null;
  keepJournal(journal: string): void;
}

export interface ScriptedFunction {
  type: UdfType;
  /** May wait before its transaction begins. */
  before?: (args: Record<string, JsonValue>) => Promise<unknown> | void;
  /** May wait after its transaction has ended, before the answer. */
  after?: (args: Record<string, JsonValue>) => Promise<unknown> | void;
  handler(context: FunctionContext): JsonValue;
}

/** Thrown by a handler: a ConvexError with `data`. */
export class ScriptedError extends Error {
  readonly data: JsonValue;
  constructor(data: JsonValue) {
    super("ConvexError");
    this.data = data;
  }
}

export const NS = { component: ROOT_COMPONENT };
export const ADMIN_KEY = "groundwork|test";

export interface ScriptedApp {
  app: App;
  functions: Record<string, ScriptedFunction>;
  /** How often each function has run. */
  runs: Map<string, number>;
  /** ms added to the clock. */
  advance(ms: number): void;
  /** A new deployment with components at these paths. */
  activate(components?: string[]): void;
  /** Closes the database and opens it again, as a new process would. */
  reopen(): Promise<void>;
  close(): Promise<void>;
}

/** A token `user:<name>:<expiry in ms, or Infinity>` is accepted; others are refused. */
export const tokenFor = (name: string, expiresAt = Infinity) => `user:${name}:${expiresAt}`;

export async function openScripted(
  functions: Record<string, ScriptedFunction>,
): Promise<ScriptedApp> {
  const directory = await mkdtemp(join(tmpdir(), "scripted-"));
  let offset = 0;
  const clock = { now: () => Date.now() + offset };
  const runs = new Map<string, number>();
  let listeners = new Set<(deployment: Deployment) => void>();
  let deployment = makeDeployment([]);
  const open = () => {
    listeners = new Set();
    const database = openDatabase({ directory, clock, random: randomBytes });
    const reader = openReader(directory);
    const own = listeners;
    const runner = Object.defineProperties(
      scriptedRunner({ functions, runs, clock, database, reader }),
      { deployment: { get: () => deployment } },
    );
    const onActivate = (listener: (deployment: Deployment) => void) => {
      own.add(listener);
      return () => own.delete(listener);
    };
    const app = {
      config: { adminKey: ADMIN_KEY, cloudOrigin: "http://127.0.0.1" },
      clock,
      random: randomBytes,
      database,
      runner: Object.assign(runner, { onActivate }) as unknown as FunctionRunner,
      auth: scriptedAuth(clock.now),
    } as unknown as App;
    return { app, reader };
  };
  let live = open();
  const close = async () => {
    live.reader.close();
    await live.app.database.close();
  };
  return {
    get app() {
      return live.app;
    },
    functions,
    runs,
    advance: (ms) => (offset += ms),
    activate(components = []) {
      deployment = makeDeployment(components);
      for (const listener of listeners) listener(deployment);
    },
    async reopen() {
      await close();
      live = open();
    },
    async close() {
      await close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export interface ScriptedServer extends ScriptedApp {
  url: string;
  /** Stops serving, reopens the data, and serves it on the same port. */
  restart(): Promise<void>;
}

/** The same on a free port: sync protocol and function API. */
export async function serveScripted(
  functions: Record<string, ScriptedFunction>,
  times?: SyncTimes,
): Promise<ScriptedServer> {
  const scripted = await openScripted(functions);
  const serve = async (port: number) => {
    const listener = await listen({ host: "127.0.0.1", port, isStrict: true });
    listener.serve(functionApi(scripted.app).fetch);
    return { listener, sync: attachSync(listener, scripted.app, times) };
  };
  let live = await serve(0);
  const { port } = live.listener;
  const stop = async () => {
    live.sync.close();
    await live.listener.close();
  };
  return Object.defineProperties(
    {
      ...scripted,
      url: `http://127.0.0.1:${port}`,
      async restart() {
        await stop();
        await scripted.reopen();
        live = await serve(port);
      },
      async close() {
        await stop();
        await scripted.close();
      },
    },
    { app: { get: () => scripted.app } },
  );
}

function makeDeployment(components: string[]): Deployment {
  const paths = ["", ...components];
  return {
    components: Object.fromEntries(paths.map((path) => [path, { id: path, path }])),
    authProviders: [],
  } as unknown as Deployment;
}

function scriptedAuth(now: () => number): Authenticator {
  const refused = (message: string) => new BackendError("Unauthenticated", message, 401);
  const fromToken = async (token: string): Promise<Identity> => {
    const [kind, name = "", expiry = ""] = token.split(":");
    if (kind !== "user") throw refused("bad token");
    const expiresAt = Number(expiry);
    if (expiresAt <= now()) throw refused("expired token");
    return { kind: "user", attributes: { name }, expiresAt, token };
  };
  return {
    fromToken,
    isAdminKey: (key) => key === ADMIN_KEY,
    async fromHeader(header) {
      if (header === null) return { kind: "none" };
      if (header === `Convex ${ADMIN_KEY}`) return { kind: "admin", impersonating: null };
      return fromToken(header.replace(/^Bearer /, ""));
    },
  };
}

type QueryOptions = NonNullable<Parameters<FunctionRunner["query"]>[1]>;

interface RunnerParts {
  functions: Record<string, ScriptedFunction>;
  runs: Map<string, number>;
  clock: App["clock"];
  database: App["database"];
  reader: ReturnType<typeof openReader>;
}

function scriptedRunner({ functions, runs, clock, database, reader }: RunnerParts) {
  const evaluate = async (call: FunctionCall, options: QueryOptions = {}) => {
    const { journal = null, initialWrites = [] } = options;
    const args = JSON.parse(call.args) as Record<string, JsonValue>;
    const fn = functions[call.path];
    runs.set(call.path, (runs.get(call.path) ?? 0) + 1);
    await fn?.before?.(args);
    const tx = reader.begin({ now: clock.now(), random: randomBytes });
    tx.preload(initialWrites);
    const messages: string[] = [];
    let left: string | null = null;
    const result = attempt(() => {
      if (fn === undefined) throw new Error(`Could not find public function for '${call.path}'.`);
      return fn.handler({
        tx,
        args,
        identity: call.identity,
        log: (line) => messages.push(line),
        journal,
        keepJournal: (next) => (left = next),
      });
    });
    const logLines = messages.map((message) => ({
      messages: [message],
      level: "LOG" as const,
      timestamp: clock.now(),
      isTruncated: false,
    }));
    return {
      result,
      logLines,
      journal: left as string | null,
      // Taken now: the reader's next transaction ends this one.
      submission: tx.submission(),
      finish: () => fn?.after?.(args),
    };
  };
  return {
    async query(call: FunctionCall, options?: QueryOptions) {
      const { finish, submission, ...outcome } = await evaluate(call, options);
      await finish();
      return { ...outcome, ts: submission.snapshotTs, reads: submission.reads };
    },
    async mutation(call: FunctionCall, hooks?: MutationHooks) {
      for (;;) {
        const { submission, result, logLines, finish } = await evaluate(call);
        if (!result.ok) return { result, logLines, ts: submission.snapshotTs };
        const commit = await database.commit(submission, (inner, ts) =>
          hooks?.within?.(inner, { value: result.value, logLines, ts }),
        );
        if (!commit.committed) continue;
        await finish();
        return { result, logLines, ts: commit.ts };
      }
    },
    async action(call: FunctionCall) {
      const { result, logLines, finish } = await evaluate(call);
      await finish();
      return { result, logLines };
    },
    lookup: (_component: string, path: string) => {
      const fn = functions[path];
      return fn === undefined ? null : { name: path, udfType: fn.type, visibility: null };
    },
  };
}

function attempt(run: () => JsonValue): FunctionResult {
  try {
    return { ok: true, value: JSON.stringify(run()) };
  } catch (error) {
    const message = `Uncaught ${String(error)}`;
    if (error instanceof ScriptedError) {
      return { ok: false, error: { message, data: JSON.stringify(error.data) } };
    }
    return { ok: false, error: { message } };
  }
}
