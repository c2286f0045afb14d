// Waiting for the background.
import { vi } from "vitest";
import type { TestApp } from "./setup.ts";

/** Runs all that is scheduled, under fake timers. */
export async function settle(app: TestApp): Promise<void> {
  await app.finishAllScheduledFunctions(vi.runAllTimers);
}
