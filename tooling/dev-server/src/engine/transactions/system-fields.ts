// `_id` and `_creationTime` in what user code writes.

import type { JsonValue } from "../../kernel/database-types.ts";
import { invalidArgument } from "../values/errors.ts";
import { compareValues } from "../values/value-order.ts";
import { kindOf, type JsonObject } from "../values/value.ts";

/**
 * A patch or replacement may repeat the document's system fields, not change them. Throws
 * BackendError InvalidArgument; `call` is the name of the database call.
 */
export function checkSystemFields(current: JsonObject, value: JsonValue, call: string): void {
  if (kindOf(value) !== "object") throw invalidArgument("value", call, "it must be an object.");
  for (const field of ["_id", "_creationTime"]) {
    const given = (value as JsonObject)[field];
    if (given === undefined || compareValues(given, current[field]) === 0) continue;
    throw invalidArgument(
      "value",
      call,
      `Provided \`${field}\` field value ${JSON.stringify(given)} does not match the document's ${JSON.stringify(current[field])}.`,
    );
  }
}
