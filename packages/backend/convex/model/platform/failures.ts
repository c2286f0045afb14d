// What went wrong in an attempt at a job: in whose words, whether trying again can help, and whose fault it was.
import { jobLimits } from "@repo/validators/platform/jobs";
import { ConvexError } from "convex/values";
import { z } from "zod";

/** The message for users about a failure that they may not read: the reason may name machines and accounts. */
export const NOT_TOLD =
  "A required service failed. Try again later. Admins find the reason in the list of jobs.";

/** The same of an attempt that was interrupted. */
export const INTERRUPTED = "It was interrupted and is retried automatically.";

export const INTERRUPTED_OFTEN = "It was interrupted several times. Try again later.";

/**
 * What went wrong, for admins; the message for the waiting user; whether trying again cannot help; and whether
 * the work was only interrupted, which is not counted as an attempt.
 */
export const failureReport = z.object({
  error: z.string(),
  told: z.string().optional(),
  isFinal: z.boolean(),
  isInterruption: z.boolean().optional(),
});
export type FailureReport = z.infer<typeof failureReport>;

/** Thrown when what does the work was ended from outside, such as by what somebody else has it do. */
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
 * Turns what an action caught into a report of failure.
 * @param error what was thrown
 * @returns its text; final when it is a refusal, ours or a service's, because the next attempt would meet it again
 */
export function failureOf(error: unknown): { error: string; isFinal: boolean } {
  const refusal = refusalIn(error);
  if (refusal !== undefined) return { error: shorten(refusal), isFinal: true };
  const text = error instanceof Error ? error.message : String(error);
  return { error: shorten(text), isFinal: isRefusedByService(error) };
}

/**
 * Finds what the waiting user may read of an error: what we refuse, and a setting that is wrong. What a
 * service says is for admins: its address, an account, a line of its log may be in it.
 * @param error what was thrown
 * @returns the text; undefined when there is nothing for them in it
 */
export function toldOf(error: unknown): string | undefined {
  const text = error instanceof SettingError ? error.message : refusalIn(error);
  return text && shorten(text);
}

/**
 * Makes the report of an attempt that failed, as the mutation takes it that stores how it went.
 * @param error what was thrown
 */
export function reportOf(error: unknown): FailureReport {
  const isInterruption = error instanceof Interruption;
  return {
    ...failureOf(error),
    told: isInterruption ? INTERRUPTED : toldOf(error),
    isInterruption,
  };
}

function refusalIn(error: unknown): string | undefined {
  if (!(error instanceof ConvexError)) return undefined;
  const data: { message?: unknown } | string = error.data ?? {};
  const text = typeof data === "string" ? data : data.message;
  return String(text ?? "It was refused.");
}

/** How an error of an HTTP client says that a service refused the request: the AI SDK's errors do, for example. */
const refusedByService = z.object({
  statusCode: z.number().min(400).lt(500),
  isRetryable: z.literal(false),
});

/** A wrong key, an unknown address, a request that the service does not take: the same the next time. */
function isRefusedByService(error: unknown): boolean {
  return error instanceof Error && refusedByService.safeParse(error).success;
}

/** Makes a text fit the field that keeps it. */
export function shorten(text: string): string {
  return text.slice(0, jobLimits.error.max);
}
