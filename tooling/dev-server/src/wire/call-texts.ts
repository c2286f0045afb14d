// What a client is sent of a call: its request id, its console lines, its failure.

import type { RandomBytes } from "../kernel/database-types.ts";
import { BackendError } from "../kernel/errors.ts";
import type { FunctionError, LogLine } from "../kernel/function-types.ts";

/** 16 hex digits, shown to the client and in the logs. */
export function newRequestId(random: RandomBytes): string {
  return Buffer.from(random(8)).toString("hex");
}

/** A failure of user code as every client shows it. */
export function failureText(requestId: string, error: FunctionError): string {
  return `[Request ID: ${requestId}] Server Error\n${error.message}`;
}

/** A console line as clients parse it: `[LOG] 'hello' 1`. */
export function logText({ level, messages }: LogLine): string {
  return `[${level}] ${messages.join(" ")}`;
}

/** Anything thrown, as the failure of the one call it came from. */
export function thrownError(error: unknown): FunctionError {
  if (error instanceof BackendError) return { message: `${error.code}: ${error.message}` };
  return { message: error instanceof Error ? error.message : String(error) };
}
