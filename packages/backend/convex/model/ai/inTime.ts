// How long a model may take. A service that never answers would hold up the work that waits for it until
// its job is taken for dead.

/**
 * Makes a call, and ends it when it takes too long.
 * @param ms for how long
 * @param call makes it; has to heed the signal
 * @returns what the call answers
 * @throws what the call throws, when the time is over for that reason
 */
export async function inTime<Result>(
  ms: number,
  call: (abortSignal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  // No `AbortSignal.timeout`: that one would go off long after the call.
  const controller = new AbortController();
  const message = `The model did not answer within ${Math.round(ms / 1000)} s.`;
  // eslint-disable-next-line no-restricted-syntax -- read by the job that makes the call, by no client
  const timer = setTimeout(() => controller.abort(new Error(message)), ms);
  try {
    return await call(controller.signal);
  } finally {
    clearTimeout(timer);
  }
}
