// Environment variables as rows of `_environment_variables`, and the rules their names and values
// follow.

import type { Transaction } from "../kernel/database-types.ts";
import { BackendError } from "../kernel/errors.ts";
import { LIMITS, overLimit } from "../kernel/limits.ts";

const TABLE = "_environment_variables";
const ROOT_SYSTEM = { component: "", system: true } as const;
const MAX_NAME_LENGTH = LIMITS.environmentNameLength.value;
const MAX_VALUE_BYTES = LIMITS.environmentValueBytes.value;
const MAX_VARIABLES = LIMITS.environmentVariables.value;
const MAX_BYTES = LIMITS.environmentBytes.value;
/** Given by the backend itself. */
const BUILT_IN = new Set(["CONVEX_CLOUD_URL", "CONVEX_SITE_URL"]);

export interface EnvironmentRow {
  _id: string;
  _creationTime: number;
  name: string;
  value: string;
}
/** `value: null` removes the variable. */
export interface EnvironmentChange {
  name: string;
  value: string | null;
}

/** All variables, by name. */
export function environmentVariables(tx: Transaction): EnvironmentRow[] {
  const stream = tx.query(ROOT_SYSTEM, {
    source: { type: "IndexRange", indexName: `${TABLE}.by_name`, range: [], order: "asc" },
    operators: [],
  });
  const rows: EnvironmentRow[] = [];
  for (let next = stream.next(); next !== null; next = stream.next()) {
    rows.push(JSON.parse(next) as EnvironmentRow);
  }
  stream.close();
  return rows;
}

/** One variable, or null. */
export function environmentVariable(
  tx: Transaction,
  name: string,
): { name: string; value: string } | null {
  const row = findRow(tx, name);
  return row === null ? null : { name: row.name, value: row.value };
}

/** Name → value of every variable a user has set. */
export function readEnvironment(tx: Transaction): Record<string, string> {
  return Object.fromEntries(environmentVariables(tx).map(({ name, value }) => [name, value]));
}

/**
 * The environment after the changes; nothing is written.
 * @throws BackendError EnvironmentVariableNameInvalid, EnvironmentVariableNameTooLong,
 *   EnvironmentVariableValueTooLarge, EnvVarNameForbidden, EnvVarNameNotUnique, EnvVarLimitMet,
 *   EnvVarTotalSizeLimitMet
 */
export function changedEnvironment(
  environment: Record<string, string>,
  changes: EnvironmentChange[],
): Record<string, string> {
  const next = new Map(Object.entries(environment));
  const seen = new Set<string>();
  for (const { name, value } of changes) {
    checkName(name);
    if (seen.has(name)) {
      throw new BackendError("EnvVarNameNotUnique", `"${name}" is changed twice in one request.`);
    }
    seen.add(name);
    if (value === null) {
      next.delete(name);
      continue;
    }
    checkValue(name, value);
    next.set(name, value);
  }
  if (next.size > MAX_VARIABLES) {
    throw overLimit(
      "environmentVariables",
      `A deployment holds at most ${MAX_VARIABLES} environment variables; remove some first.`,
    );
  }
  const bytes = [...next].reduce((sum, pair) => sum + Buffer.byteLength(pair.join("")), 0);
  if (bytes > MAX_BYTES) {
    throw overLimit(
      "environmentBytes",
      `The environment variables are too large together: ${bytes} of at most ${MAX_BYTES} bytes.`,
    );
  }
  return Object.fromEntries(next);
}

/** Writes changes that `changedEnvironment` has let pass. */
export function writeEnvironment(tx: Transaction, changes: EnvironmentChange[]): void {
  for (const { name, value } of changes) {
    const row = findRow(tx, name);
    if (value === null) {
      if (row !== null) tx.remove(ROOT_SYSTEM, row._id, TABLE);
    } else if (row === null) {
      tx.insert(ROOT_SYSTEM, TABLE, { name, value });
    } else if (row.value !== value) {
      tx.patch(ROOT_SYSTEM, row._id, { value }, TABLE);
    }
  }
}

function findRow(tx: Transaction, name: string): EnvironmentRow | null {
  const stream = tx.query(ROOT_SYSTEM, {
    source: {
      type: "IndexRange",
      indexName: `${TABLE}.by_name`,
      range: [{ type: "Eq", fieldPath: "name", value: name }],
    },
    operators: [],
  });
  const next = stream.next();
  stream.close();
  return next === null ? null : (JSON.parse(next) as EnvironmentRow);
}

function checkName(name: string): void {
  if (name.length > MAX_NAME_LENGTH) {
    throw overLimit(
      "environmentNameLength",
      `The name "${name.slice(0, 40)}…" is too long: ${name.length} of at most ${MAX_NAME_LENGTH} characters.`,
    );
  }
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    throw new BackendError(
      "EnvironmentVariableNameInvalid",
      `"${name}" is not a name for an environment variable: use letters, digits and underscores, not starting with a digit.`,
    );
  }
  if (BUILT_IN.has(name)) {
    throw new BackendError("EnvVarNameForbidden", `"${name}" is built in and cannot be changed.`);
  }
}

function checkValue(name: string, value: string): void {
  const bytes = Buffer.byteLength(value);
  if (bytes > MAX_VALUE_BYTES) {
    throw overLimit(
      "environmentValueBytes",
      `The value of "${name}" is too large: ${bytes} of at most ${MAX_VALUE_BYTES} bytes.`,
    );
  }
}
