// Compiles the code that runs in worker threads. Node's type stripping and loaders do not reach
// workers on every supported version, and one compiled text starts fastest.

import { createRequire } from "node:module";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { build, type BuildOptions, type Plugin } from "esbuild";
import { boundMemory, MAX_MEMORY_MIB } from "./worker-memory.ts";

export type WorkerRole = "transaction" | "action" | "evaluate" | "node";

/** Text of one worker role, and of the script that runs first in every realm. */
export interface WorkerScript {
  worker: string;
  /** `realm.install` is its export. */
  realm: string;
}

const scripts = new Map<WorkerRole, Promise<WorkerScript>>();
let realmScript: Promise<string> | null = null;

/** The compiled script of a role; compiled once per process, in a few dozen milliseconds. */
export function workerScript(role: WorkerRole): Promise<WorkerScript> {
  const known = scripts.get(role);
  if (known !== undefined) return known;
  const script = compile(role);
  scripts.set(role, script);
  return script;
}

export interface StartOptions {
  /** Given to the worker with `realmScript` added. */
  workerData: object;
  /** What the worker's own `process.env` holds; empty when left out. */
  env?: Record<string, string>;
}

/** Starts a worker thread in a role, whose memory is bounded. */
export async function startWorker(role: WorkerRole, options: StartOptions): Promise<Worker> {
  const script = await workerScript(role);
  // Functions run in UTC, wherever the developer is. A time zone belongs to the whole process.
  process.env.TZ = "UTC";
  const worker = new Worker(script.worker, {
    eval: true,
    execArgv: ["--experimental-vm-modules", "--no-warnings"],
    env: options.env ?? {},
    workerData: { ...options.workerData, realmScript: script.realm },
    resourceLimits: { maxOldGenerationSizeMb: MAX_MEMORY_MIB },
  });
  boundMemory(worker);
  return worker;
}

async function compile(role: WorkerRole): Promise<WorkerScript> {
  realmScript ??= bundle("../realm/install", {
    format: "iife",
    globalName: "realm",
    platform: "neutral",
  });
  const worker = bundle(`../worker/${role}`, {
    format: "cjs",
    platform: "node",
    plugins: [nativePackages],
  });
  return { worker: await worker, realm: await realmScript };
}

/** A script without a file has no place to resolve packages from: `lmdb` gets its full path. */
const nativePackages: Plugin = {
  name: "native-packages",
  setup(plugin) {
    const { resolve } = createRequire(import.meta.url);
    plugin.onResolve({ filter: /^lmdb$/ }, () => ({ path: resolve("lmdb"), external: true }));
  },
};

async function bundle(entry: string, options: BuildOptions): Promise<string> {
  // TypeScript in the repository, JavaScript in the published package.
  const ending = extname(fileURLToPath(import.meta.url));
  const result = await build({
    ...options,
    entryPoints: [fileURLToPath(new URL(`${entry}${ending}`, import.meta.url))],
    bundle: true,
    write: false,
    target: "node20",
    logLevel: "silent",
    // Bundled CommonJS-style scripts have no import.meta; what workers need comes as data.
    define: { "import.meta.url": "undefined" },
  });
  return result.outputFiles?.[0]?.text ?? "";
}
