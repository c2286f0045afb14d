// What went wrong in an attempt at a job: in whose words, whether trying again can help, and whose fault it was.
import { APICallError } from "@ai-sdk/provider";
import { jobLimits } from "@repo/validators/jobs";
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
 * Turns what an action caught into a report of failure.
 * @param error what was thrown
 * @returns its text; final when it is a refusal, our own or a model's, as those stay what they are
 */
export function failureOf(error: unknown): { error: string; isFinal: boolean } {
  const refusal = refusalIn(error);
  if (refusal !== undefined) return { error: shorten(refusal), isFinal: true };
  const text = error instanceof Error ? error.message : String(error);
  return { error: shorten(text), isFinal: isRefusedByModel(error) };
}

/**
 * Finds what the waiting user may read of an error: what we refuse, and a setting that is wrong. What a
 * service says is for admins: its address, an account, a line of its log may be in it.
 * @param error what was thrown
 * @returns the text; undefined when there is nothing for them in it
 */
export function toldOf(error: unknown): string | undefined {
  // eslint-disable-next-line no-restricted-syntax -- its code stands in its text, as that goes to a terminal
  const isSetting = error instanceof TypeError && error.message.startsWith("AI_SETTING: ");
  const text = isSetting ? error.message : refusalIn(error);
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

/** A wrong key, an unknown model, a request that it does not take: the same the next time. */
function isRefusedByModel(error: unknown): boolean {
  if (!APICallError.isInstance(error) || error.isRetryable) return false;
  const { statusCode = 0 } = error;
  return statusCode >= 400 && statusCode < 500;
}

/** Makes a text fit the field that keeps it. */
export function shorten(text: string): string {
  return text.slice(0, jobLimits.error.max);
}
