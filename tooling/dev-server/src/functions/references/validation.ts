// Arguments and return values against what analysis says a function takes and gives.

import type { TableResolver } from "../../engine/storage/catalog.ts";
import { validateValue } from "../../engine/values/validate.ts";
import type { JsonText, JsonValue, ValidatorJson } from "../../kernel/database-types.ts";
import type { AnalyzedFunction, FunctionError } from "../../kernel/function-types.ts";
import { LIMITS } from "../../kernel/limits.ts";

const MAX_RETURN_BYTES = LIMITS.returnBytes.value;
const MAX_ARRAY_LENGTH = LIMITS.arrayLength.value;

/**
 * Checks the arguments of a call.
 * @returns null, or the error to answer with (`ArgumentValidationError: …`)
 */
export function checkArgs(
  fn: AnalyzedFunction,
  path: string,
  args: JsonText,
  options: { tables: TableResolver; isNode?: boolean },
): FunctionError | null {
  const limit = LIMITS[options.isNode === true ? "nodeArgsBytes" : "argsBytes"].value;
  const size = Buffer.byteLength(args);
  if (size > limit) {
    return {
      message: `Arguments for ${path} are too large (actual: ${mebibytes(size)}, limit: ${mebibytes(limit)})`,
    };
  }
  const value = JSON.parse(args) as JsonValue;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { message: `ArgumentValidationError: The arguments of ${path} must be an object.` };
  }
  const validator = parseValidator(fn.args);
  const problem = validator === null ? null : validateValue(validator, value, options.tables);
  return problem === null ? null : { message: `ArgumentValidationError: ${problem}` };
}

/**
 * Checks what a function returned.
 * @returns null, or the error to answer with (`ReturnsValidationError: …`)
 */
export function checkReturns(
  fn: AnalyzedFunction,
  path: string,
  value: JsonText,
  tables: TableResolver,
): FunctionError | null {
  // The size in bytes is at most three times the number of UTF-16 units: most values need no count.
  const size = value.length * 3 > MAX_RETURN_BYTES ? Buffer.byteLength(value) : 0;
  if (size > MAX_RETURN_BYTES) {
    return {
      message: `Function ${path} return value is too large (actual: ${mebibytes(size)}, limit: ${mebibytes(MAX_RETURN_BYTES)})`,
    };
  }
  const validator = parseValidator(fn.returns);
  // Shorter texts cannot hold an array that is too long, and are most of what is returned.
  const mayHoldLongArray = value.length > 2 * MAX_ARRAY_LENGTH;
  if (validator === null && !mayHoldLongArray) return null;
  const parsed = JSON.parse(value) as JsonValue;
  const longest = mayHoldLongArray ? longestArray(parsed) : 0;
  if (longest > MAX_ARRAY_LENGTH) {
    return {
      message: `Array length is too long (${longest} > maximum length ${MAX_ARRAY_LENGTH})`,
    };
  }
  const problem = validator === null ? null : validateValue(validator, parsed, tables);
  return problem === null ? null : { message: `ReturnsValidationError: ${problem}` };
}

/** Items of the longest array anywhere in a value. */
function longestArray(value: JsonValue): number {
  if (typeof value !== "object" || value === null) return 0;
  let longest = Array.isArray(value) ? value.length : 0;
  for (const item of Object.values(value)) longest = Math.max(longest, longestArray(item));
  return longest;
}

function parseValidator(text: string | null): ValidatorJson | null {
  const validator = text === null ? null : (JSON.parse(text) as ValidatorJson | null);
  return validator?.type === "any" ? null : validator;
}

function mebibytes(bytes: number): string {
  return `${Number((bytes / 1024 / 1024).toFixed(2))} MiB`;
}

/** A function that cannot be called as what it is called as, or null. */
export function typeMismatch(
  fn: AnalyzedFunction,
  path: string,
  as: AnalyzedFunction["udfType"],
): FunctionError | null {
  if (fn.udfType === as) return null;
  const name = path.replace(/:/, ".js:");
  return { message: `Trying to execute ${name} as ${as}, but it is defined as ${fn.udfType}.` };
}

/** No such function, or not for this caller. */
export function notFound(path: string, kind: "public" | "any"): FunctionError {
  const what = kind === "public" ? "public function" : "function";
  return {
    message:
      `Could not find ${what} for '${path.replace(/:default$/, "")}'. ` +
      "Did you forget to run `npx convex dev` or `npx convex deploy`?",
  };
}
