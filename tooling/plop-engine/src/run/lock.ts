// One run at a time. The lock is a file that names its process; the lock of a dead process is taken over.
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { errorCode } from "../disk.ts";
import { places } from "../places.ts";
import { GeneratorError } from "../plan.ts";
import { pathTaken } from "../tree.ts";

export interface Lock {
  /** Throws LOCKED (7) when another process has the lock by now. */
  assertHeld(): void;
  release(): void;
}

interface Holder {
  pid: number;
  /** The start time of the process, because process ids are reused; empty when the system does not provide it. */
  started: string;
  /** Distinguishes two locks of one process. */
  nonce: number;
}

const ATTEMPTS = 10;
let nonce = 0;

/**
 * Takes the lock of a folder.
 * @param folder the absolute path of an existing folder
 * @throws LOCKED (7) naming the process that holds it, PATH_TAKEN (3) for a folder in its place
 */
export function takeLock(folder: string): Lock {
  const path = join(folder, "lock");
  const mine = JSON.stringify({
    pid: process.pid,
    started: seenProcess(process.pid)?.started ?? "",
    nonce: nonce++,
  } satisfies Holder);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (create(path, mine)) return lockOf(path, mine);
    const text = read(path);
    if (text === null) continue;
    const holder = parse(text);
    if (holder !== null && isRunning(holder)) throw locked(holder.pid);
    removeStale(path, text);
  }
  throw locked(null);
}

function lockOf(path: string, mine: string): Lock {
  return {
    assertHeld() {
      if (read(path) !== mine) throw locked(null);
    },
    release() {
      if (read(path) === mine) rmSync(path, { force: true });
    },
  };
}

/** A link appears with its content, so that nobody reads a lock before its holder's name is in it. */
function create(path: string, text: string): boolean {
  const own = `${path}.${process.pid}.${nonce}`;
  writeFileSync(own, text, { mode: 0o600 });
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/** Two processes may find the same stale lock: the name it gets shows which of them removed it. */
function removeStale(path: string, expected: string): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  try {
    // It was the live lock of another process: restore it, unless there is a newer one.
    if (read(aside) !== expected) linkSync(aside, path);
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function read(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    if (errorCode(error) === "EISDIR") throw pathTaken(`${places.state}/lock`, "file");
    throw error;
  }
}

function parse(text: string): Holder | null {
  try {
    const { pid, started, nonce } = JSON.parse(text) as Partial<Holder>;
    if (typeof pid !== "number" || typeof started !== "string") return null;
    return { pid, started, nonce: nonce ?? 0 };
  } catch {
    return null;
  }
}

function isRunning({ pid, started }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as another user.
    if (errorCode(error) !== "EPERM") return false;
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
    return null;
  }
}

function locked(pid: number | null): GeneratorError {
  const who = pid === null ? "Another run" : `A run of process ${pid}`;
  return new GeneratorError(7, {
    code: "LOCKED",
    message: `${who} is in progress in this repository.`,
    fix: "Wait until it is done, and run the command again.",
  });
}
