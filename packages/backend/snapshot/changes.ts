// What a new version breaks for users of the last one: rows that no longer fit, calls of clients or scheduled
// ones that would fail, results that changed. Additions break nothing.
import { type Mismatch, mismatches } from "./mismatches.ts";
import type { InternalFunction, PublicFunction, Snapshot } from "./snapshot.ts";

/** A change that has to be explained. */
export interface Change {
  /** Of the rows of a table, of a public function, or of an internal one that may be scheduled. */
  of: "rows" | "api" | "schedule";
  /** The table or the function. */
  name: string;
  /** What an entry of CHANGES.md names: `users.nameKey is required`. */
  key: string;
}

/**
 * Compares two snapshots.
 * @param before what is deployed
 * @param now what would be
 * @returns the changes that narrow what rows may be, then those that break what clients, and what calls that are
 *   scheduled already, rely on
 */
export function changesBetween(before: Snapshot, now: Snapshot): Change[] {
  return [
    ...rowChanges(before, now),
    ...callChanges("api", before.functions, now.functions),
    // One that is public by now still takes what is scheduled.
    ...callChanges("schedule", promising(before.internal), promising(now.internal, now.functions)),
  ];
}

function rowChanges(before: Snapshot, now: Snapshot): Change[] {
  return Object.entries(before.tables).flatMap(([name, shape]): Change[] => {
    const next = now.tables[name];
    const change = (key: string): Change => ({ of: "rows", name, key });
    if (next === undefined) return [change(`${name} is removed`)];
    const found = mismatches(shape, next, { extraFields: "refused" });
    return found.map((mismatch) => change(`${at(name, mismatch)} ${refused(mismatch)}`));
  });
}

type Functions = Record<string, PublicFunction>;

function callChanges(of: "api" | "schedule", before: Functions, now: Functions): Change[] {
  return Object.entries(before).flatMap(([name, fn]): Change[] => {
    const next = now[name];
    const keys = next === undefined ? ["is removed"] : keysOf(fn, next);
    return keys.map((key) => ({ of, name, key: `${name} ${key}` }));
  });
}

/** Nobody waits for the answer of what is scheduled. */
function promising(internal: Record<string, InternalFunction> = {}, others: Functions = {}) {
  const all = Object.entries({ ...others, ...internal });
  return Object.fromEntries(all.map(([name, fn]) => [name, { ...fn, returns: null }]));
}

function keysOf(before: PublicFunction, now: PublicFunction): string[] {
  const kind = before.kind === now.kind ? [] : [`is a ${now.kind}`];
  const args = mismatches(before.args, now.args, { extraFields: "refused" });
  return [
    ...kind,
    ...args.map((mismatch) => `${at("args", mismatch)} ${refused(mismatch)}`),
    ...returnKeys(before, now),
  ];
}

/** Who reads answers has to understand the new ones: the other way round. */
function returnKeys({ returns: before }: PublicFunction, { returns: now }: PublicFunction) {
  if (before === null) return [];
  if (now === null) return ["returns promises nothing"];
  const found = mismatches(now, before, { extraFields: "fine" });
  return found.map((mismatch) => `${at("returns", mismatch)} ${unexpected(mismatch)}`);
}

function at(start: string, { path }: Mismatch): string {
  return path === "" || path.startsWith("[") ? start + path : `${start}.${path}`;
}

/** What is there or sent, and not taken any more. */
function refused({ kind, literal }: Mismatch): string {
  if (kind === "literal") return `is no longer ${literal}`;
  if (kind === "unknown") return "is removed";
  return kind === "type" ? "has another type" : "is required";
}

/** What is answered, and was not before. */
function unexpected({ kind, literal }: Mismatch): string {
  if (kind === "literal") return `may be ${literal}`;
  if (kind === "optional") return "is optional";
  return kind === "type" ? "has another type" : "is removed";
}
