// Checks data against the shape of a generator's input.
import type { Problem } from "../../plan.ts";
import { didYouMean } from "../../did-you-mean.ts";
import type { ObjectShape, Shape } from "../../shape.ts";
import { visible } from "./quote.ts";

/** The keys and indexes that lead to a value; empty for the whole. */
export type ValuePath = readonly (string | number)[];

/** What does not fit a shape, and where. */
export interface Mismatch {
  /** Of the value; of a missing key, the path that it would have. */
  path: ValuePath;
  problem: Problem;
}

/**
 * Checks a value against a shape.
 * @param shape the expected shape
 * @param value the parsed JSON
 * @returns a problem for each mismatch; `arg` is the path of the value, such as `fields[1]`
 */
export function checkShape(shape: Shape, value: unknown): Problem[] {
  return mismatches(shape, value, "input").map(({ path, problem }) => {
    const arg = pathText(path);
    return arg === "" ? problem : { arg, ...problem };
  });
}

/**
 * Finds what does not fit a shape.
 * @param shape the expected shape
 * @param value plain data
 * @param whole what the data is called in messages: `input`
 * @param path where the value is
 * @returns each mismatch; its problem has no `arg`
 */
export function mismatches(
  shape: Shape,
  value: unknown,
  whole: string,
  path: ValuePath = [],
): Mismatch[] {
  const where = path.length === 0 ? `The ${whole}` : visible(pathText(path));
  const found = kindOf(value);
  const fitting = alternativesOf(shape).find((one) => one.type === undefined || one.type === found);
  if (fitting === undefined) {
    const expected = alternativesOf(shape).map(({ type }) => article(type!));
    const message = `${where} is ${article(found)}; expected ${expected.join(" or ")}.`;
    return [{ path, problem: { code: "INPUT_TYPE", message, ...fixOf(value, shape) } }];
  }
  switch (fitting.type) {
    case "string":
    case "number":
      return checkWord(fitting, { value: value as string | number, where, path });
    case "array":
      return (value as unknown[]).flatMap((item, index) =>
        mismatches(fitting.items, item, whole, [...path, index]),
      );
    case "object":
      return checkProperties(fitting, { value: value as Data, path, whole });
    default:
      return [];
  }
}

type Data = Readonly<Record<string, unknown>>;

interface Found<Value> {
  value: Value;
  path: ValuePath;
}

function alternativesOf(shape: Shape): readonly Shape[] {
  return shape.type === undefined && shape.anyOf !== undefined ? shape.anyOf : [shape];
}

function checkWord(
  shape: Extract<Shape, { type: "string" | "number" }>,
  { value, where, path }: Found<string | number> & { where: string },
): Mismatch[] {
  const written = typeof value === "string" ? `"${visible(value)}"` : String(value);
  const refuse = (problem: Omit<Problem, "code">) => [
    { path, problem: { code: "INPUT_TYPE", ...problem } },
  ];
  if (shape.type === "number" && shape.minimum !== undefined && Number(value) < shape.minimum) {
    return refuse({ message: `${where} is ${written}; it is at least ${shape.minimum}.` });
  }
  const known: readonly (string | number)[] | undefined = shape.enum;
  if (known === undefined || known.includes(value)) return [];
  const guess = didYouMean(String(value), known.map(String));
  const message = `${where} is ${written}, which is not one of ${known.join(", ")}.`;
  return refuse({ message: message + (guess?.sentence ?? ""), ...(guess && { fix: guess.word }) });
}

function checkProperties(
  shape: ObjectShape,
  { value, path, whole }: Found<Data> & { whole: string },
): Mismatch[] {
  const found: Mismatch[] = [];
  const names = Object.keys(shape.properties);
  for (const [name, inner] of Object.entries(value)) {
    const at = [...path, name];
    const known = Object.hasOwn(shape.properties, name)
      ? shape.properties[name]!
      : shape.additionalProperties;
    if (known !== false) found.push(...mismatches(known, inner, whole, at));
    else {
      const guess = didYouMean(name, names);
      const message = `The ${whole} has no "${visible(pathText(at))}".${guess?.sentence ?? ""}`;
      const fixed = guess === null ? { fix: `One of: ${names.join(", ")}.` } : { fix: guess.word };
      found.push({ path: at, problem: { code: "INPUT_KEY_UNKNOWN", message, ...fixed } });
    }
  }
  for (const name of shape.required ?? []) {
    if (Object.hasOwn(value, name)) continue;
    const at = [...path, name];
    const message = `The ${whole} lacks "${visible(pathText(at))}": ${shape.properties[name]!.description}.`;
    found.push({ path: at, problem: { code: "INPUT_KEY_MISSING", message } });
  }
  return found;
}

/** A value of the wrong type that is easily written in the right one. */
function fixOf(value: unknown, shape: Shape): Pick<Problem, "fix"> {
  const expected = alternativesOf(shape).map(({ type }) => type);
  if (expected.includes("string") && /number|boolean/.test(typeof value)) {
    return { fix: JSON.stringify(String(value)) };
  }
  if (expected.includes("array") && typeof value === "string") {
    return { fix: `[${JSON.stringify(value)}]` };
  }
  if (typeof value !== "string") return {};
  const isNumber = expected.includes("number") && /^-?\d+(\.\d+)?$/.test(value);
  const isSwitch = expected.includes("boolean") && /^(true|false)$/.test(value);
  return isNumber || isSwitch ? { fix: value } : {};
}

/** A path as code has it: `fields[1]`, `http["GET /health"].runs`. */
export function pathText(path: ValuePath): string {
  return path
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(step)) return `[${JSON.stringify(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join("");
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

function article(kind: string): string {
  if (kind === "null") return "null";
  return /^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`;
}
