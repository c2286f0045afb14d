// Checks JSON against the shape of a generator's input.
import type { Problem } from "../../plan.ts";
import { didYouMean } from "../../did-you-mean.ts";
import type { Shape } from "../../shape.ts";
import { visible } from "./quote.ts";

/**
 * Checks a value against a shape.
 * @param shape the expected shape
 * @param value the parsed JSON
 * @param path the path of the value, such as `fields[1]`; empty for the root
 * @returns a problem for each mismatch
 */
export function checkShape(shape: Shape, value: unknown, path = ""): Problem[] {
  if (kindOf(value) !== shape.type) {
    const where = path === "" ? "The input" : path;
    return [wrong(path, `${where} is ${article(kindOf(value))}; expected ${article(shape.type)}.`)];
  }
  switch (shape.type) {
    case "string":
      return checkText(shape, value as string, path);
    case "array": {
      const items = value as unknown[];
      return items.flatMap((item, index) => checkShape(shape.items, item, `${path}[${index}]`));
    }
    case "object":
      return checkProperties(shape, value as Record<string, unknown>, path);
    case "boolean":
      return [];
  }
}

function checkText(shape: Extract<Shape, { type: "string" }>, value: string, path: string) {
  if (shape.enum === undefined || shape.enum.includes(value)) return [];
  const guess = didYouMean(value, shape.enum);
  const message = `${path} is "${visible(value)}", which is not one of ${shape.enum.join(", ")}.`;
  return [wrong(path, message + (guess?.sentence ?? ""), guess?.word)];
}

function checkProperties(
  shape: Extract<Shape, { type: "object" }>,
  value: Record<string, unknown>,
  path: string,
): Problem[] {
  const at = (name: string) => (path === "" ? name : `${path}.${name}`);
  const problems: Problem[] = [];
  for (const [name, inner] of Object.entries(value)) {
    const known = Object.hasOwn(shape.properties, name)
      ? shape.properties[name]!
      : shape.additionalProperties;
    if (known !== false) problems.push(...checkShape(known, inner, at(name)));
    else {
      const guess = didYouMean(name, Object.keys(shape.properties));
      problems.push({
        code: "INPUT_KEY_UNKNOWN",
        arg: at(name),
        message: `The input has no "${visible(at(name))}".${guess?.sentence ?? ""}`,
        fix: guess?.word ?? `One of: ${Object.keys(shape.properties).join(", ")}.`,
      });
    }
  }
  for (const name of shape.required ?? []) {
    if (!Object.hasOwn(value, name)) {
      problems.push({
        code: "INPUT_KEY_MISSING",
        arg: at(name),
        message: `The input lacks "${at(name)}": ${shape.properties[name]!.description}.`,
      });
    }
  }
  return problems;
}

function wrong(path: string, message: string, fix?: string): Problem {
  return { code: "INPUT_TYPE", ...(path && { arg: path }), message, ...(fix && { fix }) };
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

function article(kind: string): string {
  if (kind === "null") return "null";
  return /^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`;
}
