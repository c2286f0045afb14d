// One run of `pnpm dev`: brings the parts up, and takes them down when it is told to or one fails.

import { bringUpElsewhere } from "./elsewhere.ts";
import { bringUpEmbedded } from "./embedded.ts";
import { findOtherHome } from "./home.ts";
import type { DevOptions } from "./options.ts";
import { Parts } from "./parts.ts";
import type { Report } from "./report.ts";
import { nextStopRequest } from "./stop-signals.ts";

export interface DevSetup {
  /** The folder of the workspace. */
  root: string;
  options: DevOptions;
  report: Report;
}

/**
 * Runs until it is told to stop. Returns the exit code. Throws when something cannot be started, or
 * when a part ends by itself. Nothing is left running either way.
 */
export async function runDev(setup: DevSetup): Promise<number> {
  const parts = new Parts();
  const home = findOtherHome(setup.root);
  const bringUp = async (): Promise<never> => {
    await (home ? bringUpElsewhere(setup, parts, home) : bringUpEmbedded(setup, parts));
    return parts.failure;
  };
  try {
    const { reason, exitCode } = await Promise.race([nextStopRequest(), bringUp()]);
    setup.report.step(`Stopping: ${reason}`);
    return exitCode;
  } finally {
    await parts.stop();
  }
}
