// What a person reads when the backend refuses or fails: one sentence, and what to do.
import { isAppError, type AppErrorData, type ErrorCode } from "@repo/validators/errors";

const sentences: Record<ErrorCode, (data: AppErrorData) => string> = {
  UNAUTHENTICATED: () => "You are not signed in any more. Sign in again to go on.",
  FORBIDDEN: () => "Your role does not allow this. Ask an administrator if you need it.",
  NOT_FOUND: () => "This does not exist any more. Somebody may have removed it.",
  INVALID: (data) => data.issues?.[0]?.message ?? data.message,
  CONFLICT: (data) => data.message,
  QUOTA_EXCEEDED: (data) => data.message,
  RATE_LIMITED: (data) =>
    data.retryAfter === undefined
      ? "That was too much at once. Wait a moment and try again."
      : `That was too much at once. Try again in ${describeWait(data.retryAfter)}.`,
  NOT_IMPLEMENTED: () => "This is not finished yet. It will work in a later version.",
};

/** Of any thrown value. Only failures with our codes say more than that something went wrong. */
export function errorSentence(error: unknown): string {
  if (isAppError(error)) return sentences[error.data.code](error.data);
  return "Something went wrong on our side. Try again; if it stays, look at the backend's log.";
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
