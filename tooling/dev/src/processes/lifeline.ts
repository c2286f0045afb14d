// Notices when the command that started us is gone. `npx` and some versions of `pnpm` do not pass
// SIGTERM on: they die and leave what they started behind. So the processes between the typed
// command and this one are watched, and when one of them ends, this process has to end, too.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

export interface ProcessEntry {
  pid: number;
  parent: number;
  /** Tells this process from a later one with the same id. */
  startedAt: string;
  command: string;
}

/** Reads one process of this machine, or null when there is none with that id. */
export type ReadProcess = (pid: number) => ProcessEntry | null;

/** Programs that do nothing but run another one: our life depends on theirs. */
const RUNNER =
  /(^|[/\\\s])(npm|npx|pnpm|pnpx|yarn|bun|corepack|tsx|turbo)(-cli|[/\\]dist[/\\]cli)?(\.[cm]?js|\.exe|\.cmd)?(\s|$)/;
const SHELL_COMMAND = /(^|\/)(sh|bash|dash|zsh|ash) -\w*c\s/;
const BACKGROUND = /(^|[^&>])&([^&>]|$)/;

/**
 * The ancestors of `pid` whose end means that we are no longer wanted: everything up to the topmost
 * package runner, plus a `sh -c "…"` around it that waits for it. A terminal's shell is not among them.
 */
export function findRunners(pid: number, read: ReadProcess): ProcessEntry[] {
  const ancestors: ProcessEntry[] = [];
  for (let entry = read(pid); entry !== null && entry.parent > 1;) {
    entry = read(entry.parent);
    if (entry) ancestors.push(entry);
  }
  const top = ancestors.findLastIndex((entry) => RUNNER.test(programOf(entry.command)));
  const above = ancestors[top + 1];
  const waitsForUs =
    above !== undefined &&
    SHELL_COMMAND.test(above.command) &&
    RUNNER.test(above.command) &&
    !BACKGROUND.test(above.command);
  return ancestors.slice(0, top + (waitsForUs ? 2 : 1));
}

/** The start of a command line: the program and, for an interpreter, its script. */
function programOf(command: string): string {
  if (SHELL_COMMAND.test(command)) return "";
  return command.split(" ").slice(0, 2).join(" ");
}

/**
 * Calls `onLost` once, with a sentence, when one of the runners above this process is gone.
 * Returns a function that stops watching. On systems without /proc or `ps` nothing is watched.
 */
export function watchRunners(onLost: (reason: string) => void, read: ReadProcess = readProcess) {
  const runners = findRunners(process.pid, read);
  const timer = setInterval(() => {
    const lost = runners.find((entry) => read(entry.pid)?.startedAt !== entry.startedAt);
    if (!lost) return;
    clearInterval(timer);
    onLost(`the command that started it (process ${lost.pid}) is gone`);
  }, 500);
  timer.unref();
  return () => clearInterval(timer);
}

/** From /proc where there is one, else from `ps`. */
export function readProcess(pid: number): ProcessEntry | null {
  try {
    return process.platform === "linux" ? readFromProc(pid) : readFromPs(pid);
  } catch {
    return null;
  }
}

/** Format of /proc/<pid>/stat: proc(5). The name in parentheses may itself hold spaces and brackets. */
function readFromProc(pid: number): ProcessEntry | null {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const [state, parent, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (state === "Z" || state === "X") return null;
  const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  // Field 22 of the line, the 20th after the name.
  return { pid, parent: Number(parent), startedAt: rest[17] ?? "", command };
}

function readFromPs(pid: number): ProcessEntry | null {
  if (process.platform === "win32") return null;
  const line = execFileSync("ps", ["-o", "ppid=,lstart=,command=", "-p", String(pid)], {
    encoding: "utf8",
  }).trim();
  const match = /^(\d+)\s+(\S+\s+\S+\s+\d+\s+[\d:]+\s+\d+)\s+(.*)$/.exec(line);
  if (!match) return null;
  return { pid, parent: Number(match[1]), startedAt: match[2] ?? "", command: match[3] ?? "" };
}
