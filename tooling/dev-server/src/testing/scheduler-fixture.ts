// For tests of what calls functions: a real database, and a runner whose functions are closures.

import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openDatabase, type EngineDatabase } from "../engine/database.ts";
import { openReader } from "../engine/transactions/reader.ts";
import {
  insertJob,
  readJob,
  systemTables,
  type Job,
} from "../functions/scheduling/scheduled-job.ts";
import type { ComponentId, JsonText, JsonValue, Transaction } from "../kernel/database-types.ts";
import type {
  AnalyzedModule,
  CronSpec,
  DeployedComponent,
  Deployment,
  ExecutionRecord,
  FunctionCall,
  FunctionResult,
  FunctionRunner,
  MutationHooks,
} from "../kernel/function-types.ts";

/** A mutation gets its transaction and may wait in the middle of it; an action gets none. */
export type ScriptedFunction =
  | { type: "Query" }
  | { type: "Mutation"; run: (tx: Transaction, call: FunctionCall) => unknown }
  | { type: "Action"; run: (call: FunctionCall) => unknown };

/** By `module:function`; all in the app itself. */
export type ScriptedFunctions = Record<string, ScriptedFunction>;

/** A folder for one test. */
export async function temporaryDirectory(): Promise<{ path: string; remove: () => Promise<void> }> {
  const directory = await mkdtemp(path.join(tmpdir(), "groundwork-"));
  return { path: directory, remove: () => rm(directory, { recursive: true, force: true }) };
}

/** A component that declares the given functions and cron jobs. */
export function scriptedComponent(
  functions: ScriptedFunctions,
  crons: Record<string, CronSpec> = {},
  options: Partial<DeployedComponent> = {},
): DeployedComponent {
  const analysis: Record<string, AnalyzedModule> = {};
  for (const [name, { type }] of Object.entries(functions)) {
    const [module = "", fn = ""] = name.split(":");
    const entry = (analysis[`${module}.js`] ??= {
      functions: [],
      httpRoutes: null,
      cronSpecs: null,
    });
    const visibility = { kind: "internal" as const };
    entry.functions.push({ name: fn, udfType: type, visibility, args: null, returns: null });
  }
  analysis["crons.js"] = { functions: [], httpRoutes: null, cronSpecs: crons };
  return {
    id: "",
    path: "",
    definitionPath: "",
    parent: null,
    children: {},
    modules: {},
    analysis,
    env: {},
    httpMounts: {},
    httpPrefix: null,
    ...options,
  };
}

/** A deployment of the given components. */
export function scriptedDeployment(
  version: number,
  ...components: DeployedComponent[]
): Deployment {
  return {
    version,
    components: Object.fromEntries(components.map((component) => [component.id, component])),
    authProviders: [],
    cloudOrigin: "http://127.0.0.1:3210",
    siteOrigin: "http://127.0.0.1:3211",
    udfServerVersion: "1.49.0",
    importPhase: { seed: "", timestampMs: 0 },
  };
}

/** A clock that stands still, and timers that run when `advance` passes them. */
export function manualTime(now = 1_700_000_000_000) {
  let timers: { at: number; run: () => void }[] = [];
  return {
    clock: { now: () => now },
    setTimer(run: () => void, delayMs: number): () => void {
      const timer = { at: now + delayMs, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    /** Delays (ms) of the timers that wait. */
    waiting: () => timers.map(({ at }) => at - now),
    async advance(ms: number): Promise<void> {
      const end = now + ms;
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        timers = timers.filter((timer) => timer !== next);
        now = Math.max(now, next.at);
        next.run();
        await settled();
      }
      now = end;
      await settled();
    },
  };
}

/** Until everything that needs no timer has happened. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Opens the database of a directory with a scripted runner over it. */
export function openFixture(
  directory: string,
  options: { deployment: Deployment; functions: ScriptedFunctions; clock?: { now(): number } },
) {
  const clock = options.clock ?? { now: () => Date.now() };
  const random = (length: number) => Uint8Array.from(randomBytes(length));
  const database = openDatabase({ directory: path.join(directory, "db"), clock, random });
  const records: ExecutionRecord[] = [];
  const runner = new ScriptedRunner(database, options.deployment, options.functions, clock);
  return {
    database,
    clock,
    random,
    runner: runner as unknown as FunctionRunner & ScriptedRunner,
    logs: { append: (record: ExecutionRecord) => void records.push(record) },
    records,
    schedule(udfPath: string, at = clock.now(), component: ComponentId = ""): string {
      return database.transact((tx) =>
        insertJob(
          tx,
          component,
          {
            component: "",
            udfPath,
            analysis: runner.deployment.components[""]?.analysis ?? {},
            args: {},
            scheduledTime: at,
            now: clock.now(),
          },
          null,
        ),
      ).value;
    },
    job: (id: string, component: ComponentId = ""): Job | null =>
      database.read((tx) => readJob(tx, systemTables(component), id)).value,
    rows: (table: string, component: ComponentId = ""): Record<string, JsonValue>[] =>
      readRows(database, component, table),
  };
}
export type Fixture = ReturnType<typeof openFixture>;

function readRows(database: EngineDatabase, component: ComponentId, tableName: string) {
  return database.read((tx) => {
    const stream = tx.query(systemTables(component), {
      source: { type: "FullTableScan", tableName },
      operators: [],
    });
    const rows: Record<string, JsonValue>[] = [];
    for (let next = stream.next(); next !== null; next = stream.next()) {
      rows.push(JSON.parse(next) as Record<string, JsonValue>);
    }
    stream.close();
    return rows;
  }).value;
}

class ScriptedRunner {
  deployment: Deployment;
  /** Thrown by the next mutation, as if a worker had died. */
  fault: Error | null = null;
  readonly #database: EngineDatabase;
  readonly #functions: ScriptedFunctions;
  readonly #clock: { now(): number };
  readonly #listeners = new Set<(deployment: Deployment) => void>();

  constructor(
    database: EngineDatabase,
    deployment: Deployment,
    functions: ScriptedFunctions,
    clock: { now(): number },
  ) {
    this.#database = database;
    this.#functions = functions;
    this.#clock = clock;
    this.deployment = deployment;
  }

  async activate(deployment: Deployment): Promise<void> {
    this.deployment = deployment;
    for (const listener of this.#listeners) listener(deployment);
  }

  onActivate(listener: (deployment: Deployment) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  lookup(_component: ComponentId, name: string) {
    const type = this.#functions[name]?.type;
    return type === undefined ? null : { name, udfType: type, visibility: null, args: null };
  }

  async mutation(call: FunctionCall, hooks: MutationHooks = {}) {
    if (this.fault !== null) {
      const fault = this.fault;
      this.fault = null;
      throw fault;
    }
    const target = this.#functions[call.path];
    if (target?.type !== "Mutation") throw new Error(`${call.path} is not a mutation`);
    for (;;) {
      const reader = openReader(this.#database.directory);
      try {
        const random = (length: number) => Uint8Array.from(randomBytes(length));
        const tx = reader.begin({ now: this.#clock.now(), random });
        tx.preload(hooks.initialWrites ?? []);
        const result = await resultOf(() => target.run(tx, call));
        if (!result.ok) return { result, logLines: [], ts: tx.snapshotTs };
        const outcome = await this.#database.commit(tx.submission(), (within, ts) =>
          hooks.within?.(within, { value: result.value, logLines: [], ts }),
        );
        if (outcome.committed) return { result, logLines: [], ts: outcome.ts };
      } finally {
        reader.release();
      }
    }
  }

  async action(call: FunctionCall) {
    const target = this.#functions[call.path];
    if (target?.type !== "Action") throw new Error(`${call.path} is not an action`);
    return { result: await resultOf(() => target.run(call)), logLines: [] };
  }
}

async function resultOf(run: () => unknown): Promise<FunctionResult> {
  try {
    const value = (await run()) ?? null;
    return { ok: true, value: JSON.stringify(value) as JsonText };
  } catch (error) {
    return { ok: false, error: { message: `Uncaught ${String(error)}` } };
  }
}
