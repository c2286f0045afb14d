// The zod shapes behind validators: they express what a validator cannot, such as how long a list may be.
import { zodToConvex } from "@repo/validators/convex";
import { json } from "@repo/validators/fields";
import { z } from "zod";
import type { TableNames } from "../convex/_generated/dataModel";
import { documentOf } from "./manifest.ts";

/**
 * Finds where a shape bounds what its validator leaves open: lists with a maximum, JSON of a limited size.
 * @param shape the shape of an argument, a result or a row
 * @returns paths as `walk` gives them for the validator, such as `page[].tags`
 */
export function boundedPaths(shape: z.ZodType): Set<string> {
  const found = new Set<string>();
  visitShape(shape, (part, path) => {
    if (part === json) found.add(path);
    if (part instanceof z.ZodArray && part.def.checks?.some(hasEnd)) found.add(path);
  });
  return found;
}

/**
 * Finds the texts of a shape that may be of any length.
 * @param shape the shape of arguments
 * @returns paths as `walk` gives them for the validator
 */
export function endlessTexts(shape: z.ZodType): string[] {
  const found: string[] = [];
  visitShape(shape, (part, path) => {
    if (part instanceof z.ZodString && part.maxLength === null) found.push(path);
  });
  return found;
}

function visitShape(part: unknown, visit: (part: unknown, path: string) => void, path = ""): void {
  visit(part, path);
  const inside = (inner: unknown, at = path) => visitShape(inner, visit, at);
  if (part instanceof z.ZodOptional || part instanceof z.ZodNullable) inside(part.unwrap());
  if (part instanceof z.ZodDefault) inside(part.def.innerType);
  if (part instanceof z.ZodPipe) inside(part.def.in);
  if (part instanceof z.ZodUnion) for (const option of part.options) inside(option);
  if (part instanceof z.ZodArray) inside(part.element, `${path}[]`);
  if (part instanceof z.ZodObject) {
    for (const [name, inner] of Object.entries(part.shape)) {
      inside(inner, path === "" ? name : `${path}.${name}`);
    }
  }
}

function hasEnd({ _zod }: z.core.$ZodCheck<never>): boolean {
  return ["max_length", "length_equals"].includes(_zod.def.check);
}

const validators = Object.entries(
  import.meta.glob<Record<string, unknown>>([
    "../../validators/src/**/*.ts",
    // The access of a table is in a file of the same name.
    "!../../validators/src/access/*.ts",
  ]),
);

/**
 * Finds the shape that a table is made of.
 * @param table which table
 * @param document the validator of its rows; default: that of the app's own table
 * @returns the shape among those of its module of `@repo/validators` that has this validator
 */
export async function shapeOfTable(
  table: TableNames,
  document = documentOf(table),
): Promise<z.ZodObject | undefined> {
  const load = validators.find(([path]) => path.endsWith(`/${table}.ts`))?.[1];
  const module = (await load?.()) ?? {};
  const wanted = JSON.stringify(document);
  const shapes = Object.values(module).filter((value) => value instanceof z.ZodObject);
  return shapes.find((shape) => {
    const { json } = zodToConvex(shape) as unknown as { json: unknown };
    return JSON.stringify(json) === wanted;
  });
}
