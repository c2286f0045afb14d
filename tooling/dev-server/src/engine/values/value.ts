// Convex values in their JSON form: kinds, order, size, and the canonical form in which they are stored.

import type { CommitTs, JsonText, JsonValue } from "../../kernel/database-types.ts";
import { BackendError } from "../../kernel/errors.ts";
import { LIMITS, overLimit } from "../../kernel/limits.ts";

export type JsonObject = { [key: string]: JsonValue };

/** In the order in which values of different kinds sort. */
export const VALUE_KINDS = [
  "undefined",
  "null",
  "int64",
  "commitTs",
  "float64",
  "boolean",
  "string",
  "bytes",
  "array",
  "object",
] as const;
export type ValueKind = (typeof VALUE_KINDS)[number];

/** How a not yet known commit timestamp stands in a stored document until the commit. */
export const COMMIT_TS_PLACEHOLDER = '{"$commitTs":null}';

const MAX_FIELDS = LIMITS.objectFields.value;
const MAX_ARRAY_LENGTH = LIMITS.arrayLength.value;
const MAX_NESTING = LIMITS.valueNesting.value;
const MAX_FIELD_NAME = LIMITS.fieldNameLength.value;

/** The kind of a JSON value; `undefined` and `{"$undefined":null}` are both "undefined". */
export function kindOf(value: JsonValue | undefined): ValueKind {
  switch (typeof value) {
    case "undefined":
      return "undefined";
    case "boolean":
      return "boolean";
    case "number":
      return "float64";
    case "string":
      return "string";
    default:
  }
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  for (const key in value as JsonObject) {
    if (key.charCodeAt(0) !== 36) return "object";
    if (key === "$integer") return "int64";
    if (key === "$float") return "float64";
    if (key === "$bytes") return "bytes";
    if (key === "$commitTs") return "commitTs";
    if (key === "$undefined") return "undefined";
    return "object";
  }
  return "object";
}

/** The number of an int64 in JSON form: 8 bytes, little endian, two's complement, base64. */
export function int64Of(value: JsonValue): bigint {
  return specialBytes(value, "$integer", 8).readBigInt64LE(0);
}

/** The JSON form of an int64. Throws RangeError when it does not fit. */
export function int64Json(value: bigint): { $integer: string } {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(value);
  return { $integer: bytes.toString("base64") };
}

/** The number of a float64 in JSON form: plain, or `$float` for what JSON cannot write. */
export function float64Of(value: JsonValue): number {
  return typeof value === "number" ? value : specialBytes(value, "$float", 8).readDoubleLE(0);
}

/** The JSON form of a float64. */
export function float64Json(value: number): JsonValue {
  if (Number.isFinite(value) && !Object.is(value, -0)) return value;
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return { $float: bytes.toString("base64") };
}

/** The JSON form of bytes. */
export function bytesJson(bytes: Uint8Array): { $bytes: string } {
  return { $bytes: Buffer.from(bytes).toString("base64") };
}

/** The bytes of a `$bytes` value. */
export function bytesOf(value: JsonValue): Buffer {
  return specialBytes(value, "$bytes", null);
}

function specialBytes(value: JsonValue, tag: string, length: number | null): Buffer {
  const text = (value as JsonObject)[tag];
  if (typeof text !== "string" || Object.keys(value as JsonObject).length !== 1) {
    throw new BackendError(
      "InvalidValue",
      `A ${tag} value is {"${tag}": <base64>} and nothing else.`,
    );
  }
  const bytes = Buffer.from(text, "base64");
  if (length !== null && bytes.length !== length) {
    throw new BackendError(
      "InvalidValue",
      `A ${tag} value has ${length} bytes; this one has ${bytes.length}.`,
    );
  }
  return bytes;
}

/** Follows a dotted path through objects; undefined when a step is missing. */
export function fieldOf(document: JsonValue, path: string): JsonValue | undefined {
  if (!path.includes(".")) return ownField(document, path);
  let current: JsonValue | undefined = document;
  for (const name of path.split(".")) {
    if (current === undefined) return undefined;
    current = ownField(current, name);
  }
  return current;
}

function ownField(value: JsonValue, name: string): JsonValue | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

/** A value in its one stored form, with its size in bytes and its nesting as the limits count them. */
export interface CanonicalValue<T extends JsonValue = JsonValue> {
  value: T;
  size: number;
  /** Of `{a: [1]}`: 2. */
  nesting: number;
}

/**
 * Checks a value and brings it into stored form: sorted keys, `$float` only where needed.
 * Throws BackendError for what is not a Convex value or goes over a limit. Undefined fields of
 * objects are dropped.
 */
export function canonicalValue(value: JsonValue, depth = 0): CanonicalValue {
  const kind = kindOf(value);
  switch (kind) {
    case "null":
    case "boolean":
      return { value, size: 1, nesting: 0 };
    case "int64":
      return { value: int64Json(int64Of(value)), size: 9, nesting: 0 };
    case "commitTs":
      return { value: { $commitTs: null }, size: 9, nesting: 0 };
    case "float64":
      return { value: float64Json(float64Of(value)), size: 9, nesting: 0 };
    case "string":
      return { value, size: Buffer.byteLength(value as string) + 2, nesting: 0 };
    case "bytes": {
      const bytes = bytesOf(value);
      return { value: bytesJson(bytes), size: bytes.length + 2, nesting: 0 };
    }
    case "array":
      return canonicalArray(value as JsonValue[], depth);
    case "object":
      return canonicalObject(value as JsonObject, depth);
    case "undefined":
      throw new BackendError("InvalidValue", "undefined is not a Convex value here.");
    default:
      return kind satisfies never;
  }
}

function checkNesting(depth: number): void {
  if (depth < MAX_NESTING) return;
  throw overLimit("valueNesting", `Value is too nested (maximum nesting is ${MAX_NESTING})`);
}

function canonicalArray(items: JsonValue[], depth: number): CanonicalValue {
  checkNesting(depth);
  if (items.length > MAX_ARRAY_LENGTH) {
    throw overLimit(
      "arrayLength",
      `Array length is too long (${items.length} > maximum length ${MAX_ARRAY_LENGTH})`,
    );
  }
  let size = 2;
  let nesting = 0;
  const value = items.map((item) => {
    const inner = canonicalValue(item, depth + 1);
    size += inner.size;
    if (inner.nesting > nesting) nesting = inner.nesting;
    return inner.value;
  });
  return { value, size, nesting: nesting + 1 };
}

function canonicalObject(object: JsonObject, depth: number): CanonicalValue<JsonObject> {
  checkNesting(depth);
  const names = Object.keys(object).sort();
  if (names.length > MAX_FIELDS) {
    throw overLimit(
      "objectFields",
      `Object has too many fields (${names.length} > maximum number ${MAX_FIELDS})`,
    );
  }
  let size = 2;
  let nesting = 0;
  const value: JsonObject = {};
  for (const name of names) {
    const item = object[name];
    if (kindOf(item) === "undefined") continue;
    checkFieldName(name);
    const inner = canonicalValue(item!, depth + 1);
    size += Buffer.byteLength(name) + 1 + inner.size;
    if (inner.nesting > nesting) nesting = inner.nesting;
    // Not an assignment: a field may be called "__proto__".
    if (name === "__proto__") defineField(value, name, inner.value);
    else value[name] = inner.value;
  }
  return { value, size, nesting: nesting + 1 };
}

function defineField(object: JsonObject, name: string, value: JsonValue): void {
  Object.defineProperty(object, name, {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  });
}

function checkFieldName(name: string): void {
  const reason =
    name === ""
      ? "it is empty"
      : name.startsWith("$")
        ? "it starts with '$', which is reserved"
        : name.length > MAX_FIELD_NAME
          ? `it is longer than ${MAX_FIELD_NAME} characters`
          : !/^[\x20-\x7e]*$/.test(name)
            ? "it has characters that are not printable ASCII"
            : null;
  if (reason !== null) {
    throw new BackendError(
      "InvalidFieldName",
      `Field name ${JSON.stringify(name)} is invalid: ${reason}.`,
    );
  }
}

export interface DocumentLimits {
  bytes: number;
  nesting: number;
}
/** Of the documents of user tables. */
export const USER_DOCUMENT_LIMITS: DocumentLimits = {
  bytes: LIMITS.documentBytes.value,
  nesting: LIMITS.documentNesting.value,
};

/**
 * Like canonicalValue for a document with its system fields, plus the rules for whole documents.
 * Throws BackendError: not an object, a field starting with `_`, larger or more nested than `limits`.
 */
export function canonicalDocument(
  document: JsonValue,
  limits: DocumentLimits = USER_DOCUMENT_LIMITS,
): CanonicalValue<JsonObject> {
  if (kindOf(document) !== "object") {
    throw new BackendError("InvalidDocumentError", "A document must be an object.");
  }
  for (const name of Object.keys(document as JsonObject)) {
    if (name.startsWith("_") && name !== "_id" && name !== "_creationTime") {
      throw new BackendError(
        "InvalidDocumentError",
        `Field name ${JSON.stringify(name)} starts with '_', which is reserved for system fields like '_id'.`,
      );
    }
  }
  const result = canonicalObject(document as JsonObject, 0);
  if (result.nesting > limits.nesting) {
    throw overLimit(
      "documentNesting",
      `Document is too nested (nested ${result.nesting} levels deep > maximum nesting ${limits.nesting})`,
    );
  }
  if (result.size > limits.bytes) {
    const actual = (result.size / LIMITS.documentBytes.value).toFixed(2);
    throw overLimit("documentBytes", `Value is too large (${actual} MiB > maximum size 1 MiB)`);
  }
  return result;
}

/** Puts the real timestamp in place of every placeholder in a JSON text. */
export function resolveCommitTs(text: JsonText, ts: CommitTs): JsonText {
  // Inside a JSON string the quotes would be escaped, so the text cannot stand for anything else.
  if (!text.includes(COMMIT_TS_PLACEHOLDER)) return text;
  return text.replaceAll(COMMIT_TS_PLACEHOLDER, JSON.stringify(int64Json(ts)));
}
