// Between values and the texts that controls hold: the same zod shape checks both.
import { json, timestamp, type PublicFile } from "@repo/validators/fields";
import { z } from "zod";

import { numberOf, unitOf } from "./units";
import { unitSentence } from "./validation-sentences";

/** The values of a form whose shape was made by `formShape`: a text for each field. */
export type Texts<Shape extends z.ZodObject> = Record<keyof Shape["shape"] & string, string>;

/** What a control holds while its value is null: no text that a person types. */
export const noneText = "\u0000none";

/** A value that JSON cannot say: what stands for a text that is not JSON. */
const NOT_JSON = 0n;

/**
 * Makes a shape that takes what controls hold. An empty control is a value left out, where the field may
 * be; a list has an item to a line; a timestamp is in local time, as the date control has it.
 * @param shape what the server takes
 * @returns a shape with the same output, for texts
 */
export function formShape<Shape extends z.ZodObject>(
  shape: Shape,
): z.ZodType<z.output<Shape>, Texts<Shape>> {
  const fields = Object.entries(shape.shape).map(([name, field]) => [
    name,
    fromText(field as z.ZodType),
  ]);
  return z.object(Object.fromEntries(fields)) as unknown as z.ZodType<
    z.output<Shape>,
    Texts<Shape>
  >;
}

/** What a call that changes a row takes of its fields: null takes a value away. */
export type Changes<Shape extends z.ZodObject> = {
  [Field in keyof z.output<Shape>]?: undefined extends z.output<Shape>[Field]
    ? Exclude<z.output<Shape>[Field], undefined> | null
    : z.output<Shape>[Field];
};

/**
 * Makes a shape that takes what controls hold, and gives the fields whose text is another than it was. The
 * rest is not looked at: a text may say less than its value, and somebody else may have changed it since.
 * @param shape what a row may be
 * @param start what the controls held at first
 * @returns a shape whose output is what to change
 */
export function changeShape<Shape extends z.ZodObject>(
  shape: Shape,
  start: Texts<Shape>,
): z.ZodType<Changes<Shape>, Texts<Shape>> {
  const fields = Object.entries(shape.shape).map(([name, field]) => [
    name,
    fromText(field as z.ZodType)
      .transform((value) => value ?? null)
      .optional(),
  ]);
  const changed = z.preprocess(
    (texts: Texts<Shape>) => pick(texts, changedNames(texts, start)),
    z.object(Object.fromEntries(fields)),
  );
  return changed as unknown as z.ZodType<Changes<Shape>, Texts<Shape>>;
}

/** The fields whose text is another than it was. */
function changedNames(texts: Record<string, string>, start: Record<string, string>): string[] {
  return Object.keys(start).filter((name) => texts[name] !== start[name]);
}

function pick(texts: Record<string, string>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, texts[name] ?? ""]));
}

function fromText(field: z.ZodType) {
  const unit = unitOf(field);
  return z.preprocess((text, ctx) => {
    const value = valueOf(field, String(text ?? ""));
    if (unit === undefined) return value;
    // What is wrong is said in the unit that the control holds.
    const { error } = field.safeParse(value, { error: (issue) => unitSentence(unit, issue) });
    for (const { path, message } of error?.issues ?? []) {
      ctx.addIssue({ code: "custom", path, message });
    }
    return value;
  }, field);
}

function valueOf(field: z.ZodType, text: string): unknown {
  const isBlank = text.trim() === "";
  if (field instanceof z.ZodOptional) {
    return isBlank ? undefined : valueOf(field.unwrap() as z.ZodType, text);
  }
  if (field instanceof z.ZodNullable) {
    return isBlank || text === noneText ? null : valueOf(field.unwrap() as z.ZodType, text);
  }
  if (field instanceof z.ZodDefault) {
    return isBlank ? undefined : valueOf(field.def.innerType as z.ZodType, text);
  }
  if (field === json) return jsonOf(text);
  if (field instanceof z.ZodString) return text;
  if (field instanceof z.ZodArray) {
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    return lines.map((line) => valueOf(field.element as z.ZodType, line));
  }
  if (field instanceof z.ZodBoolean) return text === "true";
  if (isBlank) return undefined;
  if (field === timestamp) return new Date(text).getTime();
  if (field instanceof z.ZodBigInt) return /^\s*-?\d+\s*$/.test(text) ? BigInt(text) : text;
  return field instanceof z.ZodNumber ? numberOf(text, unitOf(field)) : text;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return NOT_JSON;
  }
}

type Written = string | number | bigint | boolean;

/**
 * Writes a value as a control holds it.
 * @param value a text, a number, a truth, a list of them; undefined for none
 */
export function textOf(value: Written | readonly Written[] | undefined): string {
  return Array.isArray(value) ? value.join("\n") : String(value ?? "");
}

/**
 * Writes a timestamp as the date control holds it: local, to the minute.
 * @param time milliseconds since 1970; undefined for none
 */
export function dateText(time: number | undefined): string {
  if (time === undefined) return "";
  const local = time - new Date(time).getTimezoneOffset() * 60_000;
  return new Date(local).toISOString().slice(0, "2030-01-31T10:20".length);
}

/**
 * Writes any value as JSON.
 * @param value undefined for none
 */
export function jsonText(value: unknown): string {
  return value === undefined ? "" : JSON.stringify(value, null, 2);
}

/** What the control for files holds while those that are there stay: a page does not know their ids. */
const KEPT = "kept";

/**
 * Says for the control for files whether there are any.
 * @param files what a page knows of them
 */
export function filesText(files: PublicFile | readonly PublicFile[] | undefined): string {
  return [files ?? []].flat().length > 0 ? KEPT : "";
}
