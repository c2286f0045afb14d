// Timing and the table that is printed.
import { readFile } from "node:fs/promises";
import { arch, cpus, platform, totalmem } from "node:os";

/** Milliseconds that `work` takes. */
export async function elapsed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** The middle of `runs` measurements in ms. */
export async function median(
  runs: number,
  work: (run: number) => Promise<unknown>,
): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) times.push(await elapsed(() => work(run)));
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)]!;
}

/** Resident memory of a process in MB, or null where /proc does not tell. */
export async function residentMegabytes(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const kilobytes = /VmRSS:\s+(\d+)/.exec(status)?.[1];
  return kilobytes ? Number(kilobytes) / 1024 : null;
}

export function machine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpu?.model.trim() ?? "unknown"}, ${cpus().length} cores, ${memory} GB, ${platform()} ${arch()}, Node ${process.version}`;
}

export interface Measurement {
  what: string;
  value: string;
  /** Of what, so that a reader without this machine learns something. */
  ratio: string;
  /** False when it misses what the product promises. */
  kept?: boolean;
}

/** Prints the measurements as a table and returns whether every promise was kept. */
export function printTable(rows: Measurement[]): boolean {
  const widths = (["what", "value", "ratio"] as const).map((column) =>
    Math.max(...rows.map((row) => row[column].length)),
  );
  for (const row of rows) {
    const cells = [
      row.what.padEnd(widths[0]!),
      row.value.padStart(widths[1]!),
      row.ratio.padEnd(widths[2]!),
    ];
    console.log(
      `  ${cells.join("  ")}${row.kept === undefined ? "" : row.kept ? "  kept" : "  MISSED"}`,
    );
  }
  return rows.every(({ kept }) => kept !== false);
}

/** `12.3 ms`, `1.2 s`, `45 µs`. */
export function duration(ms: number): string {
  if (ms >= 1_000) return `${(ms / 1_000).toFixed(2)} s`;
  return ms >= 1 ? `${ms.toFixed(1)} ms` : `${(ms * 1_000).toFixed(0)} µs`;
}
