// The wire form of a failure that the caller is meant to understand: a stable code and a sentence.
// Everything else that goes wrong in a function reaches a client as "Server Error".
import { ConvexError } from "convex/values";
import { z } from "zod";

export const errorCodes = [
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "NOT_FOUND",
  "INVALID",
  "CONFLICT",
  "QUOTA_EXCEEDED",
  "RATE_LIMITED",
  "NOT_IMPLEMENTED",
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** What is wrong with one value: where it stands in the arguments (`title`, `tags.0`), and why. */
export const issue = z.object({ path: z.string(), message: z.string() });
export type Issue = z.infer<typeof issue>;

export const appErrorData = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  /** With `INVALID`: one entry per refused value. */
  issues: z.array(issue).optional(),
  /** With `RATE_LIMITED`, and a `QUOTA_EXCEEDED` that passes: milliseconds until it may succeed. */
  retryAfter: z.number().optional(),
  /** With a `QUOTA_EXCEEDED` of something stored: whose quota of which table, how much is used, and of how much. */
  quota: z
    .object({
      table: z.string(),
      of: z.enum(["person", "team"]),
      unit: z.enum(["rows", "bytes"]),
      used: z.number(),
      limit: z.number(),
    })
    .optional(),
});
export type AppErrorData = z.infer<typeof appErrorData>;

/**
 * Tells a failure with one of our codes from every other error.
 * @param error anything that was thrown, on the server or as a client received it
 * @returns true when `error.data` has a code and a message of ours
 */
export function isAppError(error: unknown): error is ConvexError<AppErrorData> {
  return error instanceof ConvexError && appErrorData.safeParse(error.data).success;
}

/**
 * Turns what zod found wrong into the issues of an `INVALID` error.
 * @param error the result of a failed parse
 * @returns one issue per finding; a finding about the whole value has the path `""`
 */
export function issuesOf(error: z.ZodError): Issue[] {
  return error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
}
