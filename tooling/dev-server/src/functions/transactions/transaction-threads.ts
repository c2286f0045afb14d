// Threads for queries and mutations that have loaded all but a deployment. One is kept ready, so
// that a push need not wait for a thread to start: that is half of the time an activation takes.

import type { Worker } from "node:worker_threads";
import { startWorker } from "../threads/worker-scripts.ts";
import type { TransactionWorkerData } from "../worker/transaction-messages.ts";

/** The next spare thread waits until what took the last one has had the processor. */
const REFILL_MS = 1_000;

export class TransactionThreads {
  readonly #workerData: TransactionWorkerData;
  #spare: Promise<Worker> | null = null;
  #refill: NodeJS.Timeout | null = null;
  #isClosed = false;

  constructor(workerData: TransactionWorkerData) {
    this.#workerData = workerData;
    this.#keepSpare();
  }

  /** A loaded thread; it belongs to the caller, who has to end it. Rejects when it does not start. */
  take(): Promise<Worker> {
    const worker = this.#spare ?? this.#start();
    this.#spare = null;
    if (this.#refill !== null) clearTimeout(this.#refill);
    if (!this.#isClosed) this.#refill = setTimeout(() => this.#keepSpare(), REFILL_MS).unref();
    return worker;
  }

  /** Ends the spare thread. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#refill !== null) clearTimeout(this.#refill);
    const spare = this.#spare;
    this.#spare = null;
    const worker = await spare?.catch(() => null);
    await worker?.terminate();
  }

  #keepSpare(): void {
    const spare = this.#start();
    this.#spare = spare;
    const drop = () => {
      if (this.#spare === spare) this.#spare = null;
    };
    spare.then((worker) => worker.once("exit", drop), drop);
  }

  async #start(): Promise<Worker> {
    const worker = await startWorker("transaction", { workerData: this.#workerData });
    worker.unref();
    // Its user adds listeners; without any an error would end the process.
    worker.on("error", () => undefined);
    await new Promise<void>((resolve, reject) => {
      worker.once("message", () => resolve());
      worker.once("error", reject);
      worker.once("exit", () => reject(new Error("The worker thread ended while it started.")));
    });
    return worker;
  }
}
