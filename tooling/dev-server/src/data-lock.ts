// One server per data directory. The lock is a file that names the process; a file that a killed
// process left behind is taken over.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BackendError } from "./kernel/errors.ts";

interface Holder {
  pid: number;
  /** When the process started, as the system reports it: pids are reused. */
  started: string;
}

const FILE = "server.lock";
const ATTEMPTS = 5;

/**
 * Takes the lock of a data directory, which must exist.
 * @returns releases it
 * @throws BackendError DataDirectoryInUse naming the process that holds it
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const path = join(directory, FILE);
  const mine: Holder = { pid: process.pid, started: seenProcess(process.pid)?.started ?? "" };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (await create(path, mine)) return () => rm(path, { force: true });
    const text = await readFile(path, "utf8").catch(() => null);
    if (text === null) continue;
    const holder = parse(text);
    if (holder !== null && isRunning(holder)) throw inUse(directory, holder.pid);
    await removeStale(path, text);
  }
  throw new BackendError(
    "DataDirectoryInUse",
    `The data directory ${directory} cannot be locked; remove ${path} if no server uses it.`,
    500,
  );
}

async function create(path: string, holder: Holder): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(holder), { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Two servers may find the same stale file: only one of them succeeds in renaming it. */
async function removeStale(path: string, expected: string): Promise<void> {
  const aside = `${path}.${process.pid}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  const moved = await readFile(aside, "utf8");
  if (moved !== expected) await writeFile(path, moved, { flag: "wx" }).catch(() => undefined);
  await rm(aside, { force: true });
}

function parse(text: string): Holder | null {
  try {
    const { pid, started } = JSON.parse(text) as Partial<Holder>;
    return typeof pid === "number" && typeof started === "string" ? { pid, started } : null;
  } catch {
    return null;
  }
}

function isRunning({ pid, started }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as another user.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const seen = seenProcess(pid);
  if (seen === null) return true;
  return !seen.hasEnded && (started === "" || seen.started === started);
}

/** What the system reports of a process. */
interface Seen {
  /** Differs between two processes with the same pid. */
  started: string;
  /** A process that was killed keeps its pid until its parent asks how it ended. */
  hasEnded: boolean;
}

/** Looks a process up; null when the system does not report on it. */
function seenProcess(pid: number): Seen | null {
  try {
    // After the command, which is in parentheses and may hold spaces: the state is field 3, the start field 22.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { started: fields[19] ?? "", hasEnded: /^[ZX]/.test(fields[0] ?? "") };
  } catch {
    return seenByPs(pid);
  }
}

function seenByPs(pid: number): Seen | null {
  if (process.platform === "linux" || process.platform === "win32") return null;
  try {
    const args = ["-o", "state=,lstart=", "-p", String(pid)];
    const [state = "", ...start] = execFileSync("ps", args, { encoding: "utf8" })
      .trim()
      .split(/\s+/);
    return { started: start.join(" "), hasEnded: state.startsWith("Z") };
  } catch {
    return null;
  }
}

function inUse(directory: string, pid: number): BackendError {
  const who = pid === process.pid ? "this process" : `the process ${pid}`;
  return new BackendError(
    "DataDirectoryInUse",
    `The data directory ${directory} is in use by ${who}; stop it first, or use another data directory.`,
    500,
  );
}
