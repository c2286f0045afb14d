// The grammar of validator JSON, and which fields a validator has room for.

import type { ValidatorJson } from "../../kernel/database-types.ts";

const PLAIN = new Set([
  "null",
  "number",
  "bigint",
  "boolean",
  "string",
  "bytes",
  "any",
  "commitTs",
]);

/** Whether a value is validator JSON as convex/values writes it. */
export function isValidatorJson(value: unknown): value is ValidatorJson {
  const validator = record(value);
  if (validator === null || typeof validator.type !== "string") return false;
  switch (validator.type) {
    case "literal":
      return "value" in validator;
    case "id":
      return typeof validator.tableName === "string";
    case "function":
      return isSignature(validator);
    case "array":
      return isValidatorJson(validator.value);
    case "record":
      return (
        isValidatorJson(validator.keys) && isValidatorJson(record(validator.values)?.fieldType)
      );
    case "union":
      return Array.isArray(validator.value) && validator.value.every(isValidatorJson);
    case "object": {
      const fields = record(validator.value);
      return (
        fields !== null &&
        Object.values(fields).every((field) => isValidatorJson(record(field)?.fieldType))
      );
    }
    default:
      return PLAIN.has(validator.type);
  }
}

const FUNCTION_TYPES = new Set<unknown>([undefined, "query", "mutation", "action"]);

function isSignature({ fnType, args, returns }: Record<string, unknown>): boolean {
  return (
    FUNCTION_TYPES.has(fnType) &&
    [args, returns].every((part) => part === undefined || isValidatorJson(part))
  );
}

/** Whether some value the validator lets pass can have a value at `path`. */
export function canHoldField(validator: ValidatorJson, path: string[]): boolean {
  const [first, ...rest] = path;
  if (first === undefined) return true;
  switch (validator.type) {
    case "any":
      return true;
    case "record":
      return canHoldField(validator.values.fieldType, rest);
    case "union":
      return validator.value.some((member) => canHoldField(member, path));
    case "object": {
      const field = Object.hasOwn(validator.value, first) ? validator.value[first] : undefined;
      return field !== undefined && canHoldField(field.fieldType, rest);
    }
    default:
      return false;
  }
}

function record(value: unknown): Record<string, unknown> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}
