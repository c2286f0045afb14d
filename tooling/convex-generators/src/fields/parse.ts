// The grammar of fields: texts in, fields and everything that is wrong out.
import type { Problem } from "@groundwork/plop-engine/plan";
import { readComputed } from "./computed.ts";
import { readDraft } from "./draft.ts";
import type { Field } from "./field.ts";
import { type NameFault, faultOfFieldName } from "./identifiers.ts";
import { fieldOf } from "./meaning.ts";
import { Reader } from "./reader.ts";
import { splitFields } from "./split.ts";

/** A field with the text it was read from. */
export interface ParsedField {
  text: string;
  field: Field;
}

/** How the grammar differs where no field of a table is read, but an argument of a function or its answer. */
export interface Grammar {
  /** Returns what is wrong with a name. */
  faultOf?: (name: string) => NameFault | null;
  /** Whether the value is kept in a table, where it has to be found again. */
  isStored?: boolean;
}

/**
 * Reads fields, in either spelling.
 * @param args one argument per field, or several fields in one quoted argument
 * @param grammar default: that of a table's fields
 * @returns the fields that are right, in their order, and all problems of those that are not
 */
export function parseFields(
  args: readonly string[],
  grammar: Grammar = {},
): { fields: ParsedField[]; problems: Problem[] } {
  const read = args.flatMap(splitFields).map((text) => ({ text, ...parseField(text, grammar) }));
  return {
    fields: read.flatMap(({ text, field }) => (field === null ? [] : [{ text, field }])),
    problems: read.flatMap(({ problems }) => problems),
  };
}

/**
 * Reads one field.
 * @param text such as `title:string(1..120)`
 * @returns the field, or null with the problems; their offsets count from the start of the text
 */
export function parseField(
  text: string,
  { faultOf = faultOfFieldName, isStored = true }: Grammar = {},
): { field: Field | null; problems: Problem[] } {
  const computed = readComputed(text, isStored, (inner) => parseField(inner, { faultOf }));
  if (computed !== null) return computed;
  const reader = new Reader(text);
  const { problems } = reader;
  const name = reader.take(/[^:]*/);
  if (reader.next !== ":") {
    const word = /^[A-Za-z][A-Za-z0-9_-]*/.exec(name)?.[0] ?? name;
    const message = `field "${name}" has no type. Write name:type, for example ${word}:string.`;
    reader.problem("FIELD_NO_TYPE", message, text.length, `${word}:string`);
    return { field: null, problems };
  }
  const fault = faultOf(name);
  if (fault !== null) {
    const { code, at, message, fix } = fault;
    reader.problem(code, message, at, fix && fix + text.slice(name.length));
  }
  reader.take(/:/);
  const draft = readDraft(reader, name);
  const field = draft && fieldOf(reader, draft, isStored);
  return { field: problems.length > 0 ? null : field, problems };
}
