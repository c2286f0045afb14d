// What a new version asks of those who hold to the last one: rows that would not fit, calls that would fail,
// answers that read otherwise. What is merely new asks nothing.
import { type Misfit, misfits } from "./misfits.ts";
import type { PublicFunction, Snapshot } from "./snapshot.ts";

/** A change that has to be explained. */
export interface Change {
  /** Of the rows of a table, or of a public function. */
  of: "rows" | "api";
  /** The table or the function. */
  name: string;
  /** What an entry of CHANGES.md names: `users.nameKey is required`. */
  key: string;
}

/**
 * Compares two snapshots.
 * @param before what is deployed
 * @param now what would be
 * @returns the changes that narrow what rows may be, then those that break what clients rely on
 */
export function changesBetween(before: Snapshot, now: Snapshot): Change[] {
  return [...rowChanges(before, now), ...apiChanges(before, now)];
}

function rowChanges(before: Snapshot, now: Snapshot): Change[] {
  return Object.entries(before.tables).flatMap(([name, shape]): Change[] => {
    const next = now.tables[name];
    const change = (key: string): Change => ({ of: "rows", name, key });
    if (next === undefined) return [change(`${name} is removed`)];
    const found = misfits(shape, next, { extraFields: "refused" });
    return found.map((misfit) => change(`${at(name, misfit)} ${refused(misfit)}`));
  });
}

function apiChanges(before: Snapshot, now: Snapshot): Change[] {
  return Object.entries(before.functions).flatMap(([name, fn]): Change[] => {
    const next = now.functions[name];
    const keys = next === undefined ? ["is removed"] : keysOf(fn, next);
    return keys.map((key) => ({ of: "api", name, key: `${name} ${key}` }));
  });
}

function keysOf(before: PublicFunction, now: PublicFunction): string[] {
  const kind = before.kind === now.kind ? [] : [`is a ${now.kind}`];
  const args = misfits(before.args, now.args, { extraFields: "refused" });
  return [
    ...kind,
    ...args.map((misfit) => `${at("args", misfit)} ${refused(misfit)}`),
    ...returnKeys(before, now),
  ];
}

/** Who reads answers has to understand the new ones: the other way round. */
function returnKeys({ returns: before }: PublicFunction, { returns: now }: PublicFunction) {
  if (before === null) return [];
  if (now === null) return ["returns promises nothing"];
  const found = misfits(now, before, { extraFields: "fine" });
  return found.map((misfit) => `${at("returns", misfit)} ${unexpected(misfit)}`);
}

function at(start: string, { path }: Misfit): string {
  return path === "" || path.startsWith("[") ? start + path : `${start}.${path}`;
}

/** What is there or sent, and not taken any more. */
function refused({ kind, literal }: Misfit): string {
  if (kind === "literal") return `is no longer ${literal}`;
  if (kind === "unknown") return "is removed";
  return kind === "type" ? "has another type" : "is required";
}

/** What is answered, and was not before. */
function unexpected({ kind, literal }: Misfit): string {
  if (kind === "literal") return `may be ${literal}`;
  if (kind === "optional") return "is optional";
  return kind === "type" ? "has another type" : "is removed";
}
