// Evaluates pushed code in worker threads: an endless loop or a crash there is a push error.

import type { Worker } from "node:worker_threads";
import type { JsonValue } from "../kernel/database-types.ts";
import { BackendError } from "../kernel/errors.ts";
import type { AnalyzedModule, Evaluator } from "../kernel/function-types.ts";
import { analyzeNodeModules } from "./node/node-modules.ts";
import { parseFunctionPath } from "./references/path.ts";
import { startWorker } from "./threads/worker-scripts.ts";
import type { EvaluationReply, EvaluationRequest } from "./worker/evaluate.ts";

/** Contexts are not always reclaimed at once: a worker is replaced after this many. */
const MAX_EVALUATIONS = 60;

export interface EvaluatorOptions {
  /** Milliseconds one evaluation may take; 10 seconds when left out. */
  timeoutMs?: number;
}

/** An evaluator with a worker that is started in advance. `close` ends its thread. */
export function createEvaluator(options: EvaluatorOptions = {}): Evaluator & {
  close(): Promise<void>;
} {
  const timeoutMs = options.timeoutMs ?? 10_000;
  const host = new EvaluationHost(timeoutMs);
  return {
    definition: (module, definitionPath, dependencies, env) =>
      host.run({
        kind: "definition",
        module,
        definitionPath,
        dependencies,
        env,
      }) as Promise<JsonValue>,
    schema: (module) => host.run({ kind: "schema", module }) as Promise<string>,
    authConfig: (modules, env) =>
      host.run({ kind: "authConfig", modules, env }) as Promise<JsonValue>,
    async modules(modules, { env, importPhase, nodePackages: packages }) {
      const isolate = modules.filter(({ environment }) => environment === "isolate");
      const node = modules.filter(({ environment }) => environment === "node");
      const [analyzed, analyzedNode] = await Promise.all([
        host.run({ kind: "modules", modules: isolate, env, importPhase }) as Promise<
          Record<string, AnalyzedModule>
        >,
        node.length === 0 ? {} : analyzeNodeModules(node, { env, timeoutMs, packages }),
      ]);
      const all = { ...analyzed, ...analyzedNode };
      checkCrons(all);
      return all;
    },
    close: () => host.close(),
  };
}

function checkCrons(modules: Record<string, AnalyzedModule>): void {
  for (const [id, spec] of Object.entries(modules["crons.js"]?.cronSpecs ?? {})) {
    const { module, name } = parseFunctionPath(spec.name);
    const target = modules[module]?.functions.find((candidate) => candidate.name === name);
    if (target !== undefined && target.udfType !== "Query") continue;
    const problem = target === undefined ? "does not exist" : "is a query";
    throw new BackendError(
      "InvalidCron",
      `The cron job "${id}" calls ${spec.name}, which ${problem}; it must be a mutation or an action of the same component.`,
    );
  }
}

interface Pending {
  request: EvaluationRequest;
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

/** One worker at a time, one evaluation at a time. */
class EvaluationHost {
  readonly #timeoutMs: number;
  readonly #queue: Pending[] = [];
  #worker: Promise<Worker> | null = null;
  #current: { pending: Pending; timer: NodeJS.Timeout } | null = null;
  #evaluations = 0;
  #isClosed = false;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
    this.#worker = this.#start();
  }

  run(request: EvaluationRequest): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ request, resolve, reject });
      this.#next();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#replace(null);
  }

  #next(): void {
    if (this.#current !== null || this.#queue.length === 0) return;
    const pending = this.#queue.shift();
    if (pending === undefined) return;
    if (this.#isClosed) return pending.reject(closed());
    const timer = setTimeout(() => this.#fail(timedOut(this.#timeoutMs)), this.#timeoutMs);
    this.#current = { pending, timer };
    this.#worker ??= this.#start();
    this.#worker.then(
      (worker) => {
        if (this.#current?.pending === pending)
          worker.postMessage({ id: 0, request: pending.request });
      },
      (error: unknown) => this.#fail(crashed(error)),
    );
  }

  async #start(): Promise<Worker> {
    const worker = await startWorker("evaluate", { workerData: {} });
    worker.unref();
    this.#evaluations = 0;
    worker.on("message", ({ reply }: { reply: EvaluationReply }) => this.#finish(reply));
    worker.on("error", (error) => this.#fail(crashed(error)));
    return worker;
  }

  #finish(reply: EvaluationReply): void {
    const current = this.#take();
    if (current === null) return;
    if (reply.ok) current.resolve(reply.value);
    else current.reject(new BackendError(reply.code, reply.message));
    this.#evaluations += 1;
    if (this.#evaluations >= MAX_EVALUATIONS && this.#queue.length === 0) {
      void this.#replace(this.#start());
    }
    this.#next();
  }

  #fail(error: Error): void {
    void this.#replace(this.#isClosed ? null : this.#start());
    this.#take()?.reject(error);
    this.#next();
  }

  #take(): Pending | null {
    if (this.#current === null) return null;
    clearTimeout(this.#current.timer);
    const { pending } = this.#current;
    this.#current = null;
    return pending;
  }

  async #replace(next: Promise<Worker> | null): Promise<void> {
    const previous = this.#worker;
    this.#worker = next;
    const worker = await previous?.catch(() => null);
    worker?.removeAllListeners();
    worker?.on("error", () => undefined);
    await worker?.terminate();
  }
}

function timedOut(timeoutMs: number): BackendError {
  return new BackendError(
    "InvalidModules",
    `Evaluating the pushed code took longer than ${timeoutMs / 1000} seconds. ` +
      "Code at the top level of a module must end by itself.",
  );
}

function crashed(error: unknown): BackendError {
  return new BackendError(
    "InvalidModules",
    `The pushed code could not be evaluated: ${String(error)}`,
  );
}

function closed(): BackendError {
  return new BackendError("Closed", "The backend is shutting down.", 503);
}
