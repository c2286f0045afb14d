// The dev-server as a separate process, on free ports, with its data in a folder of its own.
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { cleanEnv, startProcess, type RunningProcess } from "./processes.ts";
import { sleep } from "./wait-for.ts";

export const ADMIN_KEY = "test|0123456789abcdef0123456789abcdef0123456789abcdef";

export interface Backend {
  url: string;
  siteUrl: string;
  adminKey: string;
  dataDirectory: string;
  pid(): number;
  output(): string;
  /** SIGKILL: nothing gets a chance to be flushed. */
  crash(): Promise<void>;
  /** Starts again on the same ports and data. */
  start(): Promise<void>;
  /** SIGTERM; returns the exit code. */
  terminate(): Promise<number>;
  /** Ends the process and removes the data. */
  stop(): Promise<void>;
}

/** A port nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.on("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => done(port));
    });
  });
}

/**
 * Starts a backend and resolves once `GET /version` answers.
 * `inMemory`: as `--in-memory`; otherwise its data is in a temporary folder that survives `crash` and `start`.
 */
export async function startBackend(
  options: { inMemory?: boolean; args?: string[] } = {},
): Promise<Backend> {
  const [port, sitePort] = [await freePort(), await freePort()];
  const dataDirectory = await mkdtemp(join(tmpdir(), "groundwork-test-data-"));
  const storage = options.inMemory ? ["--in-memory"] : ["--data", dataDirectory];
  const args = [
    inject("backendScript"),
    ...["--port", String(port), "--site-port", String(sitePort), "--admin-key", ADMIN_KEY],
    ...storage,
    ...(options.args ?? []),
  ];
  const url = `http://127.0.0.1:${port}`;
  let running: RunningProcess;
  const backend: Backend = {
    url,
    siteUrl: `http://127.0.0.1:${sitePort}`,
    adminKey: ADMIN_KEY,
    dataDirectory,
    pid: () => running.pid,
    output: () => running.output(),
    async start() {
      running = startProcess(process.execPath, args, { env: cleanEnv() });
      await untilReady(url, running);
    },
    crash: () => running.kill("SIGKILL"),
    async terminate() {
      await running.kill("SIGTERM");
      return running.exited;
    },
    async stop() {
      await running.kill("SIGTERM");
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
  try {
    await backend.start();
  } catch (error) {
    await backend.stop();
    throw error;
  }
  return backend;
}

async function untilReady(url: string, running: RunningProcess): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (Date.now() < deadline) {
    if (running.exitCode() !== null) throw new Error(`the backend exited:\n${running.output()}`);
    const answered = await fetch(`${url}/version`)
      .then((response) => response.ok)
      .catch(() => false);
    if (answered) return;
    await sleep(25);
  }
  await running.kill("SIGKILL");
  throw new Error(`the backend did not answer:\n${running.output()}`);
}
