// The ways in which somebody tells `pnpm dev` to stop.

import { watchRunners } from "./lifeline.ts";

export interface StopRequest {
  /** What stopped it, for a sentence that begins "Stopping: ". */
  reason: string;
  exitCode: number;
}

/** Exit codes by convention: 128 plus the signal's number. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** A repeat within this time is the same Ctrl-C, passed on by a runner between us and the terminal. */
const REPEAT_MS = 1_000;

/**
 * Resolves at the first signal, or when the command that started us is gone. A second Ctrl-C, a
 * while after the first, ends the process at once; the children then notice that we are gone.
 */
export function nextStopRequest(): Promise<StopRequest> {
  return new Promise((resolve) => {
    let askedAt: number | null = null;
    const ask = (request: StopRequest) => {
      askedAt ??= performance.now();
      if (performance.now() - askedAt > REPEAT_MS) process.exit(request.exitCode);
      resolve(request);
    };
    for (const [signal, exitCode] of Object.entries(SIGNALS)) {
      // Without a terminal there is no hang-up to obey, and `nohup` asked to ignore it.
      if (signal === "SIGHUP" && !process.stdin.isTTY) continue;
      process.on(signal, () => ask({ reason: signal, exitCode }));
    }
    watchRunners((reason) => ask({ reason, exitCode: SIGNALS.SIGTERM }));
  });
}
