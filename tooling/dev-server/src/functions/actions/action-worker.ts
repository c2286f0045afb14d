// One worker thread that runs actions, as the main thread holds it.

import type { Worker } from "node:worker_threads";
import type { FunctionResult, LogLine } from "../../kernel/function-types.ts";
import { OUT_OF_MEMORY } from "../threads/worker-memory.ts";
import { startWorker, type WorkerRole } from "../threads/worker-scripts.ts";
import type { FromActionWorker, HostAnswer, ToActionWorker } from "../worker/action-messages.ts";

const HEARTBEAT_MS = 1_000;

/**
 * The error of an action whose thread ended while others ran in it: it may not be the cause, and may
 * have done part of its work.
 */
export const INTERRUPTED =
  "WorkerInterrupted: The thread that this action shared with others was ended, by one of them or by this one. " +
  "It may have done part of its work. If it runs again, it gets its own thread.";

/** How the thread's messages about one action are handled. */
export interface ActionListener {
  onCall(call: Extract<FromActionWorker, { kind: "call" }>): Promise<HostAnswer>;
  onLines(lines: LogLine[]): void;
  onResponse?(response: Extract<FromActionWorker, { kind: "response" }>): void;
  /** Comes before `onDone` when the thread was taken down while others ran in it. */
  onInterrupted?(): void;
  onDone(result: FunctionResult, logLines: LogLine[]): void;
}

export interface ActionWorkerOptions {
  role: Extract<WorkerRole, "action" | "node">;
  workerData: object;
  env?: Record<string, string>;
  /** ms without an answer after which the thread is given up. */
  unresponsiveMs: number;
}

export class ActionWorker {
  readonly #options: ActionWorkerOptions;
  readonly #listeners = new Map<number, ActionListener>();
  readonly #starting: Promise<Worker | null>;
  #heartbeat: NodeJS.Timeout | null = null;
  #lastSeen = 0;
  #nextId = 0;
  #isDead = false;
  #onIdle: (() => void) | null = null;

  constructor(options: ActionWorkerOptions) {
    this.#options = options;
    this.#starting = this.#start();
  }

  /** Actions that run in this thread. */
  get load(): number {
    return this.#listeners.size;
  }

  /** True when the thread has ended: it takes no more actions. */
  get isDead(): boolean {
    return this.#isDead;
  }

  /** Starts an action; the listener gets its events. @returns its id */
  run(listener: ActionListener, message: (id: number) => [ToActionWorker, Transferable[]]): number {
    const id = ++this.#nextId;
    this.#listeners.set(id, listener);
    void this.#starting.then((worker) => {
      if (worker === null || this.#isDead)
        return this.#fail("The worker thread could not be started.");
      const [body, transfer] = message(id);
      worker.postMessage(body, transfer as never);
      this.#watch(worker);
    });
    return id;
  }

  post(message: ToActionWorker): void {
    void this.#starting.then((worker) => {
      if (!this.#isDead) worker?.postMessage(message);
    });
  }

  /** Forgets an action that is over for the caller. */
  forget(id: number): void {
    this.#listeners.delete(id);
    this.#checkIdle();
  }

  /** Resolves when nothing runs any more. */
  async idle(): Promise<void> {
    if (this.#listeners.size === 0) return;
    await new Promise<void>((resolve) => (this.#onIdle = resolve));
  }

  /** Ends the thread; what still runs fails with `message`. */
  async close(message = "The backend is shutting down."): Promise<void> {
    this.#isDead = true;
    this.#fail(message);
    const worker = await this.#starting;
    await worker?.terminate();
  }

  async #start(): Promise<Worker | null> {
    const { role, workerData, env } = this.#options;
    try {
      const worker = await startWorker(role, { workerData, ...(env === undefined ? {} : { env }) });
      worker.unref();
      worker.on("message", (message: FromActionWorker) => this.#receive(worker, message));
      worker.on("error", (error: Error & { code?: string }) => {
        const isOutOfMemory = error.code === "ERR_WORKER_OUT_OF_MEMORY";
        this.#die(isOutOfMemory ? OUT_OF_MEMORY : String(error));
      });
      worker.on("exit", () => this.#die("The action's worker thread ended unexpectedly."));
      return worker;
    } catch (error) {
      this.#die(String(error));
      return null;
    }
  }

  #receive(worker: Worker, message: FromActionWorker): void {
    this.#lastSeen = performance.now();
    if (message.kind === "ready" || message.kind === "pong") return;
    const listener = this.#listeners.get(message.id);
    switch (message.kind) {
      case "call":
        // Calls of an action that was given up are not carried out.
        void listener?.onCall(message).then((answer) => {
          if (!this.#isDead) worker.postMessage({ kind: "answer", callId: message.callId, answer });
        });
        return;
      case "log":
        return listener?.onLines(message.lines);
      case "response":
        return listener?.onResponse?.(message);
      case "done":
        listener?.onDone(message.result, message.logLines);
        return this.forget(message.id);
    }
  }

  /** A thread whose event loop stands still does not answer. */
  #watch(worker: Worker): void {
    if (this.#heartbeat !== null) return;
    this.#lastSeen = performance.now();
    const interval = Math.min(HEARTBEAT_MS, this.#options.unresponsiveMs / 3);
    this.#heartbeat = setInterval(() => {
      if (performance.now() - this.#lastSeen > this.#options.unresponsiveMs) {
        const seconds = this.#options.unresponsiveMs / 1000;
        return this.#die(
          `Function execution timed out (maximum duration without a pause: ${seconds}s)`,
        );
      }
      worker.postMessage({ kind: "ping" } satisfies ToActionWorker);
    }, interval);
    this.#heartbeat.unref();
  }

  /** @param message what became of the thread, for an action that was alone in it */
  #die(message: string): void {
    if (this.#isDead) return;
    this.#isDead = true;
    if (this.#listeners.size > 1) {
      for (const listener of this.#listeners.values()) listener.onInterrupted?.();
      this.#fail(INTERRUPTED);
    } else this.#fail(message);
    void this.#starting.then((worker) => worker?.terminate());
  }

  #fail(message: string): void {
    this.#stopWatching();
    const failed = [...this.#listeners.values()];
    this.#listeners.clear();
    for (const listener of failed) listener.onDone({ ok: false, error: { message } }, []);
    this.#checkIdle();
  }

  #checkIdle(): void {
    if (this.#listeners.size > 0) return;
    this.#stopWatching();
    this.#onIdle?.();
  }

  #stopWatching(): void {
    if (this.#heartbeat !== null) clearInterval(this.#heartbeat);
    this.#heartbeat = null;
  }
}
