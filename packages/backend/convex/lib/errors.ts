// How a function fails on purpose: with one of the codes of @repo/validators/errors.
import { type AppErrorData, type ErrorCode, issuesOf } from "@repo/validators/errors";
import { ConvexError } from "convex/values";
import type { z } from "zod";

/**
 * Makes a failure that reaches the client as it is. Throw it where the most is known.
 * @param code the stable code that clients and tests go by
 * @param message what happened and what to do, for the person who reads it
 * @param details what belongs to the code: `issues` to INVALID, `retryAfter` to RATE_LIMITED, `quota` to
 *   QUOTA_EXCEEDED
 * @returns the error, to be thrown
 */
export function appError(
  code: ErrorCode,
  message: string,
  details: Pick<AppErrorData, "issues" | "quota" | "retryAfter"> = {},
): ConvexError<AppErrorData> {
  return new ConvexError({ code, message, ...details });
}

/**
 * Makes the failure of a function whose body is not written yet: generated functions throw it, and
 * `pnpm plop doctor` lists those that still do.
 * @param name the module and the function: `orders.place`
 * @returns the error, to be thrown once access, arguments and ids are checked
 */
export function notImplemented(name: string): ConvexError<AppErrorData> {
  return appError("NOT_IMPLEMENTED", `"${name}" is not written yet. Write its handler in convex/.`);
}

/**
 * Reads a value by a zod shape.
 * @param shape what the value must be
 * @param value as the client sent it
 * @returns the value as the shape makes it: trimmed, without fields it does not name
 * @throws INVALID with one issue per refused field
 */
export function parseOrThrow<Shape extends z.ZodType>(
  shape: Shape,
  value: unknown,
): z.output<Shape> {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = issuesOf(parsed.error);
  const named = issues.map(({ path, message }) => (path ? `${path}: ${message}` : message));
  throw appError("INVALID", named.join("; "), { issues });
}
