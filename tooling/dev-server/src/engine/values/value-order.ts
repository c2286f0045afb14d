// The total order of Convex values, which index keys have too.

import type { JsonValue } from "../../kernel/database-types.ts";
import { bytesOf, float64Of, int64Of, kindOf, VALUE_KINDS, type JsonObject } from "./value.ts";

/**
 * Order of two values, undefined being the lowest: negative, zero or positive. Floats follow IEEE
 * total order (-0 below 0, NaN highest), strings their UTF-8 bytes.
 */
export function compareValues(a: JsonValue | undefined, b: JsonValue | undefined): number {
  const kind = kindOf(a);
  const other = kindOf(b);
  if (kind !== other) return VALUE_KINDS.indexOf(kind) - VALUE_KINDS.indexOf(other);
  switch (kind) {
    case "undefined":
    case "null":
    case "commitTs":
      return 0;
    case "int64":
      return compare(int64Of(a!), int64Of(b!));
    case "float64":
      return compare(totalOrder(float64Of(a!)), totalOrder(float64Of(b!)));
    case "boolean":
      return Number(a) - Number(b);
    case "string":
      return a === b ? 0 : Buffer.compare(Buffer.from(a as string), Buffer.from(b as string));
    case "bytes":
      return Buffer.compare(bytesOf(a!), bytesOf(b!));
    case "array":
      return compareArrays(a as JsonValue[], b as JsonValue[]);
    case "object":
      return compareObjects(a as JsonObject, b as JsonObject);
    default:
      return kind satisfies never;
  }
}

function compare<T extends bigint>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareArrays(a: JsonValue[], b: JsonValue[]): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const order = compareValues(a[i], b[i]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareObjects(a: JsonObject, b: JsonObject): number {
  const namesA = Object.keys(a).sort();
  const namesB = Object.keys(b).sort();
  for (let i = 0; i < namesA.length && i < namesB.length; i++) {
    if (namesA[i] !== namesB[i]) return namesA[i]! < namesB[i]! ? -1 : 1;
    const order = compareValues(a[namesA[i]!], b[namesB[i]!]);
    if (order !== 0) return order;
  }
  return namesA.length - namesB.length;
}

/** A float's bits as a number that sorts as the float does; every NaN is the one positive NaN. */
export function totalOrder(value: number): bigint {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(Number.isNaN(value) ? Number.NaN : value);
  const bits = bytes.readBigUInt64BE();
  return bits >> 63n === 1n ? ~bits & 0xffff_ffff_ffff_ffffn : bits | (1n << 63n);
}
