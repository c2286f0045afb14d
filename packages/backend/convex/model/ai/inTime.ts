// A time limit for calls of models. A service that never answers would block the work until its job is
// considered dead.

/**
 * Makes a call, and aborts it when it takes too long.
 * @param ms for how long
 * @param call makes it; must react to the signal
 * @returns the result of the call
 * @throws the error of the call, or that the model took too long
 */
export async function inTime<Result>(
  ms: number,
  call: (abortSignal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  // No `AbortSignal.timeout`: that one would go off long after the call.
  const controller = new AbortController();
  const message = `The model did not answer within ${Math.round(ms / 1000)} s.`;
  // eslint-disable-next-line no-restricted-syntax -- read by the job that makes the call, not by clients
  const timer = setTimeout(() => controller.abort(new Error(message)), ms);
  try {
    return await call(controller.signal);
  } finally {
    clearTimeout(timer);
  }
}
