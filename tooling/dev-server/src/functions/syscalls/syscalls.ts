// The shape of a system call in queries and mutations.

import type { JsonValue } from "../../kernel/database-types.ts";
import { BackendError } from "../../kernel/errors.ts";
import type { Frame } from "./frame.ts";

/** By name: from decoded arguments to the JSON text of the result. Throws BackendErrors. */
export type Syscalls = Record<string, (frame: Frame, args: Record<string, JsonValue>) => string>;

/** @throws BackendError when the function is a query. */
export function requireMutation(frame: Frame, what: string): void {
  if (frame.udfType === "Mutation") return;
  throw new BackendError("InvalidOperation", `${what} can only be called in a mutation.`);
}
