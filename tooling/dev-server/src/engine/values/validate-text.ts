// Values and validators as messages show them: `{a: 1.0, b: "x"}`, `v.object({a: v.float64()})`.

import type { JsonValue, ValidatorJson } from "../../kernel/database-types.ts";
import { bytesOf, float64Of, int64Of, kindOf, type JsonObject } from "./value.ts";

/** A value as text; floats always show a point or an exponent, ints never. */
export function describeValue(value: JsonValue): string {
  const kind = kindOf(value);
  switch (kind) {
    case "undefined":
      return "undefined";
    case "null":
    case "boolean":
      return String(value);
    case "int64":
      return String(int64Of(value));
    case "commitTs":
      return "commitTs";
    case "float64":
      return describeFloat(float64Of(value));
    case "string":
      return JSON.stringify(value);
    case "bytes":
      return `b"${bytesOf(value).toString("hex")}"`;
    case "array":
      return `[${(value as JsonValue[]).map(describeValue).join(", ")}]`;
    case "object": {
      const object = value as JsonObject;
      const fields = Object.keys(object)
        .sort()
        .map((name) => `${fieldName(name)}: ${describeValue(object[name]!)}`);
      return `{${fields.join(", ")}}`;
    }
    default:
      return kind satisfies never;
  }
}

/** A validator as the call that makes it. */
export function describeValidator(validator: ValidatorJson): string {
  switch (validator.type) {
    case "number":
      return "v.float64()";
    case "bigint":
      return "v.int64()";
    case "null":
    case "boolean":
    case "string":
    case "bytes":
    case "any":
    case "commitTs":
      return `v.${validator.type}()`;
    case "function":
      return describeSignature(validator);
    case "literal":
      return `v.literal(${describeLiteral(validator.value)})`;
    case "id":
      return `v.id("${validator.tableName}")`;
    case "array":
      return `v.array(${describeValidator(validator.value)})`;
    case "record":
      return `v.record(${describeValidator(validator.keys)}, ${describeValidator(validator.values.fieldType)})`;
    case "union":
      return `v.union(${validator.value.map(describeValidator).join(", ")})`;
    case "object": {
      const fields = Object.entries(validator.value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, { fieldType, optional }]) => {
          const text = describeValidator(fieldType);
          return `${fieldName(name)}: ${optional ? `v.optional(${text})` : text}`;
        });
      return `v.object({${fields.join(", ")}})`;
    }
    default:
      return validator satisfies never;
  }
}

function describeSignature(validator: Extract<ValidatorJson, { type: "function" }>): string {
  const { fnType, args, returns } = validator;
  const parts = [
    ...(fnType === undefined ? [] : [`fnType: "${fnType}"`]),
    ...(args === undefined ? [] : [`args: ${describeValidator(args)}`]),
    ...(returns === undefined ? [] : [`returns: ${describeValidator(returns)}`]),
  ];
  return parts.length === 0 ? "v.function()" : `v.function({${parts.join(", ")}})`;
}

function describeLiteral(value: JsonValue): string {
  return kindOf(value) === "int64" ? "<bigint>" : describeValue(value);
}

function describeFloat(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Object.is(value, -0)) return "-0.0";
  const text = String(value).replace("e+", "e");
  return /[.e]/.test(text) ? text : `${text}.0`;
}

function fieldName(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : JSON.stringify(name);
}
