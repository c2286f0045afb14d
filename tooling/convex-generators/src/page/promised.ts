// What functions take and return, as the snapshot of the backend records it.
import type { Tree } from "@groundwork/plop-engine/plan";
import { layout } from "../repository/layout.ts";

/** A validator of Convex, as it describes itself. */
export type Validator =
  | { type: "object"; value: Record<string, Member> }
  | { type: "array"; value: Validator }
  | { type: "union"; value: Validator[] }
  | { type: "literal"; value: unknown }
  | { type: "id"; tableName: string }
  | { type: "string" | "number" | "boolean" | "null" | "any" | "bigint" | "bytes" | "record" };

export interface Member {
  fieldType: Validator;
  optional: boolean;
}

/** What a public function promises. */
export interface Promised {
  kind: "query" | "mutation" | "action";
  args: Validator;
  returns: Validator;
}

interface Snapshot {
  functions: Record<string, Promised>;
  internal: Record<string, unknown>;
}

/**
 * Reads what is recorded of all functions.
 * @returns none where nothing is recorded, or a merge left the lines of both sides
 */
export function readPromised(tree: Tree): Snapshot {
  const none: Snapshot = { functions: {}, internal: {} };
  try {
    return { ...none, ...(JSON.parse(tree.read(layout.snapshot) ?? "{}") as Partial<Snapshot>) };
  } catch {
    return none;
  }
}

/** The members of an object; none of anything else. */
export function membersOf(validator: Validator): [string, Member][] {
  return validator.type === "object" ? Object.entries(validator.value) : [];
}

/** A validator without null, and whether it took null. */
export function withoutNull(validator: Validator): { bare: Validator; isNullable: boolean } {
  if (validator.type !== "union") return { bare: validator, isNullable: false };
  const others = validator.value.filter(({ type }) => type !== "null");
  const isNullable = others.length < validator.value.length;
  const [first] = others;
  const bare = others.length === 1 && first !== undefined ? first : { ...validator, value: others };
  return { bare, isNullable };
}

/** The texts of which a value is one; null where it is something else. */
export function optionsOf(validator: Validator): string[] | null {
  const all = validator.type === "union" ? validator.value : [validator];
  const texts = all.flatMap((one) =>
    one.type === "literal" && typeof one.value === "string" ? [one.value] : [],
  );
  return texts.length === all.length ? texts : null;
}
