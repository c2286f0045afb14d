// What a process costs, its own children included.
import { spawnSync } from "node:child_process";
import { cpus } from "node:os";

export interface Cost {
  /** Seconds of processor time, of the process and of all that it waited for. */
  cpu: number;
  /** Seconds until its end. */
  wall: number;
}

/**
 * Runs Node and measures it.
 * @param argv what Node gets
 * @param folder where it runs
 * @throws Error with all that it printed, when it fails
 */
export function timed(argv: readonly string[], folder: string): Cost {
  const start = performance.now();
  const shell = spawnSync(
    "bash",
    ["-c", `TIMEFORMAT='%U %S'; time "$@" >/dev/null`, "bash", process.execPath, ...argv],
    {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, NX_DAEMON: "false", NX_NO_CLOUD: "true", NO_COLOR: "1" },
    },
  );
  const wall = (performance.now() - start) / 1000;
  const times = /^([\d.]+) ([\d.]+)\s*$/m.exec(shell.stderr.trim().split("\n").at(-1) ?? "");
  if (shell.status !== 0 || times === null) {
    throw new Error(`${argv.join(" ")} failed:\n${shell.stdout}${shell.stderr}`);
  }
  return { cpu: Number(times[1]) + Number(times[2]), wall };
}

/** The middle of some numbers. */
export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}

export function seconds(value: number): string {
  return value.toFixed(3).padStart(6);
}

export function machine(): string {
  const [cpu] = cpus();
  return `${cpu?.model.trim() ?? "unknown"}, ${cpus().length} cores, Node ${process.version}`;
}
