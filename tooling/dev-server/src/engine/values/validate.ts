// Checks a value against a validator, with the messages Convex gives.

import type { JsonValue, TableResolver, ValidatorJson } from "../../kernel/database-types.ts";
import { isFunctionHandle } from "./function-handle.ts";
import { decodeId } from "./ids.ts";
import { describeValidator, describeValue } from "./validate-text.ts";
import { compareValues } from "./value-order.ts";
import { kindOf, type JsonObject } from "./value.ts";

type ObjectValidator = Extract<ValidatorJson, { type: "object" }>;
type FieldValidator = ObjectValidator["value"][string];

/**
 * Checks one value (JSON form) and returns null, or the message of the first mismatch. `tables` are
 * the tables of the component in which the value is looked at: ids of other components do not match.
 * Serves arguments, return values and documents (without their system fields).
 */
export function validateValue(
  validator: ValidatorJson,
  value: JsonValue,
  tables: TableResolver,
): string | null {
  return check(validator, value, tables, "");
}

function check(
  validator: ValidatorJson,
  value: JsonValue,
  tables: TableResolver,
  path: string,
): string | null {
  const kind = kindOf(value);
  const is = (matches: boolean) => (matches ? null : mismatch(validator, value, path));
  switch (validator.type) {
    case "any":
      return null;
    case "null":
    case "boolean":
    case "string":
    case "bytes":
      return is(kind === validator.type);
    case "number":
      return is(kind === "float64");
    case "bigint":
    case "commitTs":
      return is(kind === "int64" || kind === "commitTs");
    case "function":
      return is(kind === "string" && isFunctionHandle(value as string));
    case "literal":
      if (kind !== "undefined" && compareValues(validator.value, value) === 0) return null;
      return `\`${describeValue(value)}\` does not match literal validator \`${describeValidator(validator)}\`.${path === "" ? "" : "\n"}${pathLine(path)}`;
    case "id":
      return checkId(validator, value, tables, path);
    case "array":
      if (kind !== "array") return is(false);
      return first(value as JsonValue[], (item, i) =>
        check(validator.value, item, tables, `${path}[${i}]`),
      );
    case "record":
      if (kind !== "object") return is(false);
      return checkRecord(validator, value as JsonObject, tables, path);
    case "union":
      if (validator.value.some((member) => check(member, value, tables, path) === null))
        return null;
      return validator.value.length === 1
        ? check(validator.value[0]!, value, tables, path)
        : is(false);
    case "object":
      if (kind !== "object") return is(false);
      return checkObject(validator, value as JsonObject, tables, path);
    default:
      // A push refuses validators that are not known; what is not understood lets nothing through.
      return `The backend does not know the validator ${JSON.stringify(validator satisfies never)}.`;
  }
}

function checkId(
  validator: Extract<ValidatorJson, { type: "id" }>,
  value: JsonValue,
  tables: TableResolver,
  path: string,
): string | null {
  const decoded = typeof value === "string" ? decodeId(value) : null;
  if (!decoded) return mismatch(validator, value, path);
  if (tables.numberOf(validator.tableName) === decoded.tableNumber) return null;
  const found = tables.nameOf(decoded.tableNumber);
  if (found === null) return mismatch(validator, value, path);
  const source = found.startsWith("_") ? "a system table" : `table \`${found}\``;
  return `Found ID "${value as string}" from ${source}, which does not match the table name in validator \`${describeValidator(validator)}\`.${path === "" ? "" : "\n"}${pathLine(path)}`;
}

function checkRecord(
  validator: Extract<ValidatorJson, { type: "record" }>,
  value: JsonObject,
  tables: TableResolver,
  path: string,
): string | null {
  return first(Object.keys(value).sort(), (key) => {
    const inner = `${path}.${key}`;
    return (
      check(validator.keys, key, tables, inner) ??
      check(validator.values.fieldType, value[key]!, tables, inner)
    );
  });
}

function checkObject(
  validator: ObjectValidator,
  value: JsonObject,
  tables: TableResolver,
  path: string,
): string | null {
  const problem = first(Object.entries(validator.value), ([name, field]) =>
    checkField(validator, name, field, value, tables, path),
  );
  if (problem !== null) return problem;
  const extra = Object.keys(value).find(
    (name) => !Object.hasOwn(validator.value, name) && kindOf(value[name]) !== "undefined",
  );
  if (extra === undefined) return null;
  return `Object contains extra field \`${extra}\` that is not in the validator.\n${pathLine(path)}\nObject: ${describeValue(value)}\nValidator: ${describeValidator(validator)}`;
}

function checkField(
  validator: ObjectValidator,
  name: string,
  field: FieldValidator,
  value: JsonObject,
  tables: TableResolver,
  path: string,
): string | null {
  const item = Object.hasOwn(value, name) ? value[name]! : undefined;
  if (item !== undefined && kindOf(item) !== "undefined") {
    return check(field.fieldType, item, tables, `${path}.${name}`);
  }
  if (field.optional) return null;
  return `Object is missing the required field \`${name}\`. Consider wrapping the field validator in \`v.optional(...)\` if this is expected.\n${pathLine(path)}\nObject: ${describeValue(value)}\nValidator: ${describeValidator(validator)}`;
}

function mismatch(validator: ValidatorJson, value: JsonValue, path: string): string {
  return `Value does not match validator.\n${pathLine(path)}\nValue: ${describeValue(value)}\nValidator: ${describeValidator(validator)}`;
}

/** `Path: .a.b`, or nothing for the value itself. */
function pathLine(path: string): string {
  return path === "" ? "" : `Path: ${path}`;
}

function first<T>(
  items: readonly T[],
  run: (item: T, position: number) => string | null,
): string | null {
  for (const [position, item] of items.entries()) {
    const problem = run(item, position);
    if (problem !== null) return problem;
  }
  return null;
}
