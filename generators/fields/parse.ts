// The grammar of fields: texts in, fields and everything that is wrong out.
import { type NameFault, faultOfFieldName } from "./identifiers.ts";
import type { Problem } from "@groundwork/plop-engine/plan";
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

/** What else than a field of a table may be read: an argument of a function, or its answer. */
export interface Grammar {
  /** Says what is wrong with a name. */
  faultOf?: (name: string) => NameFault | null;
  /** Whether the value is kept in a table, where it has to be found again. */
  isStored?: boolean;
}

/**
 * Reads fields, in either spelling.
 * @param args one argument per field, or several fields in one quoted argument
 * @param grammar what is read, where it is no field of a table
 * @returns the fields that are right, in their order, and all problems of those that are not
 */
export function parseFields(
  args: readonly string[],
  grammar: Grammar = {},
): {
  fields: ParsedField[];
  problems: Problem[];
} {
  const fields: ParsedField[] = [];
  const problems: Problem[] = [];
  for (const text of args.flatMap(splitFields)) {
    const read = parseField(text, grammar);
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
  { faultOf = faultOfFieldName, isStored = true }: Grammar = {},
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
  const field = draft && fieldOf(reader, draft, isStored);
  return { field: reader.problems.length > 0 ? null : field, problems: reader.problems };
}
