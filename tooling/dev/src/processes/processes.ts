// Child processes that are started in groups of their own, read by lines, and stopped whole.

import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

/** How long a child may take to leave by itself before it is killed. */
const GRACE_MS = 4_000;

/** How long to wait for a killed group to disappear. */
const KILL_MS = 2_000;

const isWindows = process.platform === "win32";

/** Loaded into every Node child: it leaves when the process that started it is gone. */
const ORPHAN_GUARD = new URL("./orphan-guard.js", import.meta.url).href;

export interface ProcessOptions {
  /** What the process is called in messages. */
  name: string;
  /** A JavaScript file for this Node, as a path or a file URL. */
  script: string | URL;
  args: readonly string[];
  /** A module to load before the script. */
  preload?: URL;
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Each line of standard output and standard error, without its line end. */
  onLine: (line: string) => void;
}

export interface RunningProcess {
  name: string;
  pid: number;
  /** Resolves once it has ended, with a sentence that says how. Never rejects. */
  ended: Promise<string>;
  /** Stops it and all that it started. Resolves when none of them is left. */
  stop: () => Promise<void>;
}

/** Starts a script in its own process group. Throws when it cannot be started. */
export function startProcess(options: ProcessOptions): RunningProcess {
  const script =
    typeof options.script === "string" ? options.script : fileURLToPath(options.script);
  const preloads = [ORPHAN_GUARD, ...(options.preload ? [options.preload.href] : [])];
  const imports = preloads.flatMap((url) => ["--import", url]);
  const child = spawn(process.execPath, [...imports, script, ...options.args], {
    cwd: options.cwd,
    env: options.env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: !isWindows,
    windowsHide: true,
  });
  const { pid } = child;
  if (pid === undefined) {
    child.once("error", () => undefined);
    throw new Error(`PROCESS_NOT_STARTED: ${options.name} (${script}) could not be started.`);
  }
  readLines(child.stdout, options.onLine);
  readLines(child.stderr, options.onLine);
  const ended = new Promise<string>((resolve) => {
    child.once("close", (code, signal) => resolve(describeEnd(options.name, code, signal)));
  });
  return { name: options.name, pid, ended, stop: () => stopGroup(child, pid) };
}

function readLines(stream: Readable, onLine: (line: string) => void): void {
  createInterface({ input: stream, crlfDelay: Infinity }).on("line", onLine);
}

function describeEnd(name: string, code: number | null, signal: NodeJS.Signals | null): string {
  return signal
    ? `${name} was ended by the signal ${signal}.`
    : `${name} ended with exit code ${code ?? "unknown"}.`;
}

async function stopGroup(child: ChildProcess, pid: number): Promise<void> {
  if (isWindows) {
    spawnSync("taskkill", ["/pid", String(pid), "/T", "/F"], { windowsHide: true });
    return;
  }
  signalGroup(pid, "SIGTERM");
  if (await isGroupGone(child, pid, GRACE_MS)) return;
  signalGroup(pid, "SIGKILL");
  // Bounded, because a dead process that nobody reaps still counts as a member of its group.
  await isGroupGone(child, pid, KILL_MS);
}

async function isGroupGone(child: ChildProcess, pid: number, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (isGroupAlive(child, pid)) {
    if (performance.now() > deadline) return false;
    await pause(20);
  }
  return true;
}

/** A leader that has ended but is not yet reaped by Node still has a group, so both are asked. */
function isGroupAlive(child: ChildProcess, pid: number): boolean {
  const hasLeader = child.exitCode === null && child.signalCode === null;
  return hasLeader || signalGroup(pid, 0);
}

/** Whether there was a group to receive the signal. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
