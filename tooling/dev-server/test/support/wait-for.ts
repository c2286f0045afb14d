/** Resolves after `ms` milliseconds. */
export const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/**
 * Calls `check` until it returns something other than `undefined`, `null` or `false`, and returns
 * that. A throw counts as "not yet". After `timeout` ms throws an Error that names `what` and the last failure.
 */
export async function waitFor<T>(
  what: string,
  check: () => T | Promise<T>,
  options: { timeout?: number; interval?: number } = {},
): Promise<NonNullable<Exclude<T, false>>> {
  const { timeout = 120_000, interval = 50 } = options;
  const deadline = Date.now() + timeout;
  let last: unknown;
  for (;;) {
    try {
      last = await check();
      if (last !== undefined && last !== null && last !== false) {
        return last as NonNullable<Exclude<T, false>>;
      }
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline)
      throw new Error(`waited ${timeout} ms for ${what}; last: ${String(last)}`);
    await sleep(interval);
  }
}
