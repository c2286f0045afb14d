// Reads the default of a field: the text after "=".
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { amountRange, minorDigits, toMinor } from "./currency.ts";
import { type Default, type Field, type FieldType, dateBounds, modifiers } from "./field.ts";
import type { Located, Reader } from "./reader.ts";

/** A sentence of what is wrong, with the default to write instead, if one is known. */
interface Fault {
  message: string;
  fix?: string | undefined;
}

type Read = (text: string, field: Field) => Default | Fault;

/** A value with modifiers behind it. */
const WITH_TAIL = new RegExp(`^(.+?)((?:\\?|\\[\\]|[+:](?:${modifiers.join("|")}))+)$`, "s");

/**
 * Reads a default, which has to be a value that the field takes.
 * @param reader collects its problems
 * @param written the text after "="
 * @param field the field without its default
 * @returns the default, or null when it is wrong
 */
export function readDefault(
  reader: Reader,
  { value: text, at }: Located<string>,
  field: Field,
): Default | null {
  const read = text === "" ? empty(field) : readValue(text, field);
  if ("kind" in read) return read;
  const [, value = "", tail = ""] = WITH_TAIL.exec(text) ?? [];
  if (value !== "" && "kind" in readValue(value, field)) {
    const message = `"${tail}" follows the default, which extends to the end of the field: write it before "=".`;
    const fix = `${reader.text.slice(0, at - 1)}${tail}=${value}`;
    reader.problem("DEFAULT", message, at + value.length, fix);
    return null;
  }
  const fix = read.fix === undefined ? null : reader.text.slice(0, at) + read.fix;
  reader.problem("DEFAULT", read.message, at, fix);
  return null;
}

/** How JSON has the values of a type, where it is not as a text. */
const kinds: Partial<Record<FieldType, "number" | "boolean">> = {
  ...{ int: "number", number: "number", duration: "number", money: "number", date: "number" },
  bool: "boolean",
};
/** Types whose values no literal shows whole. */
const open: readonly FieldType[] = ["json", "vector", "bigint", "file", "ref"];

/**
 * Checks a value that rows are to get.
 * @param value as JSON has it
 * @returns what is wrong with it, or null
 */
export function faultOfValue(value: unknown, field: Field): string | null {
  if (value === null && field.isNullable) return null;
  if (field.list !== null && Array.isArray(value)) {
    const { min, max } = field.list;
    if (value.length < min || value.length > max)
      return `a list of ${value.length} items is not within ${min} and ${max}.`;
    const faults = value.map((item) => faultOfValue(item, { ...field, list: null }));
    return faults.find((fault) => fault !== null) ?? null;
  }
  const shown = JSON.stringify(value);
  if (field.list !== null) return `${shown} is no list.`;
  if (open.includes(field.type)) return null;
  const kind = kinds[field.type] ?? "string";
  if (typeof value !== kind) return `${shown} is no ${kind}, as ${field.name}:${field.type} has.`;
  if (field.type === "money" || field.type === "date") return null;
  const read = readValue(kind === "string" && shown !== '""' ? String(value) : shown, field);
  return "kind" in read ? null : read.message.replace(/^default /, "");
}

function empty({ type }: Field): Fault {
  if (type === "string" || type === "text")
    return { message: 'nothing follows "=". For an empty text write ="".', fix: '""' };
  return { message: 'nothing follows "=". Write a value, or drop "=".' };
}

function readValue(text: string, field: Field): Default | Fault {
  const { list, type, isNullable } = field;
  if (isNullable && text === "null") return literal(null);
  if (list === null) return readers[type]?.(text, field) ?? fault(`a ${type} has no default.`);
  if (text !== "[]") return fault("the default of a list can only be empty: write =[].");
  if (list.min > 0) return fault(`an empty list has fewer than ${list.min} items.`);
  return literal([]);
}

const readers: Partial<Record<FieldType, Read>> = {
  string: readText,
  text: readText,
  email: (text) =>
    /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(text)
      ? literal(text)
      : fault(`default "${text}" is no e-mail address.`),
  url: (text) =>
    /^https?:\/\/[^\s/]+/.test(text)
      ? literal(text)
      : fault(`default "${text}" is no address of a page: it starts with https:// or http://.`),
  int: readNumber,
  number: readNumber,
  bigint: readNumber,
  duration: readNumber,
  money: readAmount,
  bool: (text) =>
    text === "true" || text === "false"
      ? literal(text === "true")
      : fault(`default "${text}" is neither true nor false.`),
  date: readDate,
  day: (text) => {
    if (text === "now" || text === "today")
      return fault("which day it is depends on where one is: let the caller give it.");
    return isDay(text) ? literal(text) : fault(`default "${text}" is no day such as 2030-01-31.`);
  },
  time: (text) =>
    /^([01]\d|2[0-3]):[0-5]\d$/.test(text)
      ? literal(text)
      : fault(`default "${text}" is no time such as 09:30.`),
  enum: (text, { values }) => {
    if (values.includes(text)) return literal(text);
    const meant = didYouMean(text, values);
    const message = `default "${text}" is not one of ${values.join(", ")}.${meant?.sentence ?? ""}`;
    return { message, fix: meant?.word };
  },
  ref: (text, { name, table }) => {
    if (text !== "me") return fault('a reference has no default but "me", the caller.');
    if (table === "users") return { kind: "me" };
    return fault(`"me" is a user, and ${name} leads to "${table}".`);
  },
};

function literal(value: Extract<Default, { kind: "literal" }>["value"]): Default {
  return { kind: "literal", value };
}

function fault(message: string): Fault {
  return { message };
}

function readText(text: string, { range, type }: Field): Default | Fault {
  let value = text;
  if (/^".*"$/s.test(text)) {
    try {
      value = JSON.parse(text) as string;
    } catch {
      return fault(`default ${text} is no text in quotes: write \\" for a quote inside.`);
    }
  }
  if (type === "string") value = value.trim();
  const { length } = [...value];
  if (length < (range.min ?? 0))
    return fault(`default "${value}" is shorter than ${range.min} characters.`);
  if (length > (range.max ?? Infinity))
    return fault(`default "${value}" is longer than ${range.max} characters.`);
  return literal(value);
}

function readNumber(text: string, { range, type }: Field): Default | Fault {
  if (!/^-?\d+(\.\d+)?$/.test(text)) return fault(`default "${text}" is no number.`);
  const value = Number(text);
  if (type !== "number" && !Number.isSafeInteger(value))
    return fault(`default "${text}" is no whole number.`);
  if (value < (range.min ?? -Infinity) || value > (range.max ?? Infinity))
    return fault(`default ${text} is outside ${range.min ?? ""}..${range.max ?? ""}.`);
  return literal(value === 0 ? 0 : value);
}

function readAmount(text: string, field: Field): Default | Fault {
  const { currency, range } = field;
  const read = readNumber(text, { ...field, type: "number", range: {} });
  if (currency === null || !("kind" in read) || read.kind !== "literal") return read;
  const minor = toMinor(Number(read.value), currency);
  if (minor === null)
    return fault(`default "${text}": ${currency} has ${minorDigits(currency)} decimals.`);
  const [min, max] = [range.min ?? -Infinity, range.max ?? Infinity];
  if (minor >= min && minor <= max) return literal(minor);
  return fault(`default ${text} is outside ${amountRange(range, currency)}.`);
}

function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function readDate(text: string): Default | Fault {
  if (text === "now") return { kind: "now" };
  const isDate = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z)?$/.test(text);
  const value = isDate ? Date.parse(text) : NaN;
  if (Number.isNaN(value))
    return fault(`default "${text}" is neither "now" nor a date like 2030-01-31.`);
  if (value < dateBounds.min || value > dateBounds.max)
    return fault(`default "${text}" is outside the years 1970 to 2199.`);
  return literal(value);
}
