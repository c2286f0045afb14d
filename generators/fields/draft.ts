// A field as it is written, in either spelling, before anything is asked of its meaning:
//   title:string(1..120)?+search="x"   the canonical one, to be quoted in a shell
//   title:string:1..120:optional:search=x   the bare one, which every shell passes on as it is
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { fieldTypes, modifiers, type FieldType, type Modifier } from "./field.ts";
import { type Located, readRange } from "./range.ts";
import type { Reader } from "./reader.ts";
import type { Range } from "./field.ts";

export interface Draft {
  name: string;
  type: FieldType;
  typeAt: number;
  /** The values of an enum, the table of a reference, the length of a vector. */
  args: Located<string[]> | null;
  range: Located<Range> | null;
  listRange: Located<Range> | null;
  modifiers: Map<Modifier, number>;
  /** The text after `=`. */
  default: Located<string> | null;
}

const takesArgs: readonly FieldType[] = ["enum", "ref", "vector"];
const takesRange: readonly FieldType[] = ["string", "text", "int", "number"];
const signs: Partial<Record<Modifier, string>> = { optional: "?", list: "[]" };

/**
 * Reads what follows the name of a field, and keeps what is wrong with it in the reader.
 * @param reader a reader that stands after the colon
 * @returns the draft, or null when not even the type is known
 */
export function readDraft(reader: Reader, name: string): Draft | null {
  const typeAt = reader.at;
  const word = reader.take(/[^:+?[(=\s]*/);
  const type = fieldTypes.find((known) => known === word);
  if (type === undefined) {
    noType(reader, word, typeAt);
    return null;
  }
  const draft: Draft = {
    name,
    type,
    typeAt,
    args: null,
    range: null,
    listRange: null,
    modifiers: new Map(),
    default: null,
  };
  if (reader.next === "(") readBrackets(reader, draft);
  else if (takesArgs.includes(type) && reader.next === ":") readBareArgs(reader, draft);
  while (!reader.isAtEnd) {
    const isRead = readSuffix(reader, draft);
    if (!isRead) return draft;
  }
  return draft;
}

function noType(reader: Reader, word: string, at: number): void {
  const { name } = /^(?<name>[^:]*)/.exec(reader.text)!.groups!;
  if (word === "") {
    const message = `field "${name}" has no type. Write name:type, for example ${name}:string.`;
    reader.problem("FIELD_NO_TYPE", message, { at, fix: `${name}:string` });
    return;
  }
  if (isJoined(reader, at) || isUnsayable(reader, word, at)) return;
  const synonym = Object.hasOwn(synonyms, word.toLowerCase())
    ? synonyms[word.toLowerCase()]!
    : null;
  const meant = synonym ?? didYouMean(word, fieldTypes)?.word ?? null;
  // A reference says of which table.
  const isWhole = meant !== null && !takesArgs.includes(meant as FieldType);
  const fix = isWhole ? reader.text.slice(0, at) + meant + reader.text.slice(reader.at) : null;
  const guess =
    meant === null ? "" : ` Did you mean "${meant === "ref" ? "ref(<table>)" : meant}"?`;
  reader.problem(
    "TYPE_UNKNOWN",
    `unknown type "${word}".${guess} Types: ${fieldTypes.join(", ")}.`,
    { at, ...(fix === null ? {} : { fix }) },
  );
}

/** What the grammar cannot say, with a field that keeps the same, if one does. */
const unsayable: Readonly<Record<string, { what: string; keep?: string; as: string }>> = {
  object: { what: "values with parts", as: "each part in a field of its own" },
  record: { what: "values by key", as: "each value in a field of its own" },
  any: { what: "anything at all", as: "what it holds in fields of their own" },
  decimal: { what: "exact fractions", keep: "int", as: "whole units, such as cents" },
  money: { what: "amounts of money", keep: "int", as: "whole units, such as cents" },
  time: { what: "times of day", keep: "int(0..1439)", as: "minutes since midnight" },
  duration: { what: "lengths of time", keep: "int(0..)", as: "seconds" },
};

function isUnsayable(reader: Reader, word: string, at: number): boolean {
  const known = word.toLowerCase();
  if (!Object.hasOwn(unsayable, known)) return false;
  const { what, keep, as } = unsayable[known]!;
  const rest = reader.text.slice(reader.at).replace(/^\([^)]*\)/, "");
  const type = keep === undefined ? "" : `, as ${keep}`;
  const message = `there is no type for ${what} ("${word}"): keep ${as}${type}.`;
  const fix = keep === undefined ? {} : { fix: reader.text.slice(0, at) + keep + rest };
  reader.problem("TYPE_UNKNOWN", message, { at, ...fix });
  return true;
}

/** What other languages call these types. */
const synonyms: Readonly<Record<string, FieldType>> = {
  ...{ str: "string", varchar: "string", char: "string", uuid: "string", markdown: "text" },
  ...{ boolean: "bool", integer: "int", bigint: "int", float: "number", double: "number" },
  ...{ float64: "number", datetime: "date", timestamp: "date" },
  ...{ id: "ref", reference: "ref", relation: "ref" },
  ...{ image: "file", blob: "file", upload: "file", link: "url", embedding: "vector" },
};

/** Tells of fields that are joined by commas: a comma separates values, and space separates fields. */
function isJoined(reader: Reader, at: number): boolean {
  const next = /^[^(]*?(?:\([^)]*\))?[^(]*?,(?=\s*[A-Za-z_]\w*:)/.exec(reader.text.slice(at));
  if (next === null) return false;
  const fix = reader.text.replace(/,\s*(?=[A-Za-z_]\w*:)/g, " ");
  const message = `a comma separates values; fields are separated by space: ${fix}.`;
  reader.problem("FIELD_SYNTAX", message, { at: at + next[0].length - 1, fix });
  return true;
}

/** What stands in round brackets after the type. */
function readBrackets(reader: Reader, draft: Draft): void {
  const at = reader.at + 1;
  const [inside = "", close] = [reader.take(/\([^)]*/).slice(1), reader.take(/\)/)];
  if (close === "") {
    reader.problem("BRACKET_OPEN", `"(" is never closed: write ${draft.type}(…).`, { at: at - 1 });
    return;
  }
  if (takesArgs.includes(draft.type)) {
    draft.args = { value: inside.split(",").map((part) => part.trim()), at };
  } else if (takesRange.includes(draft.type)) {
    draft.range = readRange(reader, inside.trim(), at, draft.type);
  } else {
    const message = `${draft.type} takes nothing in brackets, got "(${inside})".`;
    reader.problem("TYPE_ARGS", message, { at: at - 1 });
  }
}

function readBareArgs(reader: Reader, draft: Draft): void {
  const start = reader.at;
  reader.take(/:/);
  const at = reader.at;
  const word = reader.take(/[^:+?[(=\s]*/);
  if (draft.type !== "enum" && modifiers.some((known) => known === word)) {
    reader.at = start;
    return;
  }
  draft.args = { value: word.split(","), at };
}

/** One suffix: `?`, `[…]`, a modifier, a bare range or a default. False when reading cannot go on. */
function readSuffix(reader: Reader, draft: Draft): boolean {
  const at = reader.at;
  switch (reader.next) {
    case "?":
      reader.take(/\?/);
      addModifier(reader, draft, "optional", at);
      return true;
    case "[":
      return readList(reader, draft, at);
    case "=":
      reader.take(/=/);
      draft.default = { value: reader.rest(), at: at + 1 };
      return true;
    case ":":
    case "+":
      readWord(reader, draft);
      return true;
    default: {
      if (isJoined(reader, at)) return false;
      const rest = reader.rest();
      const message = `"${rest}" is not understood here. A field is name:type, then ?, [], +modifier or =default.`;
      reader.problem("FIELD_SYNTAX", message, { at });
      return false;
    }
  }
}

function readList(reader: Reader, draft: Draft, at: number): boolean {
  const inside = reader.take(/\[[^\]]*/).slice(1);
  if (reader.take(/\]/) === "") {
    reader.problem("BRACKET_OPEN", `"[" is never closed: write [] or [0..10].`, { at });
    return false;
  }
  addModifier(reader, draft, "list", at);
  if (inside.trim() !== "") draft.listRange = readRange(reader, inside.trim(), at + 1, "list");
  return true;
}

function readWord(reader: Reader, draft: Draft): void {
  const sign = reader.take(/[:+]/);
  const at = reader.at;
  const word = reader.take(/[^:+?[(=\s]*/);
  const modifier = modifiers.find((known) => known === word);
  if (modifier !== undefined) {
    addModifier(reader, draft, modifier, at);
  } else if (sign === ":" && word.includes("..")) {
    readBareRange(reader, draft, word, at);
  } else {
    const meant = didYouMean(word, modifiers);
    const fix = meant && reader.text.slice(0, at) + meant.word + reader.text.slice(reader.at);
    const said = word === "" ? `nothing follows "${sign}".` : `unknown modifier "${word}".`;
    reader.problem(
      "MOD_UNKNOWN",
      `${said}${meant?.sentence ?? ""} Modifiers: ${modifiers.join(", ")}.`,
      { at, ...(fix === null ? {} : { fix }) },
    );
  }
}

/** In the bare spelling a range belongs to what stands before it: the list, or the type. */
function readBareRange(reader: Reader, draft: Draft, word: string, at: number): void {
  if (draft.modifiers.has("list")) {
    draft.listRange = readRange(reader, word, at, "list");
  } else if (takesRange.includes(draft.type)) {
    draft.range = readRange(reader, word, at, draft.type);
  } else {
    reader.problem("TYPE_ARGS", `${draft.type} takes no range, got "${word}".`, { at });
  }
}

function addModifier(reader: Reader, draft: Draft, modifier: Modifier, at: number): void {
  if (!draft.modifiers.has(modifier)) {
    draft.modifiers.set(modifier, at);
    return;
  }
  const sign = signs[modifier];
  const named = sign === undefined ? `"${modifier}"` : `"${modifier}" (${sign})`;
  const message =
    modifier === "list"
      ? `there are no lists of lists: a field holds one list.`
      : `${named} is given twice.`;
  reader.problem("MOD_TWICE", message, { at });
}
