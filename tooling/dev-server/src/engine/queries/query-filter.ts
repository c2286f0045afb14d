// Filter expressions of a query (`q.eq(q.field("a"), 1)` …), evaluated on one document.

import type { JsonValue } from "../../kernel/database-types.ts";
import { BackendError } from "../../kernel/errors.ts";
import { compareValues } from "../values/value-order.ts";
import {
  fieldOf,
  float64Json,
  float64Of,
  int64Json,
  int64Of,
  kindOf,
  type JsonObject,
} from "../values/value.ts";

type Operand = JsonValue | undefined;

const COMPARISONS: Record<string, (order: number) => boolean> = {
  $eq: (order) => order === 0,
  $neq: (order) => order !== 0,
  $lt: (order) => order < 0,
  $lte: (order) => order <= 0,
  $gt: (order) => order > 0,
  $gte: (order) => order >= 0,
};

const ARITHMETIC: Record<
  string,
  { int: (a: bigint, b: bigint) => bigint; float: (a: number, b: number) => number }
> = {
  $add: { int: (a, b) => a + b, float: (a, b) => a + b },
  $sub: { int: (a, b) => a - b, float: (a, b) => a - b },
  $mul: { int: (a, b) => a * b, float: (a, b) => a * b },
  $div: { int: (a, b) => a / b, float: (a, b) => a / b },
  $mod: { int: (a, b) => a % b, float: (a, b) => a % b },
};

/** Whether a document passes a filter: the expression is exactly `true`. Throws BackendError EvalError. */
export function passesFilter(expression: JsonValue, document: JsonObject): boolean {
  return evaluate(expression, document) === true;
}

function evaluate(expression: JsonValue, document: JsonObject): Operand {
  if (kindOf(expression) !== "object" && !isOperator(expression)) {
    return kindOf(expression) === "undefined" ? undefined : expression;
  }
  const entries = Object.entries(expression as JsonObject);
  const [operator, operand] = entries[0] ?? [];
  if (entries.length !== 1 || operator === undefined || operand === undefined) {
    throw evalError("an expression has one operator");
  }
  const comparison = COMPARISONS[operator];
  if (comparison) {
    const [left, right] = pair(operator, operand);
    return comparison(compareValues(evaluate(left, document), evaluate(right, document)));
  }
  const arithmetic = ARITHMETIC[operator];
  if (arithmetic) {
    const [left, right] = pair(operator, operand);
    return calculate(operator, arithmetic, evaluate(left, document), evaluate(right, document));
  }
  switch (operator) {
    case "$field":
      return operandText(operand).length === 0 ? document : fieldOf(document, operandText(operand));
    case "$literal":
      return kindOf(operand) === "undefined" ? undefined : operand;
    case "$neg":
      return negate(evaluate(operand, document));
    case "$not":
      return !boolean(operator, evaluate(operand, document));
    case "$and":
      return list(operator, operand).every((part) => boolean(operator, evaluate(part, document)));
    case "$or":
      return list(operator, operand).some((part) => boolean(operator, evaluate(part, document)));
    default:
      throw evalError(`there is no operator ${operator}`);
  }
}

/** `{$eq: …}` and the like; `{$integer: …}` and the like are values. */
function isOperator(expression: JsonValue): boolean {
  if (typeof expression !== "object" || expression === null || Array.isArray(expression))
    return false;
  return !["$integer", "$float", "$bytes", "$undefined", "$commitTs"].includes(
    Object.keys(expression)[0] ?? "",
  );
}

function calculate(
  operator: string,
  { int, float }: (typeof ARITHMETIC)[string],
  left: Operand,
  right: Operand,
): JsonValue {
  const kinds = [kindOf(left), kindOf(right)];
  if (kinds.every((kind) => kind === "float64")) {
    return float64Json(float(float64Of(left!), float64Of(right!)));
  }
  if (!kinds.every((kind) => kind === "int64")) {
    throw evalError(`${operator} takes two numbers of one type, not ${kinds.join(" and ")}`);
  }
  const divisor = int64Of(right!);
  if (divisor === 0n && (operator === "$div" || operator === "$mod"))
    throw evalError("division by zero");
  return checkedInt64(int(int64Of(left!), divisor));
}

function negate(value: Operand): JsonValue {
  const kind = kindOf(value);
  if (kind === "float64") return float64Json(-float64Of(value!));
  if (kind === "int64") return checkedInt64(-int64Of(value!));
  throw evalError(`$neg takes a number, not ${kind}`);
}

function checkedInt64(value: bigint): JsonValue {
  if (BigInt.asIntN(64, value) !== value) throw evalError("a result does not fit an int64");
  return int64Json(value);
}

function boolean(operator: string, value: Operand): boolean {
  if (typeof value === "boolean") return value;
  throw evalError(`${operator} takes booleans, not ${kindOf(value)}`);
}

function pair(operator: string, operand: JsonValue): [JsonValue, JsonValue] {
  if (!Array.isArray(operand) || operand.length !== 2)
    throw evalError(`${operator} takes two operands`);
  return operand as [JsonValue, JsonValue];
}

function list(operator: string, operand: JsonValue): JsonValue[] {
  if (!Array.isArray(operand)) throw evalError(`${operator} takes a list`);
  return operand;
}

function operandText(operand: JsonValue): string {
  if (typeof operand !== "string") throw evalError("$field takes a field path");
  return operand;
}

function evalError(reason: string): BackendError {
  return new BackendError("EvalError", `Failed to evaluate a filter: ${reason}.`);
}
