// Bounds the memory of worker threads beside their JavaScript heap: array buffers, WebAssembly, strings
// outside of V8's heap. Node's resource limits do not count them, so that a small file that unpacks to
// gigabytes would end the whole process.

import type { Worker } from "node:worker_threads";

/** MiB of heap, and MiB of everything else, that a worker thread may use. */
export const MAX_MEMORY_MIB = 512;
/** What a function fails with that used more. */
export const OUT_OF_MEMORY = `JavaScript execution ran out of memory (maximum memory usage: ${MAX_MEMORY_MIB} MB)`;

const CHECK_MS = 100;
const MIB = 1024 * 1024;

/**
 * Ends a worker once it uses more than `maxMib` beside its heap: it emits the error that it would for
 * its heap, and exits. Asks only while the worker is busy. Node before 22.16 cannot report it; there the
 * heap alone is bounded.
 */
export function boundMemory(worker: Worker, maxMib: number = MAX_MEMORY_MIB): void {
  if (typeof worker.getHeapStatistics !== "function") return;
  let isAsking = false;
  let seen = worker.performance.eventLoopUtilization();
  const check = async () => {
    const now = worker.performance.eventLoopUtilization();
    const isBusy = now.active > seen.active;
    seen = now;
    // A thread within one long native call answers when that has ended.
    if (!isBusy || isAsking) return;
    isAsking = true;
    const used = await worker.getHeapStatistics().catch(() => null);
    isAsking = false;
    if (used === null) return;
    if (used.external_memory + used.malloced_memory <= maxMib * MIB) return;
    clearInterval(timer);
    const error = new Error(OUT_OF_MEMORY);
    worker.emit("error", Object.assign(error, { code: "ERR_WORKER_OUT_OF_MEMORY" }));
    await worker.terminate();
  };
  const timer = setInterval(() => void check(), CHECK_MS);
  timer.unref();
  worker.once("exit", () => clearInterval(timer));
}
