// The facade over the worker threads that run user code.

import { randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import type { App, LogStream, ServerConfig } from "../kernel/app.ts";
import type {
  Deployment,
  FunctionCall,
  FunctionResult,
  FunctionRunner,
  LogLine,
  UdfType,
  Usage,
} from "../kernel/function-types.ts";
import { ActionHost } from "./actions/action-host.ts";
import { createEvaluator } from "./evaluator.ts";
import { lookupFunction } from "./references/references.ts";
import { executionRecord } from "./transactions/execution-record.ts";
import { TransactionPool } from "./transactions/transaction-pool.ts";
import { TransactionThreads } from "./transactions/transaction-threads.ts";
import { newRequestId, runMutation, runQuery, type Active } from "./transactions/transactions.ts";

export interface RunnerParts extends Pick<App, "database" | "files" | "clock" | "random"> {
  config: Pick<ServerConfig, "dataDirectory" | "instanceSecret" | "cloudOrigin" | "siteOrigin">;
  /** Receives a record of every execution. */
  logs: Pick<LogStream, "append">;
  limits?: RunnerLimits;
}

export interface RunnerLimits {
  /** ms a query or mutation may take, waits included; 10 000 when left out. */
  transactionMs?: number;
  /** ms an action may take; 30 minutes (10 for Node.js) when left out. */
  actionMs?: number;
  /** ms an action worker may be busy without answering; 30 000 when left out. */
  unresponsiveMs?: number;
  /** ms one evaluation at push time may take; 10 000 when left out. */
  evaluationMs?: number;
}

/**
 * Threads for when the usual ones are all busy for long. One of all is kept for mutations and one for
 * the queries of another caller, so that five queries of one caller may loop for ever at a time.
 */
const RESERVE_WORKERS = 5;
/** What runs when the backend stops gets this long to end. */
const CLOSE_GRACE_MS = 1_000;

/**
 * Makes a runner with an empty deployment: every call answers "not found" until `activate`.
 * `close` gives running queries and mutations a second to end and stops the threads.
 */
export function createRunner(parts: RunnerParts): FunctionRunner {
  return new Runner(parts);
}

class Runner implements FunctionRunner {
  readonly evaluator;
  readonly #parts: RunnerParts;
  readonly #timing;
  readonly #threads: TransactionThreads;
  readonly #listeners = new Set<(deployment: Deployment) => void>();
  /** Threads of earlier deployments that have something to finish. */
  readonly #retired = new Set<{ pool: TransactionPool; actions: ActionHost }>();
  #active: Active;
  #actions: ActionHost;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    const { database, clock, random } = parts;
    this.#timing = { database, clock, random, timeoutMs: parts.limits?.transactionMs ?? 10_000 };
    this.evaluator = createEvaluator(
      parts.limits?.evaluationMs === undefined ? {} : { timeoutMs: parts.limits.evaluationMs },
    );
    const { dataDirectory, instanceSecret } = parts.config;
    const { directory } = database;
    this.#threads = new TransactionThreads({ directory, dataDirectory, instanceSecret });
    const deployment = emptyDeployment(parts.config);
    this.#active = { deployment, pool: this.#startPool(deployment) };
    this.#actions = this.#startActions(deployment);
  }

  get deployment(): Deployment {
    return this.#active.deployment;
  }

  async activate(deployment: Deployment): Promise<void> {
    const pool = this.#startPool(deployment);
    await pool.ready();
    const previous = { pool: this.#active.pool, actions: this.#actions };
    this.#active = { deployment, pool };
    this.#actions = this.#startActions(deployment);
    this.#retired.add(previous);
    void Promise.all([previous.pool.close(), previous.actions.retire()]).finally(() =>
      this.#retired.delete(previous),
    );
    for (const listener of this.#listeners) listener(deployment);
  }

  onActivate(listener: (deployment: Deployment) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  query: FunctionRunner["query"] = (call, options) =>
    this.#recorded(call, "Query", () =>
      runQuery(this.#timing, this.#active, call, {
        journal: options?.journal ?? null,
        initialWrites: options?.initialWrites ?? [],
      }),
    );

  mutation: FunctionRunner["mutation"] = (call, hooks) =>
    this.#recorded(call, "Mutation", () =>
      runMutation(this.#timing, this.#active, call, hooks ?? {}),
    );

  action: FunctionRunner["action"] = (call) => {
    const executionId = randomUUID();
    const onLines = (logLines: LogLine[]) => {
      const record = executionRecord(call, "Action", {
        kind: "Progress",
        executionId,
        logLines,
        componentPath: this.#componentPath(call),
      });
      this.#parts.logs.append(record);
    };
    return this.#recorded(call, "Action", () => this.#actions.action(call, onLines), executionId);
  };

  lookup: FunctionRunner["lookup"] = (component, path) =>
    lookupFunction(this.deployment, component, path);

  http: FunctionRunner["http"] = (component, path, request, identity, ip = null) =>
    this.#actions.http({ component, path, request, identity, ip });

  testQuery: FunctionRunner["testQuery"] = (source, component) => {
    const call: FunctionCall = {
      component,
      path: "inline-query:default",
      args: "{}",
      identity: { kind: "admin", impersonating: null },
      allowInternal: true,
      caller: "Tester",
      requestId: newRequestId(),
    };
    return this.#recorded(call, "Query", () =>
      runQuery(this.#timing, this.#active, call, { journal: null, inlineSource: source }),
    );
  };

  async close(): Promise<void> {
    const all = [{ pool: this.#active.pool, actions: this.#actions }, ...this.#retired];
    await Promise.all([
      this.evaluator.close(),
      this.#threads.close(),
      ...all.map(({ pool }) => pool.close(CLOSE_GRACE_MS)),
      ...all.map(({ actions }) => actions.close()),
    ]);
  }

  async #recorded<T extends { result: FunctionResult; logLines: LogLine[]; usage?: Usage }>(
    call: FunctionCall,
    udfType: UdfType,
    run: () => Promise<T>,
    executionId: string = randomUUID(),
  ): Promise<T> {
    const startedAt = performance.now();
    const outcome = await run();
    const { result } = outcome;
    const record = executionRecord(call, udfType, {
      kind: "Completion",
      executionId,
      // What an action printed has been sent line by line.
      logLines: udfType === "Action" ? [] : outcome.logLines,
      seconds: (performance.now() - startedAt) / 1000,
      error: result.ok ? null : result.error.message,
      usage: outcome.usage,
      returnBytes: result.ok ? Buffer.byteLength(result.value) : null,
      componentPath: this.#componentPath(call),
    });
    this.#parts.logs.append(record);
    return outcome;
  }

  #componentPath(call: FunctionCall): string | null {
    return this.deployment.components[call.component]?.path || null;
  }

  #startPool(deployment: Deployment): TransactionPool {
    return new TransactionPool({
      threads: this.#threads,
      deployment,
      maxWorkers: Math.max(2, Math.min(4, availableParallelism())),
      reserve: RESERVE_WORKERS,
      timeoutMs: this.#timing.timeoutMs,
    });
  }

  #startActions(deployment: Deployment): ActionHost {
    return new ActionHost({ ...this.#parts, runner: this, deployment });
  }
}

function emptyDeployment({ cloudOrigin, siteOrigin }: RunnerParts["config"]): Deployment {
  return {
    version: 0,
    components: {},
    authProviders: [],
    cloudOrigin,
    siteOrigin,
    udfServerVersion: "",
    importPhase: { seed: "", timestampMs: 0 },
  };
}
