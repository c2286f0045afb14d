// Actions and HTTP actions of one deployment: chooses threads, checks arguments, keeps time.

import { randomUUID } from "node:crypto";
import type { EngineTransaction } from "../../engine/transactions/transaction.ts";
import type { App, LogStream } from "../../kernel/app.ts";
import type { ComponentId } from "../../kernel/database-types.ts";
import type {
  ActionOutcome,
  AnalyzedFunction,
  Deployment,
  FunctionCall,
  FunctionError,
  FunctionResult,
  LogLine,
} from "../../kernel/function-types.ts";
import { sourceMapsOf, writeNodeModules, type NodeModuleFolder } from "../node/node-modules.ts";
import { parseFunctionPath } from "../references/path.ts";
import { lookupFunction } from "../references/references.ts";
import { checkArgs, checkReturns } from "../references/validation.ts";
import { executionRecord } from "../transactions/execution-record.ts";
import { refusal, shownPath } from "../transactions/transactions.ts";
import { answerAction, type SyscallParts } from "./action-syscalls.ts";
import { ActionThreads } from "./action-threads.ts";
import { ActionWorker } from "./action-worker.ts";
import { runHttpAction, type HttpCall } from "./http-actions.ts";

/** Isolate threads start with the whole deployment in them, which takes a while: they are shared. */
const ISOLATE_THREADS = { busy: 4, max: 2 };
/** Node.js actions compute and unpack: each has a thread to itself while there are threads. */
const NODE_THREADS = { busy: 1, max: 3 };
const ISOLATE_LIMIT_MS = 30 * 60_000;
const NODE_LIMIT_MS = 10 * 60_000;

export interface ActionHostParts extends SyscallParts, Pick<App, "files"> {
  deployment: Deployment;
  logs: Pick<LogStream, "append">;
  limits?: { actionMs?: number; unresponsiveMs?: number };
}

export class ActionHost {
  readonly #parts: ActionHostParts;
  readonly #isolateThreads: ActionThreads;
  readonly #nodeThreads: ActionThreads;
  #nodeFolder: NodeModuleFolder | null = null;

  constructor(parts: ActionHostParts) {
    this.#parts = parts;
    const startIsolate = () => this.#startIsolate();
    this.#isolateThreads = new ActionThreads({ ...ISOLATE_THREADS, start: startIsolate });
    this.#nodeThreads = new ActionThreads({ ...NODE_THREADS, start: () => this.#startNode() });
  }

  /** Runs an action. `onLines` gets what it prints while it runs. */
  async action(call: FunctionCall, onLines: (lines: LogLine[]) => void): Promise<ActionOutcome> {
    const { deployment } = this.#parts;
    const problem = refusal(deployment, call, "Action");
    if (problem !== null) return failed(problem);
    const path = shownPath(call.path);
    const fn = lookupFunction(deployment, call.component, path) as AnalyzedFunction;
    const { module } = parseFunctionPath(path);
    const isNode = deployment.components[call.component]?.modules[module]?.environment === "node";
    const invalid = this.#withTables(call.component, (tables) =>
      checkArgs(fn, path, call.args, { tables, isNode }),
    );
    if (invalid !== null) return failed(invalid);
    const outcome = await this.#run({ ...call, path }, isNode, onLines);
    if (!outcome.result.ok) return outcome;
    const { value } = outcome.result;
    const mismatch = this.#withTables(call.component, (tables) =>
      checkReturns(fn, path, value, tables),
    );
    return mismatch === null ? outcome : { ...outcome, result: { ok: false, error: mismatch } };
  }

  /** Runs an HTTP action and answers with what it answers. */
  http(call: HttpCall): Promise<Response> {
    const { logs, deployment } = this.#parts;
    if (deployment.components[call.component]?.modules["http.js"] === undefined) {
      const text = "This Convex deployment does not have HTTP actions enabled.";
      return Promise.resolve(new Response(text, { status: 404 }));
    }
    const executionId = randomUUID();
    const componentPath = deployment.components[call.component]?.path || null;
    return runHttpAction(this.#isolateThreads.shared(), call, {
      answer: (made, asked) => answerAction(this.#parts, made, asked),
      record: (made, happened) =>
        logs.append(
          executionRecord(made, "HttpAction", { executionId, componentPath, ...happened }),
        ),
    });
  }

  /** Ends the threads when what runs in them has ended. */
  async retire(): Promise<void> {
    await Promise.all(this.#all().map((thread) => thread.idle()));
    await this.close();
  }

  async close(): Promise<void> {
    await Promise.all(this.#all().map((thread) => thread.close()));
    this.#nodeFolder?.remove();
    this.#nodeFolder = null;
  }

  #run(
    call: FunctionCall,
    isNode: boolean,
    onLines: (lines: LogLine[]) => void,
  ): Promise<ActionOutcome> {
    const threads = isNode ? this.#nodeThreads : this.#isolateThreads;
    const key = JSON.stringify([call.component, call.path, call.args]);
    const { thread, release } = threads.for(key);
    const limit = this.#parts.limits?.actionMs ?? (isNode ? NODE_LIMIT_MS : ISOLATE_LIMIT_MS);
    return new Promise((resolve) => {
      const finish = (result: FunctionResult, logLines: LogLine[]) => {
        clearTimeout(timer);
        resolve({ result, logLines });
        release();
      };
      const printed: LogLine[] = [];
      const id = thread.run(
        {
          onCall: (asked) => answerAction(this.#parts, call, asked),
          onLines(lines) {
            printed.push(...lines);
            onLines(lines);
          },
          onInterrupted: () => threads.suspect(key),
          onDone: finish,
        },
        (taskId) => [{ kind: "action", id: taskId, call }, []],
      );
      const timer = setTimeout(() => {
        thread.forget(id);
        const message = `Function execution timed out (maximum duration: ${limit / 1000}s)`;
        finish({ ok: false, error: { message } }, printed);
      }, limit);
      timer.unref();
    });
  }

  #withTables<T>(
    component: ComponentId,
    use: (tables: ReturnType<EngineTransaction["resolver"]>) => T,
  ): T {
    return this.#parts.database.read((tx) => use((tx as EngineTransaction).resolver({ component })))
      .value;
  }

  #all(): ActionWorker[] {
    return [...this.#isolateThreads.all(), ...this.#nodeThreads.all()];
  }

  #startIsolate(): ActionWorker {
    const { deployment } = this.#parts;
    const unresponsiveMs = this.#unresponsiveMs();
    return new ActionWorker({ role: "action", workerData: { deployment }, unresponsiveMs });
  }

  #startNode(): ActionWorker {
    const app = this.#parts.deployment.components[""];
    const modules = Object.values(app?.modules ?? {}).filter(
      ({ environment }) => environment === "node",
    );
    this.#nodeFolder ??= writeNodeModules(modules, this.#parts.deployment.nodePackages);
    return new ActionWorker({
      role: "node",
      workerData: { directory: this.#nodeFolder.directory, sourceMaps: sourceMapsOf(modules) },
      env: app?.env ?? {},
      unresponsiveMs: this.#unresponsiveMs(),
    });
  }

  #unresponsiveMs(): number {
    return this.#parts.limits?.unresponsiveMs ?? 30_000;
  }
}

function failed(error: FunctionError): ActionOutcome {
  return { result: { ok: false, error }, logLines: [] };
}
