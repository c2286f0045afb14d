// The wire form of a failure that the caller is meant to understand: a stable code and a sentence.
// Everything else that goes wrong in a function reaches a client as "Server Error".
// The first page of the web app loads this file, so its only import of zod is a type.
import { ConvexError } from "convex/values";
import type { z } from "zod";

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
export type Issue = { path: string; message: string };

/** Whose quota of which table is used up, how much of it is used, and how much it is. */
type ExceededQuota = {
  table: string;
  of: "person" | "team";
  unit: "rows" | "bytes";
  used: number;
  limit: number;
};

export type AppErrorData = {
  code: ErrorCode;
  message: string;
  /** With `INVALID`: one entry per refused value. */
  issues?: Issue[] | undefined;
  /** With `RATE_LIMITED`, and a `QUOTA_EXCEEDED` that passes: milliseconds until it may succeed. */
  retryAfter?: number | undefined;
  /** With a `QUOTA_EXCEEDED` of something stored. */
  quota?: ExceededQuota | undefined;
};

/**
 * Tells a failure with one of our codes from every other error.
 * @param error anything that was thrown, on the server or as a client received it
 * @returns true when `error.data` has a code and a message of ours
 */
export function isAppError(error: unknown): error is ConvexError<AppErrorData> {
  if (!(error instanceof ConvexError) || !isObject(error.data)) return false;
  const { code, message, issues, retryAfter, quota } = error.data;
  return (
    errorCodes.some((known) => known === code) &&
    typeof message === "string" &&
    (issues === undefined || (Array.isArray(issues) && issues.every(isIssue))) &&
    (retryAfter === undefined || typeof retryAfter === "number") &&
    (quota === undefined || isExceededQuota(quota))
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isIssue(value: unknown): boolean {
  return isObject(value) && typeof value.path === "string" && typeof value.message === "string";
}

function isExceededQuota(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value.table === "string" &&
    (value.of === "person" || value.of === "team") &&
    (value.unit === "rows" || value.unit === "bytes") &&
    typeof value.used === "number" &&
    typeof value.limit === "number"
  );
}

/**
 * Turns what zod found wrong into the issues of an `INVALID` error.
 * @param error the result of a failed parse
 * @returns one issue per finding; a finding about the whole value has the path `""`
 */
export function issuesOf(error: z.ZodError): Issue[] {
  return error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
}
