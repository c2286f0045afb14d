// The sentence that a user reads when a call fails: what happened, and what to do.
import { isAppError, type AppErrorData, type ErrorCode } from "@repo/validators/errors";

const sentences: Record<ErrorCode, (data: AppErrorData) => string> = {
  UNAUTHENTICATED: () => "Your session has ended. Sign in again to continue.",
  FORBIDDEN: () => "Your role does not allow this. Ask an administrator if you need it.",
  NOT_FOUND: () => "This no longer exists. It may have been removed.",
  INVALID: (data) => data.issues?.[0]?.message ?? data.message,
  CONFLICT: (data) => data.message,
  QUOTA_EXCEEDED: (data) => data.message,
  RATE_LIMITED: (data) =>
    data.retryAfter === undefined
      ? "Too many requests. Wait a few seconds and try again."
      : `Too many requests. Try again in ${describeWait(data.retryAfter)}.`,
  NOT_IMPLEMENTED: () => "This feature is not finished yet.",
};

/** The sentence for any thrown value. Errors without one of our codes get a general one. */
export function errorSentence(error: unknown): string {
  if (isAppError(error)) return sentences[error.data.code](error.data);
  return "Something went wrong. Try again. If the problem persists, check the server log.";
}

/** The code of a failure of ours, or null for every other error. */
export function errorCode(error: unknown): ErrorCode | null {
  return isAppError(error) ? error.data.code : null;
}

function describeWait(milliseconds: number): string {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
  if (seconds < 60) return seconds === 1 ? "a second" : `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? "a minute" : `${minutes} minutes`;
}
