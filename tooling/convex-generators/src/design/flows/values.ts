// Values of a design as code: `$ticket` is what an earlier call kept, `$ann` a person's id, `$north` a team's.
import { numeral } from "@groundwork/plop-engine/templates/code";
import type { Value } from "../design.ts";
import type { CastModel } from "./people.ts";

/** What names that start with `$` stand for in a chapter. */
export interface Names {
  cast: CastModel;
  /** What calls up to here have kept, and whether it is an id. */
  kept: ReadonlyMap<string, { isId: boolean }>;
}

/** A reference to something that is known at run time only. */
export interface Reference {
  name: string;
  /** What follows the name: `._id`. */
  path: string;
}

/** Reads `$ann._id`; null for any other text. */
export function referenceIn(text: string): Reference | null {
  const [, name = "", path = ""] = /^\$([A-Za-z_]\w*)((?:\.\w+)*)$/.exec(text) ?? [];
  return name === "" ? null : { name, path };
}

/** The references in a value, in their order. */
export function referencesIn(value: Value): Reference[] {
  if (typeof value === "string") return [referenceIn(value)].flatMap((one) => one ?? []);
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value as Record<string, Value>).flatMap(referencesIn);
}

/**
 * Writes a value as code.
 * @param value with references that the names know
 */
export function codeOf(value: Value, names: Names): string {
  if (typeof value === "string") {
    const reference = referenceIn(value);
    return reference === null ? JSON.stringify(value) : referenceCode(reference, names);
  }
  if (typeof value === "number") return numeral(value);
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map((one) => codeOf(one, names)).join(", ")}]`;
  return objectCode(membersCode(value as Record<string, Value>, names));
}

/** The members of an object as code: `title: "x"`. */
export function membersCode(object: Readonly<Record<string, Value>>, names: Names): string[] {
  return Object.entries(object).map(([key, value]) => `${keyCode(key)}: ${codeOf(value, names)}`);
}

/** Members as an object. */
export function objectCode(members: readonly string[]): string {
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

/** A name as the key of an object. */
export function keyCode(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}

function referenceCode({ name, path }: Reference, names: Names): string {
  const isId = path === "._id" && isIdOf(name, names);
  return `${partOf(name, names)}.${name}${isId ? "" : membersOf(path)}`;
}

/** Whether a name stands for an id, so that `$ann` and `$ann._id` are the same. */
export function isIdOf(name: string, { kept }: Names): boolean {
  return kept.get(name)?.isId ?? true;
}

/** The part of the stage that has what a reference names. */
export function partOf(name: string, { cast, kept }: Names): "story" | "people" | "teams" {
  if (kept.has(name)) return "story";
  return cast.teams.includes(name) ? "teams" : "people";
}

/** `.page.0._id` in code; what an index finds is there, or the flow fails. */
function membersOf(path: string): string {
  return path.replace(/\.(\d+)/g, "[$1]!");
}
