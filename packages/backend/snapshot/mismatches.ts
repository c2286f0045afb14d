// Why a value of one validator may not fit another: the rule behind narrowing changes.
import type { Field, Shape } from "../reference/app-functions.ts";

/**
 * What does not fit: a field that is `missing` though it is required, one that is `optional` and may not
 * be, one that is `unknown`, another `type`, or a `literal` that is none of those taken.
 */
export interface Mismatch {
  /** Such as `page[].title`; empty for the whole value. */
  path: string;
  kind: "missing" | "optional" | "unknown" | "type" | "literal";
  /** The literal, as JSON. */
  literal?: string;
}

export interface Fit {
  /** Whether fields that the other does not know are fine: who reads an answer ignores them. */
  extraFields: "refused" | "fine";
}

/**
 * Finds why values of one validator may not be values of another.
 * @param from the validator of the values
 * @param to the validator that they must fit
 * @param fit what is accepted
 * @returns nothing when each value fits
 */
export function mismatches(from: Shape, to: Shape, fit: Fit, path = ""): Mismatch[] {
  if (to.type === "any") return [];
  if (from.type === "union") return from.value.flatMap((one) => mismatches(one, to, fit, path));
  if (to.type === "union") return ofUnion(from, to.value, fit, path);
  if (from.type === "literal") return fitsLiteral(from.value, to) ? [] : [ofLiteral(from, path)];
  if (from.type === "id" && to.type === "string") return [];
  const wrong: Mismatch[] = [{ path, kind: "type" }];
  if (from.type === "id") return to.type === "id" && from.tableName === to.tableName ? [] : wrong;
  if (from.type === "array") {
    return to.type === "array" ? mismatches(from.value, to.value, fit, `${path}[]`) : wrong;
  }
  if (from.type === "record") {
    if (to.type !== "record") return wrong;
    return [
      ...mismatches(from.keys, to.keys, fit, `${path}{}`),
      ...mismatches(from.values.fieldType, to.values.fieldType, fit, `${path}{}`),
    ];
  }
  if (from.type === "object") {
    return to.type === "object" ? ofObject(from.value, to.value, fit, path) : wrong;
  }
  return from.type === to.type ? [] : wrong;
}

type Fields = Record<string, Field>;

function ofObject(from: Fields, to: Fields, fit: Fit, path: string): Mismatch[] {
  const at = (name: string) => (path === "" ? name : `${path}.${name}`);
  const given = Object.entries(from).flatMap(([name, field]): Mismatch[] => {
    const taken = to[name];
    if (taken === undefined) {
      return fit.extraFields === "fine" ? [] : [{ path: at(name), kind: "unknown" }];
    }
    const isMissing = field.optional && !taken.optional;
    return [
      ...(isMissing ? [{ path: at(name), kind: "optional" } as const] : []),
      ...mismatches(field.fieldType, taken.fieldType, fit, at(name)),
    ];
  });
  const missing = Object.entries(to)
    .filter(([name, { optional }]) => from[name] === undefined && !optional)
    .map(([name]): Mismatch => ({ path: at(name), kind: "missing" }));
  return [...given, ...missing];
}

/** One member has to take it whole. Where only one is of its kind, that one says what is wrong. */
function ofUnion(from: Shape, members: readonly Shape[], fit: Fit, path: string): Mismatch[] {
  const found = members.map((member) => mismatches(from, member, fit, path));
  if (found.some((problems) => problems.length === 0)) return [];
  if (from.type === "literal") return [ofLiteral(from, path)];
  const alike = members.flatMap((member, index) =>
    member.type === from.type ? [found[index]!] : [],
  );
  return alike.length === 1 ? alike[0]! : [{ path, kind: "type" }];
}

type Literal = Extract<Shape, { type: "literal" }>;

function ofLiteral({ value }: Literal, path: string): Mismatch {
  return { path, kind: "literal", literal: JSON.stringify(value) };
}

function fitsLiteral(value: Literal["value"], to: Shape): boolean {
  return to.type === "literal" ? value === to.value : typeof value === to.type;
}
