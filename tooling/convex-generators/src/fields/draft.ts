// A field as it is written, in either spelling, before its meaning is checked:
//   title:string(1..120)?+search="x"   canonical, to be quoted in a shell
//   title:string:1..120:optional:search=x   bare, which every shell passes on as it is
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { refuseComposite } from "./composite.ts";
import {
  type FieldType,
  type Modifier,
  type Range,
  fieldTypes,
  modifiers,
  typeOf,
} from "./field.ts";
import { splitOptions } from "./options.ts";
import { readRange } from "./range.ts";
import type { Located, Reader } from "./reader.ts";

export interface Draft {
  name: string;
  type: FieldType;
  typeAt: number;
  /** The options of an enum, the table of a reference, the length of a vector, the currency of money. */
  args: Located<string[]> | null;
  range: Located<Range> | null;
  listRange: Located<Range> | null;
  modifiers: Map<Modifier, number>;
  /** The text after `=`. */
  default: Located<string> | null;
}

/**
 * Reads what follows the name of a field.
 * @param reader stands after the colon, and collects problems
 * @returns the draft, or null without a type that is known
 */
export function readDraft(reader: Reader, name: string): Draft | null {
  const typeAt = reader.at;
  const word = reader.word();
  const type = fieldTypes.find((known) => known === word);
  if (type === undefined) {
    refuseType(reader, { name, word, at: typeAt });
    return null;
  }
  const draft: Draft = {
    ...{ name, type, typeAt, args: null, range: null, listRange: null, default: null },
    modifiers: new Map(),
  };
  if (reader.next === "(") readBrackets(reader, draft);
  else if (typeOf(type).brackets === "values" && reader.next === ":") readBareArgs(reader, draft);
  while (reader.next !== "" && readSuffix(reader, draft));
  return draft;
}

/** Types that the grammar lacks, with the field that holds the same, if one does. */
const unsupported: Readonly<Record<string, { what: string; keep?: string; as: string }>> = {
  any: { what: "anything at all", as: "what it holds in fields of their own" },
  decimal: { what: "exact fractions", keep: "int", as: "whole units, such as grams" },
};

/** What other languages call these types. */
const synonyms: Readonly<Record<string, FieldType>> = {
  ...{ str: "string", varchar: "string", char: "string", uuid: "string", markdown: "text" },
  ...{ boolean: "bool", integer: "int", float: "number", double: "number", float64: "number" },
  ...{ int64: "bigint", long: "bigint", datetime: "date", timestamp: "date", interval: "duration" },
  ...{ localdate: "day", plaindate: "day", timeofday: "time", plaintime: "time" },
  ...{ currency: "money", price: "money", amount: "money" },
  ...{ id: "ref", reference: "ref", relation: "ref" },
  ...{ image: "file", blob: "file", upload: "file", link: "url", embedding: "vector" },
};

function own<Value>(table: Readonly<Record<string, Value>>, key: string): Value | null {
  return Object.hasOwn(table, key) ? table[key]! : null;
}

function refuseType(
  reader: Reader,
  { name, word, at }: { name: string; word: string; at: number },
) {
  if (word === "") {
    const message = `field "${name}" has no type. Write name:type, for example ${name}:string.`;
    return reader.problem("FIELD_NO_TYPE", message, at, `${name}:string`);
  }
  if (refuseComposite(reader, { name, word, at }) || isJoined(reader, at)) return;
  const other = own(unsupported, word.toLowerCase());
  if (other !== null) {
    const { what, keep, as } = other;
    const end = reader.at + (/^\([^)]*\)/.exec(reader.text.slice(reader.at))?.[0].length ?? 0);
    const type = keep === undefined ? "" : `, as ${keep}`;
    const message = `there is no type for ${what} ("${word}"): keep ${as}${type}.`;
    return reader.problem("TYPE_UNKNOWN", message, at, keep && reader.replaced(at, keep, end));
  }
  const meant = own(synonyms, word.toLowerCase()) ?? didYouMean(word, fieldTypes)?.word ?? null;
  const shown = meant === "ref" ? "ref(<table>)" : meant;
  const guess = meant === null ? "" : ` Did you mean "${shown}"?`;
  const message = `unknown type "${word}".${guess} Types: ${fieldTypes.join(", ")}.`;
  // The values of such a type are not for a guess to say.
  const isWhole = meant !== null && typeOf(meant as FieldType).brackets !== "values";
  reader.problem("TYPE_UNKNOWN", message, at, isWhole ? reader.replaced(at, meant) : null);
}

/** Refuses fields that are joined by commas: a comma separates values, and space separates fields. */
function isJoined(reader: Reader, at: number): boolean {
  const next = /^[^(]*?(?:\([^)]*\))?[^(]*?,(?=\s*[A-Za-z_]\w*:)/.exec(reader.text.slice(at));
  if (next === null) return false;
  const fix = reader.text.replace(/,\s*(?=[A-Za-z_]\w*:)/g, " ");
  const message = `a comma separates values; fields are separated by space: ${fix}.`;
  reader.problem("FIELD_SYNTAX", message, at + next[0].length - 1, fix);
  return true;
}

function readBrackets(reader: Reader, draft: Draft): void {
  const at = reader.at + 1;
  // A bracket in quotes belongs to the words of an option.
  const inside = reader.take(/\((?:"(?:[^"\\]|\\.)*"|[^)])*/).slice(1);
  const { brackets } = typeOf(draft.type);
  if (reader.take(/\)/) === "") {
    reader.problem("BRACKET_OPEN", `"(" is never closed: write ${draft.type}(…).`, at - 1);
  } else if (brackets === "values") {
    readArgs(reader, draft, { value: inside, at });
  } else if (brackets === "range") {
    draft.range = readRange(reader, { value: inside.trim(), at }, draft.type);
  } else {
    const message = `${draft.type} takes nothing in brackets, got "(${inside})".`;
    reader.problem("TYPE_ARGS", message, at - 1);
  }
}

function readBareArgs(reader: Reader, draft: Draft): void {
  const start = reader.at;
  reader.take(/:/);
  const at = reader.at;
  const word = reader.word();
  const isModifier = draft.type !== "enum" && modifiers.some((known) => known === word);
  if (isModifier) reader.at = start;
  else readArgs(reader, draft, { value: word, at });
}

/** Reads what brackets or the bare spelling hold: values, and a range behind them where the type takes one. */
function readArgs(reader: Reader, draft: Draft, { value: text, at }: Located<string>): void {
  const values = splitOptions(text);
  const last = values.at(-1)!;
  if (values.length > 1 && typeOf(draft.type).range !== undefined && last.includes("..")) {
    values.pop();
    draft.range = readRange(reader, { value: last, at: at + text.lastIndexOf(last) }, draft.type);
  }
  draft.args = { value: values, at };
}

/** One suffix: `?`, `[…]`, a modifier, a bare range or a default. False when reading cannot go on. */
function readSuffix(reader: Reader, draft: Draft): boolean {
  const { at, next } = reader;
  if (next === "[") return readList(reader, draft);
  if (next === ":" || next === "+") {
    readModifier(reader, draft);
  } else if (reader.take(/\?/) !== "") {
    addModifier(reader, draft, { modifier: "optional", at });
  } else if (reader.take(/=/) !== "") {
    draft.default = { value: reader.take(/.*/), at: at + 1 };
  } else {
    if (isJoined(reader, at)) return false;
    const rest = reader.take(/.*/);
    const message = `"${rest}" is not understood here. A field is name:type, then ?, [], +modifier or =default.`;
    reader.problem("FIELD_SYNTAX", message, at);
  }
  return true;
}

function readList(reader: Reader, draft: Draft): boolean {
  const { at } = reader;
  const inside = reader
    .take(/\[[^\]]*/)
    .slice(1)
    .trim();
  if (reader.take(/\]/) === "") {
    reader.problem("BRACKET_OPEN", `"[" is never closed: write [] or [0..10].`, at);
    return false;
  }
  addModifier(reader, draft, { modifier: "list", at });
  if (inside !== "") draft.listRange = readRange(reader, { value: inside, at: at + 1 }, "list");
  return true;
}

/** A modifier, or a range in the bare spelling, which bounds what stands before it: the list, or the type. */
function readModifier(reader: Reader, draft: Draft): void {
  const sign = reader.take(/[:+]/);
  const { at } = reader;
  const word = reader.word();
  const modifier = modifiers.find((known) => known === word);
  if (modifier !== undefined) return addModifier(reader, draft, { modifier, at });
  if (sign === ":" && word.includes("..")) {
    const written = { value: word, at };
    if (draft.modifiers.has("list")) draft.listRange = readRange(reader, written, "list");
    else if (typeOf(draft.type).range !== undefined)
      draft.range = readRange(reader, written, draft.type);
    else reader.problem("TYPE_ARGS", `${draft.type} takes no range, got "${word}".`, at);
    return;
  }
  const meant = didYouMean(word, modifiers);
  const fault = word === "" ? `nothing follows "${sign}".` : `unknown modifier "${word}".`;
  const message = `${fault}${meant?.sentence ?? ""} Modifiers: ${modifiers.join(", ")}.`;
  reader.problem("MOD_UNKNOWN", message, at, meant && reader.replaced(at, meant.word));
}

const signs: Partial<Record<Modifier, string>> = { optional: " (?)" };

function addModifier(
  reader: Reader,
  draft: Draft,
  { modifier, at }: { modifier: Modifier; at: number },
): void {
  if (!draft.modifiers.has(modifier)) return void draft.modifiers.set(modifier, at);
  const message =
    modifier === "list"
      ? "there are no lists of lists: a field holds one list."
      : `"${modifier}"${signs[modifier] ?? ""} is given twice.`;
  reader.problem("MOD_TWICE", message, at);
}
