// The web app's dev server: Vite, as `apps/web` configures it.

import { join } from "node:path";

import { startProcess, type RunningProcess } from "./processes/processes.ts";

export interface WebProcess extends RunningProcess {
  /** Resolves when the page is served. Rejects when that takes too long. */
  ready: Promise<void>;
}

const READY_WITHIN_MS = 60_000;

/** Vite's greeting: the block of `pnpm dev` says the same with the address to open. */
const GREETING = /^\s*$|^\s*VITE v|^\s*➜/;

/** Starts Vite on exactly this port of 127.0.0.1. `onLine` gets its lines, without its greeting. */
export function startWeb(options: {
  root: string;
  port: number;
  backendUrl: string;
  onLine: (line: string) => void;
}): WebProcess {
  const folder = join(options.root, "apps", "web");
  const running = startProcess({
    name: "the web app (Vite)",
    script: join(folder, "node_modules", "vite", "bin", "vite.js"),
    args: ["--port", String(options.port), "--strictPort", "--clearScreen", "false"],
    cwd: folder,
    env: { ...process.env, VITE_CONVEX_URL: options.backendUrl },
    onLine: (line) => {
      if (!GREETING.test(line)) options.onLine(line);
    },
  });
  return { ...running, ready: untilServed(`http://127.0.0.1:${options.port}/`) };
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
