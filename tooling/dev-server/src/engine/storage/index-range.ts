// Turns the range of a query into key bounds, and refuses ranges that do not follow the index.

import type { JsonValue, QueryJson } from "../../kernel/database-types.ts";
import { BackendError } from "../../kernel/errors.ts";
import { keyAfter, prefixEnd } from "../values/bytes.ts";
import { encodePrefix } from "../values/index-key.ts";
import type { DatabaseIndex } from "./catalog.ts";

type Source = Extract<QueryJson["source"], { type: "IndexRange" }>;
type Bound = Source["range"][number];

/**
 * Bounds of the keys a range names: equalities on the first fields of the index in order, then at
 * most one lower and one upper bound on the next field. Every index ends with `_id`, which a range may
 * name too: pages that are continued by key rather than by cursor do. Throws BackendError
 * FieldNotInIndex, InvalidIndexRange, AlreadyDefinedBound or BoundsOnMultipleFields.
 */
export function indexBounds(
  index: DatabaseIndex,
  indexName: string,
  range: readonly Bound[],
): { low: Buffer; high: Buffer } {
  const fail = (code: string, reason: string) =>
    new BackendError(
      code,
      `The range of a query on index "${indexName}" ${reason}. Its fields are ${fieldList(index)}.`,
    );
  const fields = index.fields.includes("_id") ? index.fields : [...index.fields, "_id"];
  for (const { fieldPath } of range) {
    if (!fields.includes(fieldPath)) {
      throw fail("FieldNotInIndex", `uses the field "${fieldPath}", which is not in the index`);
    }
  }
  const equal = range.filter(({ type }) => type === "Eq");
  const bounds = range.filter(({ type }) => type !== "Eq");
  equal.forEach(({ fieldPath }, position) => {
    if (equal.findIndex((other) => other.fieldPath === fieldPath) !== position) {
      throw fail("AlreadyDefinedBound", `compares the field "${fieldPath}" twice`);
    }
  });
  const outOfOrder = () => fail("InvalidIndexRange", "didn't use the index fields in order");
  const values = fields.slice(0, equal.length).map((field) => {
    const match = equal.find(({ fieldPath }) => fieldPath === field);
    if (!match) throw outOfOrder();
    return match.value;
  });
  const bounded = bounds[0]?.fieldPath;
  if (bounds.some(({ fieldPath }) => fieldPath !== bounded)) {
    throw fail("BoundsOnMultipleFields", "has inequalities on more than one field");
  }
  if (equal.some(({ fieldPath }) => fieldPath === bounded)) {
    throw fail("AlreadyDefinedBound", `has both an equality and an inequality on "${bounded}"`);
  }
  if (bounded !== undefined && fields[equal.length] !== bounded) throw outOfOrder();
  const lower = single(bounds, ["Gt", "Gte"], () =>
    fail("AlreadyDefinedBound", `has two lower bounds on "${bounded}"`),
  );
  const upper = single(bounds, ["Lt", "Lte"], () =>
    fail("AlreadyDefinedBound", `has two upper bounds on "${bounded}"`),
  );
  const at = keyRange(index, values);
  const keysOf = (value: JsonValue) => keyRange(index, [...values, value]);
  return {
    low: lower
      ? lower.type === "Gt"
        ? keysOf(lower.value).high
        : keysOf(lower.value).low
      : at.low,
    high: upper
      ? upper.type === "Lt"
        ? keysOf(upper.value).low
        : keysOf(upper.value).high
      : at.high,
  };
}

/** The keys whose first fields have these values. The id at the end of a key is text without a tag. */
function keyRange(
  index: DatabaseIndex,
  values: readonly JsonValue[],
): { low: Buffer; high: Buffer } {
  if (values.length <= index.fields.length) {
    const low = encodePrefix(index.id, values);
    return { low, high: prefixEnd(low) };
  }
  const id = values.at(-1)!;
  const prefix = encodePrefix(index.id, values.slice(0, -1));
  // Every id is above what sorts before text; nothing else is compared with ids in practice.
  if (typeof id !== "string") return { low: prefix, high: prefix };
  const low = Buffer.concat([prefix, Buffer.from(id)]);
  return { low, high: keyAfter(low) };
}

function single(
  bounds: Bound[],
  types: Bound["type"][],
  tooMany: () => BackendError,
): Bound | undefined {
  const found = bounds.filter(({ type }) => types.includes(type));
  if (found.length > 1) throw tooMany();
  return found[0];
}

function fieldList(index: DatabaseIndex): string {
  return index.fields.map((field) => `"${field}"`).join(", ");
}
