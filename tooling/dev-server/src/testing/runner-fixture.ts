// For tests: a runner over a real database, with functions bundled from source.

import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { openDatabase, type EngineDatabase } from "../engine/database.ts";
import { createFileStorage } from "../functions/files/file-storage.ts";
import { createRunner, type RunnerLimits } from "../functions/runner.ts";
import type {
  Clock,
  ComponentId,
  JsonValue,
  RandomBytes,
  SchemaDefinition,
} from "../kernel/database-types.ts";
import type {
  DeployedComponent,
  ExecutionRecord,
  FunctionCall,
  FunctionError,
  FunctionRunner,
} from "../kernel/function-types.ts";
import { bundleModules } from "./bundle-modules.ts";
import { HOUR_MS } from "./movable-clock.ts";

export interface ComponentSource {
  files: Record<string, string>;
  env?: Record<string, string>;
  schema?: SchemaDefinition;
  /** By name; the id of a child is its path. */
  children?: Record<string, ComponentSource>;
}

export interface TestBackend {
  database: EngineDatabase;
  runner: FunctionRunner;
  records: ExecutionRecord[];
  clock: Clock;
  random: RandomBytes;
  dataDirectory: string;
  deploy(source: ComponentSource): Promise<void>;
  call(path: string, args?: JsonValue, changes?: Partial<FunctionCall>): FunctionCall;
  /** The value a function returns; throws its error message. */
  query(path: string, args?: JsonValue): Promise<JsonValue>;
  mutation(path: string, args?: JsonValue): Promise<JsonValue>;
  action(path: string, args?: JsonValue): Promise<JsonValue>;
  close(): Promise<void>;
}

/** Imports that nearly every fixture needs. */
export const PRELUDE = `
  import { queryGeneric as query, mutationGeneric as mutation, actionGeneric as action,
    internalQueryGeneric as internalQuery, internalMutationGeneric as internalMutation,
    internalActionGeneric as internalAction, httpActionGeneric as httpAction, httpRouter,
    anyApi as api, componentsGeneric, createFunctionHandle, makeFunctionReference as ref } from "convex/server";
  import { v, ConvexError } from "convex/values";
  const components = componentsGeneric();
`;

const IMPORT_PHASE = { seed: "seed", timestampMs: 1_700_000_000_000 };

/** Limits that no busy machine exceeds: a test of one puts the clock forward. */
const limits: RunnerLimits = {
  transactionMs: HOUR_MS,
  actionMs: HOUR_MS,
  unresponsiveMs: HOUR_MS / 2,
  evaluationMs: HOUR_MS,
};

/** Starts a backend and deploys `source`. Each file gets PRELUDE as its first line. */
export async function startTestBackend(source: ComponentSource): Promise<TestBackend> {
  const dataDirectory = mkdtempSync(path.join(os.tmpdir(), "convex-runner-"));
  const clock = { now: () => Date.now() };
  const random = (length: number) => Uint8Array.from(randomBytes(length));
  const config = {
    dataDirectory,
    instanceSecret: new Uint8Array(32).fill(7),
    cloudOrigin: "http://127.0.0.1:3210",
    siteOrigin: "http://127.0.0.1:3211",
  };
  const database = openDatabase({ directory: path.join(dataDirectory, "db"), clock, random });
  const files = createFileStorage({ database, random, config });
  const records: ExecutionRecord[] = [];
  const logs = { append: (record: ExecutionRecord) => void records.push(record) };
  const runner = createRunner({ config, clock, random, database, files, logs, limits });

  const backend: TestBackend = {
    database,
    runner,
    records,
    clock,
    random,
    dataDirectory,
    async deploy(next) {
      const { components, schemas } = await evaluate(runner, next);
      database.applySchemas(schemas);
      await runner.activate({
        ...runner.deployment,
        version: runner.deployment.version + 1,
        components,
        importPhase: IMPORT_PHASE,
      });
    },
    call: (functionPath, args = {}, changes = {}) => ({
      component: "",
      path: functionPath,
      args: JSON.stringify(args),
      identity: { kind: "none" },
      allowInternal: false,
      caller: "HttpApi",
      requestId: "0123456789abcdef",
      ...changes,
    }),
    query: async (name, args) => valueOf(await runner.query(backend.call(name, args))),
    mutation: async (name, args) => valueOf(await runner.mutation(backend.call(name, args))),
    action: async (name, args) => valueOf(await runner.action(backend.call(name, args))),
    async close() {
      await runner.close();
      await database.close();
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
  await backend.deploy(source);
  return backend;
}

interface Evaluated {
  components: Record<ComponentId, DeployedComponent>;
  schemas: { component: ComponentId; schema: SchemaDefinition | null }[];
}

async function evaluate(runner: FunctionRunner, app: ComponentSource): Promise<Evaluated> {
  const evaluated: Evaluated = { components: {}, schemas: [] };
  await add(app, "", null);
  return evaluated;

  async function add(source: ComponentSource, id: string, parent: string | null): Promise<void> {
    const files = Object.entries(source.files).map(([name, text]) => [name, preluded(text)]);
    const modules = await bundleModules(Object.fromEntries(files) as Record<string, string>);
    const env = source.env ?? {};
    const children = Object.entries(source.children ?? {});
    const idOf = (name: string) => (id === "" ? name : `${id}/${name}`);
    evaluated.components[id] = {
      id,
      path: id,
      definitionPath: id,
      parent,
      children: Object.fromEntries(children.map(([name]) => [name, idOf(name)])),
      modules: Object.fromEntries(modules.map((module) => [module.path, module])),
      analysis: await runner.evaluator.modules(modules, { env, importPhase: IMPORT_PHASE }),
      env,
      httpMounts: {},
      httpPrefix: null,
    };
    evaluated.schemas.push({ component: id, schema: source.schema ?? null });
    for (const [name, child] of children) await add(child, idOf(name), id);
  }
}

/** On one line, so that lines of the source keep their numbers. */
function preluded(text: string): string {
  const directive = /^\s*["']use node["'];?/.exec(text)?.[0] ?? "";
  return `${directive}${PRELUDE.replaceAll("\n", " ")}${text.slice(directive.length)}`;
}

type Result = { ok: true; value: string } | { ok: false; error: FunctionError };

function valueOf({ result }: { result: Result }): JsonValue {
  if (result.ok) return JSON.parse(result.value) as JsonValue;
  throw Object.assign(new Error(result.error.message), { data: result.error.data });
}
