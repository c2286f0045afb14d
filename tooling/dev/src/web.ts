// The web app's dev server: Vite, as `apps/web` configures it.

import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

import { startProcess, type RunningProcess } from "./processes/processes.ts";

export interface WebProcess extends RunningProcess {
  /** Resolves when this process serves the page. Rejects when that takes too long, or when it ends before. */
  ready: Promise<void>;
}

const READY_WITHIN_MS = 60_000;

/** Vite's greeting: the block of `pnpm dev` says the same with the address to open. */
const GREETING = /^\s*$|^\s*VITE v|^\s*➜/;

/** Its line that it listens. An answer on the port alone proves nothing: another process may have taken it. */
const LISTENS = /^\s*VITE v.* ready in /;

/** Starts Vite on exactly this port of 127.0.0.1. `onLine` gets its lines, without its greeting. */
export function startWeb(options: {
  root: string;
  port: number;
  backendUrl: string;
  onLine: (line: string) => void;
}): WebProcess {
  const folder = join(options.root, "apps", "web");
  let markListening: () => void = () => undefined;
  const listening = new Promise<void>((resolve) => (markListening = resolve));
  const running = startProcess({
    name: "the web app (Vite)",
    script: join(folder, "node_modules", "vite", "bin", "vite.js"),
    args: ["--port", String(options.port), "--strictPort", "--clearScreen", "false"],
    cwd: folder,
    env: { ...process.env, VITE_CONVEX_URL: options.backendUrl },
    onLine: (line) => {
      if (LISTENS.test(stripVTControlCharacters(line))) markListening();
      if (!GREETING.test(line)) options.onLine(line);
    },
  });
  const ready = served(options.port, listening, running.ended);
  // Who waits for something else first must not be beaten by an unhandled rejection.
  ready.catch(() => undefined);
  return { ...running, ready };
}

async function served(
  port: number,
  listening: Promise<void>,
  ended: Promise<string>,
): Promise<void> {
  const isLate = new Promise<never>((_, reject) => {
    const why = `WEB_NOT_READY: Vite did not listen on port ${port} within ${READY_WITHIN_MS / 1000} s.`;
    setTimeout(() => reject(new Error(why)), READY_WITHIN_MS).unref();
  });
  const isOver = ended.then((sentence) => Promise.reject(new Error(sentence)));
  await Promise.race([listening, isLate, isOver]);
  await untilServed(`http://127.0.0.1:${port}/`);
}

async function untilServed(url: string): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  while (performance.now() < deadline) {
    const response = await fetch(url).catch(() => null);
    await response?.body?.cancel();
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`WEB_NOT_READY: ${url} did not answer within ${READY_WITHIN_MS / 1000} s.`);
}
