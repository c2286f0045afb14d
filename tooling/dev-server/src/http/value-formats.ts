// The forms in which the HTTP API writes values.

import type { JsonText, JsonValue } from "../kernel/database-types.ts";
import { BackendError } from "../kernel/errors.ts";
import { printLosslessJson } from "../wire/lossless-json.ts";

export type ValueFormat = "encoded" | "clean" | "export";

const FORMATS: Record<string, ValueFormat> = {
  convex_encoded_json: "encoded",
  convex_json: "encoded",
  json: "clean",
  convex_clean_json: "clean",
  export_json: "export",
};

/**
 * The format a request names; plain JSON when it names none.
 * @throws BackendError 400 `BadFormat`
 */
export function parseFormat(name: unknown): ValueFormat {
  if (name === undefined || name === null) return "clean";
  if (typeof name === "string" && Object.hasOwn(FORMATS, name)) return FORMATS[name]!;
  throw new BackendError(
    "BadFormat",
    `Unknown format ${JSON.stringify(name)}; use one of ${Object.keys(FORMATS).join(", ")}`,
  );
}

/** A value of user code in the given form, as JSON text. */
export function formatValue(value: JsonText, format: ValueFormat): string {
  // Without a `$` there is nothing that the forms write differently, but for whole numbers.
  if (format === "encoded" || (format === "clean" && !value.includes('"$'))) return value;
  const json = JSON.parse(value) as JsonValue;
  return format === "export" ? printLosslessJson(json) : JSON.stringify(cleanJson(json));
}

/** int64 as decimal text, bytes as base64, the numbers JSON lacks as their names. */
function cleanJson(value: JsonValue): JsonValue {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(cleanJson);
  const [entry, another] = Object.entries(value);
  if (entry !== undefined && another === undefined && typeof entry[1] === "string") {
    const bytes = Buffer.from(entry[1], "base64");
    if (entry[0] === "$integer") return bytes.readBigInt64LE().toString();
    if (entry[0] === "$bytes") return entry[1];
    if (entry[0] === "$float") return specialNumber(bytes.readDoubleLE());
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cleanJson(inner)]));
}

function specialNumber(value: number): JsonValue {
  return Number.isFinite(value) ? value : String(value);
}
