// Writes fields in the canonical spelling: the same field always has the same text.
import { optionText } from "./options.ts";
import { amountRange, toMajor } from "./currency.ts";
import { type Default, type Field, type Range, isListOfRows, listBounds, typeOf } from "./field.ts";

/**
 * Writes a field.
 * @param field as the grammar read it
 * @returns its canonical text, such as `title:string(1..120)+search`; reading it gives the same field
 */
export function formatField(field: Field): string {
  if (field.isComputed) {
    const type = field.currency === null ? field.type : `${field.type}(${field.currency})`;
    return `${field.name}:computed(${type})${field.isOptional ? "?" : ""}`;
  }
  const parts = [
    `${field.name}:${field.type}${argumentsOf(field)}`,
    field.isOptional && !field.isOwner ? "?" : "",
    field.list === null ? "" : `[${rangeText(field.list, listBounds)}]`,
    ...modifiersOf(field).map((modifier) => `+${modifier}`),
    field.default === null ? "" : `=${defaultText(field, field.default)}`,
  ];
  return parts.join("");
}

function argumentsOf(field: Field): string {
  const { type, range, values, table, dimensions, currency } = field;
  if (currency !== null) {
    const bounds = amountRange(range, currency);
    return bounds === "" ? `(${currency})` : `(${currency},${bounds})`;
  }
  if (typeOf(type).brackets === "values") {
    const options = values.map((value) =>
      optionText({ value, label: field.labels[value] ?? null }),
    );
    return `(${table ?? dimensions ?? options.join(",")})`;
  }
  const text = rangeText(range, typeOf(type).bounds);
  return text === "" ? "" : `(${text})`;
}

/** A range; empty when it is the default. */
function rangeText({ min, max }: Range, { min: least, max: most }: Range = {}): string {
  return min === least && max === most ? "" : `${min ?? ""}..${max ?? ""}`;
}

function modifiersOf(field: Field): string[] {
  const isSet: [string, boolean][] = [
    ["nullable", field.isNullable],
    ["index", field.isIndexed],
    ["unique", field.isUnique],
    ["once", field.isOnce],
    ["search", field.isSearchable],
    ["name", field.isName],
    ["immutable", field.isImmutable],
    ["server", field.isServer],
    ["private", field.isPrivate],
    ["owner", field.isOwner],
    // A row of a team always outlives its owner.
    [field.onRemove, !isUsualRemoval(field)],
  ];
  return isSet.filter(([, is]) => is).map(([modifier]) => modifier);
}

/** Whether what removing the other row does goes without saying. */
function isUsualRemoval(field: Field): boolean {
  const { onRemove, isOwner } = field;
  if (isListOfRows(field)) return onRemove === "clear";
  return onRemove === "restrict" || (isOwner && onRemove === "clear");
}

function defaultText({ type, currency }: Field, value: Default): string {
  if (value.kind !== "literal") return value.kind;
  if (Array.isArray(value.value)) return "[]";
  if (value.value === null) return "null";
  if (currency !== null) return String(toMajor(value.value as number, currency));
  if (type === "date") {
    const iso = new Date(value.value as number).toISOString();
    return iso.endsWith("T00:00:00.000Z") ? iso.slice(0, 10) : iso.replace(".000Z", "Z");
  }
  const text = String(value.value);
  const isText = type === "string" || type === "text";
  const isPlain = !isText || (/^[\w.,;!-]+$/.test(text) && text !== "null");
  return isPlain ? text : JSON.stringify(text);
}

/** Adds a modifier to a field's text, before its default. */
export function withModifier(text: string, modifier: string): string {
  const [before = text] = /^[^(=]*(?:\((?:"(?:[^"\\]|\\.)*"|[^)])*\))?[^=]*/s.exec(text) ?? [];
  return `${before}+${modifier}${text.slice(before.length)}`;
}

/** Removes a modifier from a field's text. */
export function withoutModifier(text: string, modifier: string): string {
  return text.replace(new RegExp(`[+:]${modifier}\\b`), "");
}

/** The text of a reference with a "?" after its table. */
export function madeOptional(text: string): string {
  return text.replace(/:ref(\([^)]*\)|:[^:+?[(=\s]*)/, "$&?");
}
