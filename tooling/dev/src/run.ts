// One run of `pnpm dev`: starts the parts, and stops them on request or when one fails.

import { bringUpElsewhere } from "./elsewhere.ts";
import { bringUpEmbedded } from "./embedded.ts";
import { findOtherHome } from "./home.ts";
import { Parts } from "./processes/parts.ts";
import type { DevSetup } from "./settings/settings.ts";
import { nextStopRequest } from "./processes/stop-signals.ts";

/**
 * Runs until it is asked to stop. Returns the exit code. Throws when something cannot be started, or
 * when a part ends by itself. Nothing is left running either way.
 */
export async function runDev(setup: DevSetup): Promise<number> {
  const parts = new Parts();
  const home = findOtherHome(setup.app.root);
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
