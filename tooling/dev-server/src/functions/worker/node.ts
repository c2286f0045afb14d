// Worker thread for `"use node"` actions: their modules are imported by Node itself.

import { createRequire } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import { pathToFileURL } from "node:url";
import type { AnalyzedModule } from "../../kernel/function-types.ts";
import type { NodeAnalysis, NodeWorkerData } from "../node/node-modules.ts";
import { createConsole } from "../realm/console.ts";
import type { Failure, LogLevel } from "../realm/host.ts";
import { parseFunctionPath } from "../references/path.ts";
import type { ToActionWorker } from "./action-messages.ts";
import { ActionRuntime, post } from "./action-runtime.ts";
import { AnalysisError, analyzeNamespace } from "./analyze.ts";
import type { Namespace } from "./modules.ts";
import { createPositionMapper } from "./source-positions.ts";
import { describeThrown } from "./thrown.ts";

const data = workerData as NodeWorkerData;
const root = `${pathToFileURL(data.directory).href}/`;
const position = createPositionMapper(data.sourceMaps, root);

// Bundles call a global `require` for packages they do not contain; this thread's own one would
// look beside the process.
Object.assign(globalThis, { require: createRequire(root) });

if (data.analyze === undefined) serve();
else void analyze(data.analyze).then((analysis) => parentPort?.postMessage(analysis));

async function analyze(paths: string[]): Promise<NodeAnalysis> {
  process.on("unhandledRejection", () => undefined);
  const modules: Record<string, AnalyzedModule> = {};
  for (const path of paths) {
    try {
      modules[path] = analyzeNamespace(path, await load(path));
    } catch (error) {
      if (error instanceof AnalysisError) {
        return { ok: false, code: error.code, message: error.message };
      }
      const { message } = describeThrown(error, position);
      return {
        ok: false,
        code: "InvalidModules",
        message: `Failed to analyze ${path}: ${message}`,
      };
    }
  }
  return { ok: true, modules };
}

async function load(path: string): Promise<Namespace> {
  return (await import(root + path)) as Namespace;
}

function serve(): void {
  const runtime = new ActionRuntime("event");
  Object.assign(globalThis, { Convex: syscalls(runtime) });
  captureConsole(runtime);
  parentPort?.on("message", (message: ToActionWorker) => {
    if (message.kind === "ping") return post({ kind: "pong" });
    if (message.kind === "answer") return runtime.answer(message.callId, message.answer);
    if (message.kind !== "action") return;
    const { id, call } = message;
    void runtime.run(
      id,
      call,
      () => position,
      async () => {
        const { module, name } = parseFunctionPath(call.path);
        const fn = (await load(module))[name] as {
          invokeAction(requestId: string, args: string): Promise<string>;
        };
        return fn.invokeAction(call.requestId, `[${call.args}]`);
      },
    );
  });
  post({ kind: "ready" });
}

function syscalls(runtime: ActionRuntime) {
  return {
    syscall(op: string): never {
      throw new Error(`Unknown operation ${op}`);
    },
    asyncSyscall(op: string, args: string): Promise<string> {
      return new Promise((resolve, reject) => {
        runtime.asyncSyscall(op, args, resolve, (failure) => reject(errorFrom(failure)));
      });
    },
    jsSyscall: (op: string, args: Record<string, unknown>) => runtime.jsSyscall(op, args),
  };
}

function errorFrom({ message, data: value }: Failure): Error {
  const error = new Error(message);
  return value === undefined ? error : Object.assign(error, { data: value });
}

/** The console of a realm, over the one Node gave: what user code prints is logged, not written. */
function captureConsole(runtime: ActionRuntime): void {
  const host = {
    now: () => Date.now(),
    log: (level: LogLevel, values: unknown[], suffix?: string) =>
      runtime.log(level, values, suffix),
  };
  for (const [method, value] of Object.entries(createConsole(host))) {
    Object.defineProperty(console, method, { value, writable: true, configurable: true });
  }
}
