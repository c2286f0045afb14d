// Runs a tool that is written in JavaScript.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { stripVTControlCharacters } from "node:util";

/** How it ended. */
export interface ToolResult {
  ok: boolean;
  /** Whether it was ended because it took too long. */
  isLate: boolean;
  /** Milliseconds it took. */
  ms: number;
  /** Its output without colors; only the end when it is long. */
  output: string;
}

/** Characters of output that are kept. */
const OUTPUT_MAX = 20_000;

/** A tool that takes longer than this hangs, such as on a module that awaits itself. */
export const MINUTES_MAX = 5;

/**
 * Runs a script with Node.
 * @param script its absolute path
 * @param args its arguments
 * @param folder where it runs, as an absolute path
 * @param signal stops it; its result is then meaningless
 * @param minutes how long it may take
 * @returns how it ended; it is ok when its exit code is 0
 */
export async function runTool({
  script,
  args,
  folder,
  signal,
  minutes = MINUTES_MAX,
}: {
  script: string;
  args: readonly string[];
  folder: string;
  signal: AbortSignal;
  minutes?: number;
}): Promise<ToolResult> {
  const start = performance.now();
  const child = spawn(process.execPath, [script, ...args], {
    cwd: folder,
    env: toolEnvironment(),
    stdio: ["ignore", "pipe", "pipe"],
    // A process group of its own, so that processes which the tool starts end with it.
    detached: HAS_GROUPS,
  });
  const kill = () => endGroup(child);
  // Before a rollback restores files that the tool may be writing.
  process.prependOnceListener("exit", kill);
  signal.addEventListener("abort", kill, { once: true });
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    endGroup(child, "SIGKILL");
  }, minutes * 60_000);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output = (output + text).slice(-2 * OUTPUT_MAX);
    });
  }
  const code = await once(child, "close").then(
    ([code]) => code as number | null,
    (error: Error) => {
      output += error.message;
      return null;
    },
  );
  clearTimeout(timer);
  process.off("exit", kill);
  signal.removeEventListener("abort", kill);
  return {
    ok: code === 0,
    isLate,
    ms: Math.round(performance.now() - start),
    output: stripVTControlCharacters(output).trim().slice(-OUTPUT_MAX),
  };
}

const HAS_GROUPS = process.platform !== "win32";

function endGroup({ pid }: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): void {
  if (pid === undefined) return;
  try {
    process.kill(HAS_GROUPS ? -pid : pid, signal);
  } catch {
    return; // It has ended already.
  }
}

/** The environment of this process without the variables of a test runner around it. */
function toolEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|NODE_ENV$|NODE_OPTIONS$|FORCE_COLOR$)/.test(name),
  );
  return { ...Object.fromEntries(entries), NO_COLOR: "1" };
}
