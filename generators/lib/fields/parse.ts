// The grammar of fields: texts in, fields and everything that is wrong out.
import { type NameFault, faultOfFieldName } from "../identifiers.ts";
import type { Problem } from "../model.ts";
import { readDraft } from "./draft.ts";
import type { Field } from "./field.ts";
import { fieldOf } from "./meaning.ts";
import { Reader } from "./reader.ts";
import { splitFields } from "./split.ts";

/** A field with the text it was read from. */
export interface ParsedField {
  text: string;
  field: Field;
}

/**
 * Reads fields, in either spelling.
 * @param args one argument per field, or several fields in one quoted argument
 * @param faultOf says what is wrong with a name; what else than a field may be called differently
 * @returns the fields that are right, in their order, and all problems of those that are not
 */
export function parseFields(
  args: readonly string[],
  faultOf: (name: string) => NameFault | null = faultOfFieldName,
): {
  fields: ParsedField[];
  problems: Problem[];
} {
  const fields: ParsedField[] = [];
  const problems: Problem[] = [];
  for (const text of args.flatMap(splitFields)) {
    const read = parseField(text, faultOf);
    problems.push(...read.problems);
    if (read.field !== null) fields.push({ text, field: read.field });
  }
  return { fields, problems };
}

/**
 * Reads one field.
 * @param text such as `title:string(1..120)`
 * @returns the field, or null with the problems; their places count from the start of the text
 */
export function parseField(
  text: string,
  faultOf: (name: string) => NameFault | null = faultOfFieldName,
): { field: Field | null; problems: Problem[] } {
  const reader = new Reader(text);
  const name = reader.take(/[^:]*/);
  if (reader.next !== ":") {
    const word = /^[A-Za-z][A-Za-z0-9_-]*/.exec(name)?.[0] ?? name;
    const message = `field "${name}" has no type. Write name:type, for example ${word}:string.`;
    reader.problem("FIELD_NO_TYPE", message, { at: text.length, fix: `${word}:string` });
    return { field: null, problems: reader.problems };
  }
  const fault = faultOf(name);
  if (fault !== null) {
    const { code, at, message, fix } = fault;
    const fixed = fix === undefined ? {} : { fix: fix + text.slice(name.length) };
    reader.problem(code, message, { at, ...fixed });
  }
  reader.take(/:/);
  const draft = readDraft(reader, name);
  const field = draft && fieldOf(reader, draft);
  return { field: reader.problems.length > 0 ? null : field, problems: reader.problems };
}
