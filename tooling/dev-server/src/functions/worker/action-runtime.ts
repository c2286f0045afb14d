// Actions of one worker, which run at the same time: whose call, line or timer it is follows from
// the asynchronous context it happens in.

import { AsyncLocalStorage } from "node:async_hooks";
import { parentPort } from "node:worker_threads";
import type { FunctionCall, FunctionResult, LogLine } from "../../kernel/function-types.ts";
import type { Answer, Failure, LogLevel } from "../realm/host.ts";
import { formatValues, LogLines } from "../syscalls/log-lines.ts";
import type { FromActionWorker, HostAnswer } from "./action-messages.ts";
import type { PositionMapper } from "./source-positions.ts";
import { describeThrown } from "./thrown.ts";

/** One running action. */
export interface ActionExecution {
  id: number;
  call: FunctionCall;
  logs: LogLines;
  /** Sends the lines that have not been sent. */
  flush: () => void;
  /** Names of operations that have not ended. */
  pending: Map<number, string>;
  timers: Set<NodeJS.Timeout>;
  /** Ends the action with an error that was thrown outside its promise. */
  fail: (reason: unknown) => void;
  isDone: boolean;
}

interface WaitingCall {
  execution: ActionExecution;
  resolve: (answer: HostAnswer & { ok: true }) => void;
  reject: (failure: Failure) => void;
}

/** How `pending` operations are called in the warning about them. */
const NAMES: Record<string, string> = {
  "1.0/actions/query": "runQuery",
  "1.0/actions/mutation": "runMutation",
  "1.0/actions/action": "runAction",
  "1.0/actions/schedule": "scheduler",
  "1.0/actions/cancel_job": "scheduler.cancel",
  "1.0/actions/vectorSearch": "vectorSearch",
};

export class ActionRuntime {
  readonly #context = new AsyncLocalStorage<ActionExecution>();
  readonly #running = new Map<number, ActionExecution>();
  readonly #calls = new Map<number, WaitingCall>();
  #nextCall = 0;
  #timerIds = new Map<number, { timer: NodeJS.Timeout; execution: ActionExecution | undefined }>();

  /** @param nameOf what an error is called that was thrown outside of the action's own promise */
  constructor(nameOf: "error" | "event" = "error") {
    for (const event of ["unhandledRejection", "uncaughtException"] as const) {
      process.on(event as "uncaughtException", (reason: unknown) =>
        this.current()?.fail(nameOf === "error" ? reason : namedAfter(event, reason)),
      );
    }
  }

  /** The action whose code is running; when its context was lost, the only one there is. */
  current(): ActionExecution | undefined {
    const known = this.#context.getStore();
    if (known !== undefined) return known;
    return this.#running.size === 1 ? this.#running.values().next().value : undefined;
  }

  /** Runs something in the context of an action, if it still runs. */
  within(id: number, run: () => void): void {
    const execution = this.#running.get(id);
    if (execution !== undefined) this.#context.run(execution, run);
  }

  /** Runs user code as its own action and reports how it ended. */
  async run(
    id: number,
    call: FunctionCall,
    position: () => PositionMapper,
    start: (execution: ActionExecution) => Promise<string>,
  ): Promise<void> {
    const execution = this.#begin(id, call);
    const result = await new Promise<FunctionResult>((resolve) => {
      const fail = (reason: unknown) =>
        resolve({ ok: false, error: describeThrown(reason, position()) });
      execution.fail = fail;
      this.#context
        .run(execution, () => start(execution))
        .then((value) => resolve({ ok: true, value }), fail);
    });
    this.#end(execution);
    post({ kind: "done", id, result, logLines: execution.logs.lines });
  }

  #begin(id: number, call: FunctionCall): ActionExecution {
    let unsent: LogLine[] = [];
    const flush = () => {
      if (unsent.length > 0) post({ kind: "log", id, lines: unsent });
      unsent = [];
    };
    const logs = new LogLines(
      () => Date.now(),
      (line) => {
        unsent.push(line);
        if (unsent.length === 1) setImmediate(flush);
      },
    );
    const execution: ActionExecution = {
      id,
      call,
      logs,
      flush,
      pending: new Map(),
      timers: new Set(),
      fail: () => undefined,
      isDone: false,
    };
    this.#running.set(id, execution);
    return execution;
  }

  #end(execution: ActionExecution): void {
    const { pending, logs, timers } = execution;
    if (pending.size > 0) {
      const names = [...pending.values()].join(", ");
      logs.system(
        "WARN",
        `${pending.size} unawaited operation${pending.size === 1 ? "" : "s"}: [${names}]. ` +
          "Async operations should be awaited or they might not run. " +
          "See https://docs.convex.dev/functions/actions#dangling-promises for more information.",
        "warning:unawaitedOperations",
      );
    }
    execution.flush();
    execution.isDone = true;
    for (const timer of timers) clearTimeout(timer);
    this.#running.delete(execution.id);
  }

  /** `Convex.asyncSyscall`: everything is answered by the main thread. */
  asyncSyscall(
    op: string,
    args: string,
    resolve: (json: string) => void,
    reject: (failure: Failure) => void,
  ): void {
    this.#send(op, args, undefined, ({ value }) => resolve(value), reject);
  }

  /** `Convex.jsSyscall`: files, whose bytes are not JSON. */
  jsSyscall(op: string, args: Record<string, unknown>): unknown {
    if (op === "storage/storeBlob") return this.#storeBlob(args);
    if (op === "storage/getBlob") return this.#getBlob(String(args.storageId));
    throw new Error(`Unknown operation ${op}`);
  }

  /** `Convex.syscall`: actions have none. */
  syscall(op: string): Answer {
    return { ok: false, failure: { message: `Unknown operation ${op}` } };
  }

  async #storeBlob({ blob, options }: Record<string, unknown>): Promise<string> {
    if (!(blob instanceof Blob)) throw new Error("storage.store() expects a Blob.");
    const execution = this.current();
    const bytes = new Uint8Array(await blob.arrayBuffer());
    const { sha256 } = (options ?? {}) as { sha256?: string };
    const args = JSON.stringify({ contentType: blob.type || null, sha256 });
    return new Promise((resolve, reject) => {
      const send = () =>
        this.#send(
          "storage/storeBlob",
          args,
          bytes,
          ({ value }) => resolve(JSON.parse(value) as string),
          ({ message }) => reject(new Error(message)),
        );
      if (execution === undefined) send();
      else this.#context.run(execution, send);
    });
  }

  #getBlob(storageId: string): Promise<Blob | null> {
    return new Promise((resolve, reject) => {
      this.#send(
        "storage/getBlob",
        JSON.stringify({ storageId }),
        undefined,
        ({ value, bytes }) => {
          const type = JSON.parse(value) as string | null;
          resolve(bytes === undefined ? null : new Blob([bytes as BlobPart], { type: type ?? "" }));
        },
        ({ message }) => reject(new Error(message)),
      );
    });
  }

  #send(
    op: string,
    args: string,
    bytes: Uint8Array | undefined,
    resolve: WaitingCall["resolve"],
    reject: WaitingCall["reject"],
  ): void {
    const execution = this.current();
    // An action that is over is answered no more.
    if (execution === undefined || execution.isDone) return;
    const callId = ++this.#nextCall;
    this.#calls.set(callId, { execution, resolve, reject });
    execution.pending.set(callId, NAMES[op] ?? op);
    post({ kind: "call", id: execution.id, callId, op, args, ...(bytes ? { bytes } : {}) });
  }

  /** Hands an answer of the main thread to the code that waits for it. */
  answer(callId: number, answer: HostAnswer): void {
    const call = this.#calls.get(callId);
    this.#calls.delete(callId);
    if (call === undefined) return;
    call.execution.pending.delete(callId);
    if (call.execution.isDone) return;
    if (answer.ok) call.resolve(answer);
    else call.reject(answer.failure);
  }

  /** `fetch`, counted among the operations that should have been awaited. */
  readonly fetch: typeof fetch = async (input, init) => {
    const execution = this.current();
    const callId = ++this.#nextCall;
    execution?.pending.set(callId, "fetch");
    try {
      return await fetch(input, init);
    } finally {
      execution?.pending.delete(callId);
    }
  };

  log(level: LogLevel, values: unknown[], suffix?: string): void {
    const text = formatValues(values) + (suffix === undefined ? "" : `\n${suffix}`);
    const execution = this.current();
    if (execution !== undefined && !execution.isDone) execution.logs.log(level, text);
  }

  /** A timer that ends with the action that set it. @returns its id */
  setTimer(callback: () => void, delayMs: number, repeat: boolean): number {
    const execution = this.current();
    const id = ++this.#nextCall;
    const fire = () => {
      if (!repeat) this.clearTimer(id);
      try {
        callback();
      } catch (error) {
        execution?.fail(error);
      }
    };
    const timer = repeat ? setInterval(fire, delayMs) : setTimeout(fire, delayMs);
    execution?.timers.add(timer);
    this.#timerIds.set(id, { timer, execution });
    return id;
  }

  clearTimer(id: number): void {
    const known = this.#timerIds.get(id);
    if (known === undefined) return;
    clearTimeout(known.timer);
    known.execution?.timers.delete(known.timer);
    this.#timerIds.delete(id);
  }
}

/** The same failure under the name of the process event that reported it, as Convex's Node.js reports it. */
function namedAfter(event: string, reason: unknown) {
  const { message, stack } = reason instanceof Error ? reason : new Error(String(reason));
  return { name: event, message, stack };
}

/** Sends a message to the main thread. */
export function post(message: FromActionWorker, transfer: Transferable[] = []): void {
  parentPort?.postMessage(message, transfer as never);
}
