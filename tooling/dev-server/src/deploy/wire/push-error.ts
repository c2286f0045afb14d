// How a mistake in pushed code, schema or settings reaches the person at the CLI: status 400, a
// stable code, and a message that starts on its own line.

import { BackendError } from "../../kernel/errors.ts";
import { LIMITS, type LimitName } from "../../kernel/limits.ts";

const PREFIX = "Hit an error while pushing:\n";

/** An error of the pushed code. @param code one of the codes the CLI and the docs know */
export function pushError(code: string, message: string): BackendError {
  return new BackendError(code, `${PREFIX}${message}`, 400);
}

/** The error of pushed code that goes over a limit. */
export function pushLimitError(limit: LimitName, message: string): BackendError {
  return pushError(LIMITS[limit].code ?? "LimitExceeded", message);
}

/**
 * Shapes whatever an evaluation threw. Our own errors keep their code; anything else is taken as a
 * failure of the code that was evaluated.
 * @param fallback code and a first line such as `Failed to analyze tasks.js:`
 */
export function toPushError(
  error: unknown,
  fallback: { code: string; subject: string },
): BackendError {
  if (error instanceof BackendError) {
    if (error.status !== 400 || error.message.startsWith(PREFIX)) return error;
    return pushError(error.code, error.message);
  }
  const text = error instanceof Error ? error.message : String(error);
  return pushError(fallback.code, `${fallback.subject}: ${text}`);
}

/** The code was replaced or changed under a push: the CLI starts over by itself. */
export function raceError(message: string): BackendError {
  return new BackendError("RaceDetected", message, 409);
}

/** The same mistake met outside a push, as when a variable changes. */
export function withoutPushPrefix(error: unknown): unknown {
  if (!(error instanceof BackendError) || !error.message.startsWith(PREFIX)) return error;
  return new BackendError(error.code, error.message.slice(PREFIX.length), error.status);
}
