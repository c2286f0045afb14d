// Run in a worker thread: reads on request, and holds its snapshot in between.

import { parentPort, workerData } from "node:worker_threads";
import { openReader } from "../engine/transactions/reader.ts";
import type { Transaction } from "../kernel/database-types.ts";
import { APP, collect, range } from "./test-queries.ts";

/** begin: a new snapshot, read; read: again at the snapshot held; write: what an insert would submit. */
export type WorkerRequest = { kind: "begin" | "read" | "write" | "release" };

const reader = openReader(workerData as string);
let tx: Transaction | null = null;

parentPort?.on("message", ({ kind }: WorkerRequest) => {
  if (kind === "begin") {
    tx = reader.begin({
      now: Date.now(),
      random: (n) => crypto.getRandomValues(new Uint8Array(n)),
    });
  }
  if (kind === "release") {
    reader.release();
    parentPort?.postMessage(null);
  } else if (kind === "write") {
    tx!.insert(APP, "notes", { n: 1000 });
    parentPort?.postMessage(tx!.submission());
  } else {
    const ns = collect(tx!, range("notes.by_n")).map(({ n }) => n);
    parentPort?.postMessage({ ns, ts: tx!.snapshotTs });
  }
});
