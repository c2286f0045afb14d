// The worker threads that run queries and mutations of one deployment. A few are enough, as calls
// are short; long calls get reserve threads, so that they delay no others.

import type { Worker } from "node:worker_threads";
import type { Deployment } from "../../kernel/function-types.ts";
import type {
  DeployRequest,
  TransactionReply,
  TransactionRequest,
  TransactionSign,
} from "../worker/transaction-messages.ts";
import { TransactionQueue } from "./transaction-queue.ts";
import type { TransactionThreads } from "./transaction-threads.ts";

export type PoolReply =
  | TransactionReply
  | { kind: "timeout" }
  /** The thread ended: out of memory, or a crash. */
  | { kind: "crash"; isOutOfMemory: boolean };

export interface PoolOptions {
  threads: TransactionThreads;
  deployment: Deployment;
  maxWorkers: number;
  /** Further threads, at least 1, for when all have been busy with the same call for long. */
  reserve: number;
  /** ms one call may take. */
  timeoutMs: number;
  /** ms an idle reserve thread is kept; 5000 when left out. */
  keepReserveMs?: number;
}

interface Task {
  request: TransactionRequest;
  resolve: (reply: PoolReply) => void;
}

/** A thread that has not started by then is ended all the same. */
const START_MS = 10_000;
/** A call that takes longer than this may take for ever: its thread is not counted on. */
const LONG_CALL_MS = 200;
const KEEP_RESERVE_MS = 5_000;

interface Slot {
  worker: Worker | null;
  isReady: boolean;
  /** Resolves when the thread is ready or has ended. */
  started: Promise<void>;
  markStarted: () => void;
  task: Task | null;
  isQuery: boolean;
  /** Whose the task is. */
  caller: string;
  /** When the task was given, of `performance.now()`. */
  busySince: number;
  timer: NodeJS.Timeout | null;
}

const ANY = () => true;

export class TransactionPool {
  readonly #options: PoolOptions;
  readonly #queue = new TransactionQueue<Task>();
  readonly #slots = new Set<Slot>();
  /** Last in, first out: the worker that ran last is the warmest. */
  readonly #idle: Slot[] = [];
  readonly #ready: Promise<void>;
  #markReady: (() => void) | null = null;
  readonly #onDrained: (() => void)[] = [];
  #growTimer: NodeJS.Timeout | null = null;
  #trimTimer: NodeJS.Timeout | null = null;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#ready = new Promise((resolve) => (this.#markReady = resolve));
  }

  /** Starts a worker if there is none; resolves when it can take calls, or could not be started. */
  ready(): Promise<void> {
    if (this.#slots.size === 0) this.#grow();
    return this.#ready;
  }

  /** Threads that run or start. */
  get size(): number {
    return this.#slots.size;
  }

  run(call: Omit<TransactionRequest, "kind">): Promise<PoolReply> {
    return new Promise((resolve) => {
      const request: TransactionRequest = { kind: "call", ...call };
      this.#queue.push({ request, resolve }, call.udfType, call.call);
      this.#dispatch();
    });
  }

  /** Lets what runs end, for as long as `graceMs` if that is given, then ends the threads. */
  async close(graceMs?: number): Promise<void> {
    if (this.#queue.has(ANY) || this.#isBusy()) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.#onDrained.push(resolve);
        if (graceMs !== undefined) timer = setTimeout(resolve, graceMs);
      });
      clearTimeout(timer);
    }
    for (const timer of [this.#growTimer, this.#trimTimer]) if (timer !== null) clearTimeout(timer);
    this.#failQueue();
    const slots = [...this.#slots];
    await Promise.all(slots.map((slot) => this.#end(slot)));
    for (const slot of slots) this.#finish(slot, { kind: "crash", isOutOfMemory: false });
  }

  #isBusy(): boolean {
    return [...this.#slots].some(({ task }) => task !== null);
  }

  #dispatch(): void {
    const mayQuery = (caller: string) => this.#mayQuery(caller);
    while (this.#queue.has(mayQuery)) {
      const slot = this.#idle.pop();
      if (slot === undefined) return this.#growIfStuck();
      this.#give(slot, this.#queue.take(mayQuery)!);
    }
  }

  /**
   * One thread is never given to a query: whatever queries do, mutations go on. Another one is never
   * given to a caller who has all that queries have: whatever one caller does, those of others go on.
   */
  #mayQuery(caller: string): boolean {
    const { maxWorkers, reserve } = this.#options;
    const queries = [...this.#slots].filter(({ task, isQuery }) => task !== null && isQuery);
    const own = queries.filter((slot) => slot.caller === caller).length;
    const forQueries = maxWorkers + reserve - 1;
    return queries.length < forQueries && own < Math.max(1, forQueries - 1);
  }

  #growIfStuck(): void {
    const { maxWorkers, reserve } = this.#options;
    if (this.#slots.size < maxWorkers) return this.#grow();
    const isStarting = [...this.#slots].some(({ isReady }) => !isReady);
    if (isStarting || this.#slots.size >= maxWorkers + reserve || this.#growTimer !== null) return;
    const newest = Math.max(...[...this.#slots].map(({ busySince }) => busySince));
    const waitMs = newest + LONG_CALL_MS - performance.now();
    if (waitMs <= 0) return this.#grow();
    this.#growTimer = setTimeout(() => {
      this.#growTimer = null;
      this.#dispatch();
    }, waitMs);
  }

  #give(
    slot: Slot,
    { task, isQuery, caller }: { task: Task; isQuery: boolean; caller: string },
  ): void {
    slot.task = task;
    slot.isQuery = isQuery;
    slot.caller = caller;
    slot.busySince = performance.now();
    slot.timer = setTimeout(() => {
      void this.#end(slot);
      this.#finish(slot, { kind: "timeout" });
    }, this.#options.timeoutMs);
    slot.worker?.postMessage(task.request);
  }

  /** Reserve threads that are idle leave, those that have been so for longest first. */
  #trimLater(): void {
    if (this.#slots.size <= this.#options.maxWorkers || this.#trimTimer !== null) return;
    this.#trimTimer = setTimeout(() => {
      this.#trimTimer = null;
      const spare = this.#slots.size - this.#options.maxWorkers;
      for (const slot of this.#idle.slice(0, Math.max(0, spare))) void this.#end(slot);
      this.#trimLater();
    }, this.#options.keepReserveMs ?? KEEP_RESERVE_MS);
    this.#trimTimer.unref();
  }

  #finish(slot: Slot, reply: PoolReply): void {
    if (slot.timer !== null) clearTimeout(slot.timer);
    const { task } = slot;
    slot.task = null;
    slot.timer = null;
    if (this.#slots.has(slot)) this.#idle.push(slot);
    task?.resolve(reply);
    this.#dispatch();
    this.#trimLater();
    if (this.#queue.has(ANY) || this.#isBusy()) return;
    for (const resolve of this.#onDrained.splice(0)) resolve();
  }

  #grow(): void {
    const slot: Slot = {
      worker: null,
      isReady: false,
      ...startMark(),
      task: null,
      isQuery: false,
      caller: "",
      busySince: 0,
      timer: null,
    };
    this.#slots.add(slot);
    this.#options.threads.take().then(
      (worker) => this.#attach(slot, worker),
      (error: unknown) => this.#lose(slot, error),
    );
  }

  #attach(slot: Slot, worker: Worker): void {
    slot.worker = worker;
    worker.on("message", (message: TransactionReply | TransactionSign) => {
      if (message.kind === "loaded") return;
      if (message.kind !== "ready") return this.#finish(slot, message);
      slot.isReady = true;
      slot.markStarted();
      if (!this.#slots.has(slot)) return;
      this.#idle.push(slot);
      this.#markReady?.();
      this.#dispatch();
    });
    worker.on("error", (error) => this.#lose(slot, error));
    worker.on("exit", () => this.#lose(slot, new Error("The worker thread ended.")));
    const { deployment } = this.#options;
    worker.postMessage({ kind: "deploy", deployment } satisfies DeployRequest);
  }

  /** A thread that ended by itself: its call fails; a new thread is started when one is needed. */
  #lose(slot: Slot, error: unknown): void {
    slot.markStarted();
    if (!this.#slots.delete(slot)) return;
    const at = this.#idle.indexOf(slot);
    if (at !== -1) this.#idle.splice(at, 1);
    const isOutOfMemory = (error as { code?: string }).code === "ERR_WORKER_OUT_OF_MEMORY";
    this.#markReady?.();
    if (!slot.isReady) this.#failQueue();
    this.#finish(slot, { kind: "crash", isOutOfMemory });
  }

  /** For when no thread will ever take what waits. */
  #failQueue(): void {
    for (const task of this.#queue.drain()) task.resolve({ kind: "crash", isOutOfMemory: false });
  }

  async #end(slot: Slot): Promise<void> {
    this.#slots.delete(slot);
    const at = this.#idle.indexOf(slot);
    if (at !== -1) this.#idle.splice(at, 1);
    // A thread that is ended while it loads the native store takes the whole process with it.
    await slot.started;
    await slot.worker?.terminate();
  }
}

function startMark(): Pick<Slot, "started" | "markStarted"> {
  let markStarted = (): void => undefined;
  const started = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, START_MS);
    markStarted = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  return { started, markStarted };
}
