// The JSON of Convex exports: an int64 is a bare integer, a float64 always has a point or an exponent,
// and only bytes and non-finite floats are `{"$bytes"}` and `{"$float"}` objects. `JSON.parse` alone
// cannot distinguish 1 from 1.0, so number literals are rewritten in the text before it and after it.

import { float64Of, int64Json, int64Of } from "../engine/values/value.ts";
import type { JsonValue } from "../kernel/database-types.ts";

/** A string, which is skipped whole, or a number. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;
const INTEGER = /^-?(?:0|[1-9]\d*)$/;
const NEGATIVE_ZERO = /^-0(?:\.0*)?(?:[eE][+-]?\d+)?$/;

/**
 * Reads lossless JSON into Convex's JSON encoding (`$integer`, `$float`, `$bytes`).
 * @throws SyntaxError for what is not JSON, RangeError for an integer beyond 64 bits
 */
export function parseLosslessJson(text: string): JsonValue {
  const encoded = text.replace(TOKEN, (token) => {
    if (token.startsWith('"')) return token;
    if (INTEGER.test(token)) return JSON.stringify(int64Json(BigInt(token)));
    return NEGATIVE_ZERO.test(token) ? '{"$float":"AAAAAAAAAIA="}' : token;
  });
  return JSON.parse(encoded) as JsonValue;
}

/** Writes a value in Convex's JSON encoding as lossless JSON. */
export function printLosslessJson(value: JsonValue): string {
  if (typeof value === "number") return printFloat(value);
  if (Array.isArray(value)) return `[${value.map(printLosslessJson).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (typeof value.$integer === "string") return int64Of(value).toString();
  if (typeof value.$float === "string") {
    const float = float64Of(value);
    if (Number.isFinite(float)) return printFloat(float);
  }
  const fields = Object.entries(value).map(
    ([name, field]) => `${JSON.stringify(name)}:${printLosslessJson(field)}`,
  );
  return `{${fields.join(",")}}`;
}

function printFloat(value: number): string {
  if (Object.is(value, -0)) return "-0.0";
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
