// One alarm clock: calls back when a time has come, however far away it is.

import type { Clock } from "../../kernel/database-types.ts";

/** Starts a timer and returns its cancel; `delayMs` is at most MAX_DELAY_MS. */
export type SetTimer = (run: () => void, delayMs: number) => () => void;

/** `setTimeout` fires at once for anything longer. */
export const MAX_DELAY_MS = 2 ** 31 - 1;

export interface Alarm {
  /** Rings at `time` (ms since 1970), once; takes the place of the time set before. null: never. */
  set(time: number | null): void;
}

/** An alarm by an injected clock; a time that is further away than a timer reaches is re-armed. */
export function createAlarm(
  clock: Clock,
  ring: () => void,
  setTimer: SetTimer = systemTimer,
): Alarm {
  let cancel: (() => void) | null = null;
  const set = (time: number | null): void => {
    cancel?.();
    cancel = null;
    if (time === null) return;
    const delay = Math.max(0, Math.ceil(time - clock.now()));
    cancel = setTimer(
      () => {
        if (clock.now() < time) set(time);
        else ring();
      },
      Math.min(delay, MAX_DELAY_MS),
    );
  };
  return { set };
}

const systemTimer: SetTimer = (run, delayMs) => {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
};
