// A value that is made from others when a row is read: `total:computed(int)`, or bare `total:computed:int`.
import type { Problem } from "@groundwork/plop-engine/plan";
import type { Field, FieldType } from "./field.ts";

/** What a formula may make. */
export const computedTypes: readonly FieldType[] = [
  ...([
    "string",
    "text",
    "int",
    "number",
    "bigint",
    "money",
    "bool",
    "date",
    "day",
    "time",
  ] as const),
  "duration",
];

/** A computed value as it is written: what the formula makes, and what follows the type. */
interface Written {
  type: string;
  rest: string;
}

/** The parts of a computed value; null for any other field. */
function writtenIn(text: string): Written | null {
  const found = /^[^:]*:computed(?:\(((?:[^()]|\([^()]*\))*)\)|:(\w+(?::[A-Z]{3}\b)?))?(.*)$/s.exec(
    text,
  );
  if (found === null) return null;
  const [, canonical, bare, rest = ""] = found;
  return { type: (canonical ?? bare ?? "").trim(), rest };
}

/**
 * Reads a computed value.
 * @param text the whole field
 * @param isStored whether it is a field of a table: nothing else has computed values
 * @param read reads the field that has the type of the formula
 * @returns null for a field that is not computed
 */
export function readComputed(
  text: string,
  isStored: boolean,
  read: (text: string) => { field: Field | null; problems: Problem[] },
): { field: Field | null; problems: Problem[] } | null {
  const written = writtenIn(text);
  if (written === null) return null;
  const name = text.slice(0, text.indexOf(":"));
  const refuse = (message: string, fix: string | null = null) => {
    const at = name.length + 1;
    const fixed = fix === null ? {} : { fix, replace: [fix] };
    return { field: null, problems: [{ code: "COMPUTED", arg: text, at, message, ...fixed }] };
  };
  if (!isStored) return refuse("only rows have computed values: write the type alone.");
  const { type, rest } = written;
  const inner = read(`${name}:${type}`);
  const [problem] = inner.problems;
  if (inner.field === null)
    return refuse(
      type === "" ? `say what the formula makes: ${name}:computed(int).` : problem!.message,
      type === "" ? `${name}:computed(int)` : null,
    );
  const { field } = inner;
  const isPlain = /^(\w+|money[(:][A-Z]{3}\)?)$/.test(type) && computedTypes.includes(field.type);
  const ending = rest === "?" || rest === ":optional" ? "?" : "";
  const known = computedTypes.includes(field.type) ? field.type : "int";
  const plain = `${name}:computed(${known === "money" ? `money(${field.currency})` : known})${ending}`;
  if (!isPlain)
    return refuse(
      `a formula makes one plain value without bounds: ${computedTypes.join(", ")}.`,
      plain,
    );
  if (rest !== "" && ending === "")
    return refuse(
      `a computed value is neither given nor stored, so nothing but "?" follows it.`,
      plain,
    );
  return {
    field: { ...field, range: {}, isComputed: true, isOptional: ending !== "" },
    problems: [],
  };
}
