// Reads the default of a field: the text after "=".
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { type Default, type Field, dateBounds, modifiers } from "./field.ts";
import type { Located } from "./range.ts";
import type { Reader } from "./reader.ts";

/**
 * Reads a default, which has to be a value that the field takes.
 * @param reader keeps what is wrong with it
 * @param written the text after "="
 * @param field the field, but for its default
 * @returns the default, or null when it is none
 */
export function readDefault(
  reader: Reader,
  { value: text, at }: Located<string>,
  field: Field,
): Default | null {
  const outcome = text === "" ? empty(field) : read(text, field);
  if (typeof outcome !== "string") return outcome;
  const [, value = "", tail = ""] = AFTER.exec(text) ?? [];
  if (value !== "" && typeof read(value, field) !== "string") {
    const message = `"${tail}" stands after the default, which goes on to the end: write it before "=".`;
    const fix = `${reader.text.slice(0, at - 1)}${tail}=${value}`;
    reader.problem("DEFAULT", message, { at: at + value.length, fix });
    return null;
  }
  const [message, meant] = outcome.split(SUGGESTION) as [string, string?];
  reader.problem("DEFAULT", message, {
    at,
    ...(meant === undefined ? {} : { fix: reader.text.slice(0, at) + meant }),
  });
  return null;
}

/** A value with modifiers behind it. */
const AFTER = new RegExp(`^(.+?)((?:\\?|\\[\\]|[+:](?:${modifiers.join("|")}))+)$`, "s");

/** Stands between a message and the text to write instead. */
const SUGGESTION = "\0";

function empty({ type }: Field): string {
  const isText = type === "string" || type === "text";
  return isText
    ? `nothing follows "=". For an empty text write ="".${SUGGESTION}""`
    : `nothing follows "=". Write a value, or drop "=".`;
}

/** The default, or a sentence of what is wrong. */
function read(text: string, field: Field): Default | string {
  if (field.list !== null) {
    if (text !== "[]") return `the default of a list can only be empty: write =[].`;
    if (field.list.min > 0) return `an empty list has fewer than ${field.list.min} items.`;
    return { kind: "literal", value: [] };
  }
  switch (field.type) {
    case "string":
    case "text":
      return readText(text, field);
    case "email":
    case "url":
      return readAddress(text, field.type);
    case "int":
    case "number":
      return readNumber(text, field);
    case "bool":
      if (text === "true" || text === "false") return { kind: "literal", value: text === "true" };
      return `default "${text}" is neither true nor false.`;
    case "date":
      return readDate(text);
    case "enum":
      return readMember(text, field.values);
    case "ref":
      if (text !== "me") return `a reference has no default but "me", the caller.`;
      if (field.table === "users") return { kind: "me" };
      return `"me" is a user, and ${field.name} leads to "${field.table}".`;
    default:
      return `a ${field.type} has no default.`;
  }
}

function readText(text: string, { range, type }: Field): Default | string {
  let value = text;
  if (/^".*"$/s.test(text)) {
    try {
      value = JSON.parse(text) as string;
    } catch {
      return `default ${text} is no text in quotes: write \\" for a quote inside.`;
    }
  }
  if (type === "string") value = value.trim();
  const length = [...value].length;
  if (length < (range.min ?? 0))
    return `default "${value}" is shorter than ${range.min} characters.`;
  if (length > (range.max ?? Infinity))
    return `default "${value}" is longer than ${range.max} characters.`;
  return { kind: "literal", value };
}

function readAddress(text: string, type: "email" | "url"): Default | string {
  const isRight =
    type === "email"
      ? /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(text)
      : /^https?:\/\/[^\s/]+/.test(text);
  if (isRight) return { kind: "literal", value: text };
  return type === "email"
    ? `default "${text}" is no e-mail address.`
    : `default "${text}" is no address of a page: it starts with https:// or http://.`;
}

function readNumber(text: string, { range, type }: Field): Default | string {
  if (!/^-?\d+(\.\d+)?$/.test(text)) return `default "${text}" is no number.`;
  const value = Number(text);
  if (type === "int" && !Number.isSafeInteger(value))
    return `default "${text}" is no whole number.`;
  const { min = -Infinity, max = Infinity } = range;
  if (value < min || value > max) {
    return `default ${text} is outside ${range.min ?? ""}..${range.max ?? ""}.`;
  }
  return { kind: "literal", value: value === 0 ? 0 : value };
}

function readDate(text: string): Default | string {
  if (text === "now") return { kind: "now" };
  const isDate = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z)?$/.test(text);
  const value = isDate ? Date.parse(text) : NaN;
  if (Number.isNaN(value)) return `default "${text}" is neither "now" nor a date like 2030-01-31.`;
  if (value < dateBounds.min || value > dateBounds.max) {
    return `default "${text}" is outside the years 1970 to 2199.`;
  }
  return { kind: "literal", value };
}

function readMember(text: string, values: readonly string[]): Default | string {
  if (values.includes(text)) return { kind: "literal", value: text };
  const meant = didYouMean(text, values);
  const message = `default "${text}" is not one of ${values.join(", ")}.${meant?.sentence ?? ""}`;
  return meant === null ? message : message + SUGGESTION + meant.word;
}
