// Vector indexes: unit vectors beside the documents, searched by comparing with every one that a
// filter leaves.
//
//   vector   whole scope · document id        → the vector at length 1, as 32-bit floats
//                                               · 16 bytes of hash per filter field
//   pointer  scope of a value · document id   → nothing
//
// Scopes: filter-scope.ts.

import type { JsonValue, VectorQuery } from "../../kernel/database-types.ts";
import { BackendError } from "../../kernel/errors.ts";
import { LIMITS, overLimit } from "../../kernel/limits.ts";
import type { TableInfo, VectorIndex } from "../storage/catalog.ts";
import { indexUnavailable, splitIndexName } from "../storage/index-name.ts";
import type { StoreView } from "../storage/store.ts";
import { prefixEnd } from "../values/bytes.ts";
import { KeyWriter } from "../values/index-key.ts";
import { fieldOf, float64Of, kindOf, type JsonObject } from "../values/value.ts";
import {
  filterHash,
  filterHashes,
  HASH_BYTES,
  scopesOf,
  valueScope,
  wholeScope,
} from "./filter-scope.ts";

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = LIMITS.vectorResults.value;
const MAX_FILTERS = LIMITS.vectorFilters.value;

/** The entries of a document; null when its field is not a vector of the index's length. */
export function vectorEntries(
  index: VectorIndex,
  document: JsonObject,
  id: string,
): { key: Buffer; value: Buffer }[] | null {
  const { vectorField, dimensions } = index.definition;
  const field = fieldOf(document, vectorField);
  if (!Array.isArray(field) || field.length !== dimensions) return null;
  if (!field.every((item) => kindOf(item) === "float64")) return null;
  const unit = unitVector(field.map((item) => float64Of(item)));
  const bytes = Buffer.from(unit.buffer, unit.byteOffset, unit.byteLength);
  const hashes = filterHashes(index, document);
  const [whole, ...pointers] = scopesOf(index, hashes).map((scope) => entryKey(scope, id));
  return [
    { key: whole!, value: Buffer.concat([bytes, ...hashes]) },
    ...pointers.map((key) => ({ key, value: Buffer.alloc(0) })),
  ];
}

function entryKey(scope: Buffer, id: string): Buffer {
  return new KeyWriter().raw(scope).ascii(id).finish();
}

/** A vector of all zeros stays one: it is equally far from everything. */
function unitVector(vector: readonly number[]): Float32Array {
  const length = Math.hypot(...vector);
  return Float32Array.from(vector, (value) => (length === 0 ? 0 : value / length));
}

/**
 * The documents nearest to a vector by cosine, best first. `table` null: the table does not exist.
 * Throws BackendError: unknown index, a vector of another length, a limit or filter out of bounds.
 */
export function searchVectors(
  view: StoreView,
  table: TableInfo | null,
  query: VectorQuery,
): { _id: string; _score: number }[] {
  const { index: name } = splitIndexName(query.indexName);
  const index = table?.vectorIndexes.find(({ definition }) => definition.name === name);
  if (!index || index.definition.staged) throw indexUnavailable(table, query.indexName);
  const { dimensions } = index.definition;
  if (!Array.isArray(query.vector) || query.vector.length !== dimensions) {
    throw new BackendError(
      "VectorDimensionMismatch",
      `The vector of a search on ${query.indexName} has ${query.vector.length} dimensions; the index has ${dimensions}.`,
    );
  }
  const limit = query.limit ?? DEFAULT_LIMIT;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw overLimit(
      "vectorResults",
      `A vector search returns 1 to ${MAX_LIMIT} documents, not ${limit}.`,
    );
  }
  const conditions = parseConditions(index, query.expressions ?? null);
  const target = unitVector(query.vector);
  const results: { _id: string; _score: number }[] = [];
  for (const { id, value } of candidates(view, index, conditions)) {
    if (!passes(value, dimensions, conditions)) continue;
    results.push({ _id: id, _score: dot(value, target) });
  }
  results.sort((a, b) => b._score - a._score || (a._id < b._id ? -1 : 1));
  return results.slice(0, limit);
}

/** Every vector that may pass, once: those of the values asked for, where each has a scope. */
function* candidates(
  view: StoreView,
  index: VectorIndex,
  conditions: Condition[] | null,
): Generator<{ id: string; value: Buffer }> {
  const whole = wholeScope(index);
  const scopes = conditions?.map(({ field, hash }) => valueScope(index, field, hash)) ?? [null];
  if (scopes.includes(null)) {
    for (const { key, value } of view.binaryRange("vectors", whole, prefixEnd(whole))) {
      yield { id: key.toString("latin1", whole.length), value };
    }
    return;
  }
  const seen = new Set<string>();
  for (const scope of scopes.filter((each) => each !== null)) {
    for (const { key } of view.binaryRange("vectors", scope, prefixEnd(scope))) {
      const id = key.toString("latin1", scope.length);
      if (seen.has(id)) continue;
      seen.add(id);
      yield { id, value: view.vector(entryKey(whole, id))! };
    }
  }
}

function dot(value: Buffer, target: Float32Array): number {
  // LMDB gives no alignment, so the floats are copied before they are viewed as such.
  const bytes = Uint8Array.from(value.subarray(0, target.byteLength));
  const vector = new Float32Array(bytes.buffer);
  let sum = 0;
  for (let i = 0; i < target.length; i++) sum += vector[i]! * target[i]!;
  return sum;
}

/** A value one filter field may have. */
interface Condition {
  /** Position among the index's filter fields. */
  field: number;
  hash: Buffer;
}

/** Null: no filter. Otherwise one condition, or several of which one must hold. */
function parseConditions(index: VectorIndex, expressions: JsonValue): Condition[] | null {
  const list = Array.isArray(expressions) ? expressions : expressions === null ? [] : [expressions];
  if (list.length === 0) return null;
  const terms = list.flatMap(alternatives);
  if (terms.length > MAX_FILTERS) {
    throw overLimit(
      "vectorFilters",
      `A vector search has at most ${MAX_FILTERS} filter conditions, not ${terms.length}.`,
    );
  }
  return terms.map((term) => parseCondition(index, term));
}

/** What is joined by `$or`, however deep. */
function alternatives(expression: JsonValue): JsonValue[] {
  const or = (expression as JsonObject | null)?.["$or"];
  return Array.isArray(or) ? or.flatMap(alternatives) : [expression];
}

function parseCondition(index: VectorIndex, term: JsonValue): Condition {
  const operands = (term as JsonObject | null)?.["$eq"];
  const [left, right] = Array.isArray(operands) ? (operands as JsonObject[]) : [];
  const name = left?.["$field"];
  if (typeof name !== "string" || !right || !("$literal" in right)) {
    throw new BackendError(
      "InvalidVectorFilter",
      "A vector filter compares fields with values by eq, joined by or.",
    );
  }
  const field = index.definition.filterFields.indexOf(name);
  if (field === -1) {
    throw new BackendError(
      "IncorrectFilterField",
      `Vector query against ${index.definition.name} filters by ${name}, which is not one of its filter fields.`,
    );
  }
  return { field, hash: filterHash(right["$literal"]) };
}

function passes(value: Buffer, dimensions: number, conditions: Condition[] | null): boolean {
  if (conditions === null) return true;
  return conditions.some(({ field, hash }) => {
    const at = dimensions * 4 + field * HASH_BYTES;
    return value.subarray(at, at + HASH_BYTES).equals(hash);
  });
}
