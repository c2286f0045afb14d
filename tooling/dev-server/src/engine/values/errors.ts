// Failures of the engine. All are BackendErrors; the functions layer shows them to user code.

import type { JsonValue } from "../../kernel/database-types.ts";
import { BackendError } from "../../kernel/errors.ts";

/** A failure that user code (and clients) must see as a ConvexError with this `data`. */
export class DataError extends BackendError {
  readonly data: JsonValue;
  constructor(code: string, message: string, data: JsonValue) {
    super(code, message, 400);
    this.name = "DataError";
    this.data = data;
  }
}

/** The cursor given is not one of this query: React hooks start over when they see it. */
export function invalidCursor(reason: string): DataError {
  return new DataError("InvalidCursor", `InvalidCursor: ${reason}`, {
    isConvexSystemError: true,
    paginationError: "InvalidCursor",
  });
}

/** An argument of a database call is not what the call takes. */
export function invalidArgument(argument: string, call: string, reason: string): BackendError {
  return new BackendError(
    "InvalidArgument",
    `Invalid argument \`${argument}\` for \`db.${call}\`: ${reason}`,
  );
}
