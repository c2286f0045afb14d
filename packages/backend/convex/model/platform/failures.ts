// Failures of attempts at a job: who may read the reason, and whether retrying can help.
import { jobLimits } from "@repo/validators/platform/jobs";
import { ConvexError } from "convex/values";
import { z } from "zod";

/** The message for users when they may not read the reason, which may name machines and accounts. */
export const GENERIC_FAILURE =
  "A required service failed. Try again later. Admins find the reason in the list of jobs.";

/** The message for an attempt that was interrupted. */
export const INTERRUPTED = "It was interrupted and is retried automatically.";

export const INTERRUPTED_OFTEN = "It was interrupted several times. Try again later.";

/**
 * What went wrong, for admins; the message for the waiting user; whether retrying is pointless; and whether
 * the work was only interrupted, which is not counted as an attempt.
 */
export const failureReport = z.object({
  error: z.string(),
  told: z.string().optional(),
  isFinal: z.boolean(),
  isInterruption: z.boolean().optional(),
});
export type FailureReport = z.infer<typeof failureReport>;

/** Thrown when the process that does the work was ended from outside, such as by another job's load. */
export class Interruption extends TypeError {
  override name = "Interruption";
}

/**
 * A setting of the deployment is missing or wrong. Its message names the setting and may be shown to users.
 * Its code starts the message, because the message also goes to a terminal.
 */
export class SettingError extends TypeError {
  override name = "SettingError";
}

/**
 * Turns an error that an action caught into a report of failure.
 * @param error what was thrown
 * @returns its text; final when we or a service refused, because the next attempt would be refused, too
 */
export function failureOf(error: unknown): { error: string; isFinal: boolean } {
  const refusal = refusalIn(error);
  if (refusal !== undefined) return { error: shorten(refusal), isFinal: true };
  const text = error instanceof Error ? error.message : String(error);
  return { error: shorten(text), isFinal: isRefusedByService(error) };
}

/**
 * Finds what the waiting user may read of an error: our refusals, and wrong settings. Messages of a service are
 * for admins: they may contain its address, an account or a line of its log.
 * @param error what was thrown
 * @returns the text; undefined when they may read none of it
 */
export function userMessageOf(error: unknown): string | undefined {
  const text = error instanceof SettingError ? error.message : refusalIn(error);
  return text && shorten(text);
}

/**
 * Makes the report of a failed attempt, as the reporting mutation takes it.
 * @param error what was thrown
 */
export function reportOf(error: unknown): FailureReport {
  const isInterruption = error instanceof Interruption;
  return {
    ...failureOf(error),
    told: isInterruption ? INTERRUPTED : userMessageOf(error),
    isInterruption,
  };
}

function refusalIn(error: unknown): string | undefined {
  if (!(error instanceof ConvexError)) return undefined;
  const data: { message?: unknown } | string = error.data ?? {};
  const text = typeof data === "string" ? data : data.message;
  return String(text ?? "It was refused.");
}

/** How errors of HTTP clients, such as the AI SDK's, say that a service refused the request. */
const refusedByService = z.object({
  statusCode: z.number().min(400).lt(500),
  isRetryable: z.literal(false),
});

/** A wrong key, an unknown address, an invalid request: retrying gives the same result. */
function isRefusedByService(error: unknown): boolean {
  return error instanceof Error && refusedByService.safeParse(error).success;
}

/** Cuts a text to the field that stores it. */
export function shorten(text: string): string {
  return text.slice(0, jobLimits.error.max);
}
