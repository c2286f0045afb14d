// For tests of time limits: the clock is put forward, so that no limit has to be so short that a busy machine exceeds it.
import { onTestFinished, vi } from "vitest";

/** The time limits of every backend in tests, in ms. */
export const HOUR_MS = 3_600_000;

/** For a busy machine; on an idle one a test takes a second. */
export const PATIENCE = { timeout: 240_000 };

/** What measures how long a call takes, and what measures how long a thread has been silent. */
const MEASURES = {
  call: ["setTimeout", "clearTimeout", "performance"],
  silence: ["setInterval", "clearInterval", "performance"],
} as const;

/**
 * The clock of timers runs as usual until a test puts it forward: no thread loops for its whole time limit.
 * @param measure what takes long for it
 */
export function movableClock(measure: keyof typeof MEASURES): void {
  vi.useFakeTimers({ shouldAdvanceTime: true, toFake: [...MEASURES[measure]] });
  onTestFinished(() => void vi.useRealTimers());
}

/** Puts the clock forward until a call that waits for time limits has ended. */
export async function untilSettled(call: Promise<unknown>): Promise<void> {
  let isSettled = false;
  const settle = () => void (isSettled = true);
  void call.then(settle, settle);
  await vi.waitUntil(() => {
    if (!isSettled) vi.advanceTimersByTime(HOUR_MS);
    return isSettled;
  }, PATIENCE);
}
