// Bodies of the HTTP function API: what a client asks for, checked before anything runs.

import { parseFunctionPath } from "../functions/references/path.ts";
import type { JsonText } from "../kernel/database-types.ts";
import { BackendError } from "../kernel/errors.ts";
import { hasTooManyValues, TOO_MANY_VALUES } from "../wire/json-text.ts";
import { isObject, isTooDeep } from "../wire/message-fields.ts";
import { parseFormat, type ValueFormat } from "./value-formats.ts";

export interface FunctionBody {
  path: string;
  args: JsonText;
  format: ValueFormat;
  componentPath: string | null;
}

/** @throws BackendError 400 `BadJsonBody` */
export function parseJsonObject(text: string): Record<string, unknown> {
  const json = parseJson(text, "the body");
  if (!isObject(json)) throw badBody("it must be a JSON object");
  return json;
}

/**
 * @throws BackendError 400 `BadJsonBody`, saying that `what` is not JSON; 413 `RequestTooLarge` when it
 *   holds more values than may be read
 */
export function parseJson(text: string, what: string): unknown {
  if (hasTooManyValues(text)) {
    throw new BackendError(
      "RequestTooLarge",
      `Of this request ${what} is too large: ${TOO_MANY_VALUES}`,
      413,
    );
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw badBody(`${what} is not JSON (${reason})`);
  }
}

/**
 * A call as the body of a request.
 * @throws BackendError 400 `BadJsonBody`, `BadConvexFunctionIdentifier`, `InvalidArguments`, `BadFormat`
 */
export function parseFunctionBody(body: Record<string, unknown>): FunctionBody {
  const { path } = body;
  if (typeof path !== "string") throw badBody('"path" must be a string such as "messages:list"');
  const componentPath = body.componentPath ?? null;
  if (componentPath !== null && typeof componentPath !== "string") {
    throw badBody('"componentPath" must be a string');
  }
  checkPath(path);
  return { path, args: parseArgs(body.args), format: parseFormat(body.format), componentPath };
}

/** @throws BackendError 400 `BadConvexFunctionIdentifier` */
export function checkPath(path: string): void {
  try {
    parseFunctionPath(path);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new BackendError("BadConvexFunctionIdentifier", message);
  }
}

/**
 * The arguments object as text; it may stand alone or in an array of one.
 * @throws BackendError 400
 */
export function parseArgs(args: unknown): JsonText {
  if (args === undefined) throw badBody('"args" is missing; it must be an object');
  const object: unknown = Array.isArray(args) && args.length === 1 ? args[0] : args;
  if (!isObject(object)) {
    throw new BackendError(
      "InvalidArguments",
      '"args" must be an object, or an array with one object',
    );
  }
  if (isTooDeep(object)) throw new BackendError("InvalidArguments", '"args" is nested too deeply');
  return JSON.stringify(object);
}

export function badBody(problem: string): BackendError {
  return new BackendError("BadJsonBody", `The body of this request cannot be read: ${problem}`);
}
