"use node"; // eslint-disable-line no-restricted-syntax -- starts threads, and PDF.js runs in Node
// Reads PDF files, each in a thread of its own (`pdfThread.ts`) that is ended when the file takes too long or
// too much memory: PDF.js never yields, so nothing within its thread could stop it.
import { zid } from "@repo/validators/convex";
import { Worker } from "node:worker_threads";
import { sourceLimits } from "@repo/validators/knowledge/sources";
import { z } from "zod";
import { appError } from "./lib/errors";
import { internalAction } from "./builders/functions";
import type { PdfLimits, PdfOutcome, PdfTask } from "./model/knowledge/pdfTask";

/** The limits of reading one file. A report of 500 pages takes some two seconds and 60 MB. */
export const pdfBounds = { ms: 45_000, memoryBytes: 384_000_000 } as const;
const MB = 1_000_000;
/** How often the thread is checked. What it unpacks between two checks may exceed the limit. */
const LOOK_MS = 100;

/** The text of a stored PDF, page by page. A scan has none. */
export const extract = internalAction({
  args: { storageId: zid("_storage") },
  returns: z.string(),
  handler: async (ctx, { storageId }) => {
    const blob = await ctx.storage.get(storageId);
    if (blob === null) throw appError("NOT_FOUND", "The file no longer exists.");
    const { pdfPages: pages, textBytes } = sourceLimits;
    return await textOfPdf(new Uint8Array(await blob.arrayBuffer()), { pages, textBytes });
  },
});

/**
 * Reads a PDF in a thread of its own.
 * @param bytes the file; ownership moves to the thread
 * @param limits how many pages it may have, and how many bytes of text
 * @param bounds how many milliseconds and how many bytes of memory reading it may take
 * @returns the text of its pages, separated by an empty line
 * @throws INVALID, with a sentence for the sender of the file, when it is no PDF or passes a limit or bound
 */
export async function textOfPdf(
  bytes: Uint8Array,
  limits: PdfLimits,
  bounds: { ms: number; memoryBytes: number } = pdfBounds,
): Promise<string> {
  const task: PdfTask = { kind: "pdf", bytes, limits };
  const thread = new Worker(threadFile(), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: Math.ceil(bounds.memoryBytes / MB) },
    // Warnings of PDF.js are of no use to anyone.
    stdout: true,
    stderr: true,
  });
  const reading = new AbortController();
  try {
    const outcome = await Promise.race([
      outcomeOf(thread),
      refusalBy(thread, bounds, reading.signal),
    ]);
    if ("text" in outcome) return outcome.text;
    throw appError("INVALID", outcome.refusal);
  } finally {
    reading.abort();
    await thread.terminate();
  }
}

/** The module beside this one, under the name that it has after a push. */
function threadFile(): URL {
  return new URL(import.meta.url.replace(/\bpdf(\.\w+)(?:\?.*)?$/, "pdfThread$1"));
}

async function outcomeOf(thread: Worker): Promise<PdfOutcome> {
  return await new Promise((resolve, reject) => {
    thread.once("message", resolve);
    thread.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ERR_WORKER_OUT_OF_MEMORY") resolve({ refusal: TOO_LARGE });
      else reject(error);
    });
    thread.once("exit", (code) => {
      reject(new TypeError(`The thread that read a PDF ended with ${code}, and no answer.`));
    });
  });
}

const TOO_LARGE = "Reading this PDF takes too much memory. Save it again, or split it.";

/** Waits until the thread has reached a limit or ended. */
async function refusalBy(
  thread: Measured,
  { ms, memoryBytes }: { ms: number; memoryBytes: number },
  over: AbortSignal,
): Promise<PdfOutcome> {
  const until = performance.now() + ms;
  while (!over.aborted && performance.now() < until) {
    await pause(LOOK_MS);
    if (!over.aborted && (await bytesOf(thread)) > memoryBytes) return { refusal: TOO_LARGE };
  }
  return { refusal: `Reading this PDF takes over ${ms / 1000} s. Save it again, or split it.` };
}

/** Node 22.16 measures a thread from outside. Before that, time and the machine are the bounds. */
type Measured = Worker & {
  getHeapStatistics?: () => Promise<{ used_heap_size: number; external_memory: number }>;
};

/** The memory of the thread, including the buffers that files are unpacked into. Available however busy it is. */
async function bytesOf(thread: Measured): Promise<number> {
  // An ended thread holds nothing; its result arrives by itself.
  const measured = await thread.getHeapStatistics?.().catch(() => undefined);
  return measured === undefined ? 0 : measured.used_heap_size + measured.external_memory;
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => AbortSignal.timeout(ms).addEventListener("abort", resolve));
}
