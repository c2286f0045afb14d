// Writes a field down again, in the canonical spelling: the same field always has the same text.
import { type Default, type Field, listBounds, textBounds, type Range } from "./field.ts";

/**
 * Writes a field.
 * @param field as the grammar read it
 * @returns its canonical text, such as `title:string(1..120)+search`; reading it gives the same field
 */
export function formatField(field: Field): string {
  const parts = [
    `${field.name}:${field.type}${argumentsOf(field)}`,
    field.isOptional && !field.isOwner ? "?" : "",
    field.list === null ? "" : `[${rangeText(field.list, listBounds)}]`,
    ...modifiersOf(field).map((modifier) => `+${modifier}`),
    field.default === null ? "" : `=${defaultText(field, field.default)}`,
  ];
  return parts.join("");
}

function argumentsOf({ type, range, values, table, dimensions }: Field): string {
  switch (type) {
    case "enum":
      return `(${values.join(",")})`;
    case "ref":
      return `(${table})`;
    case "vector":
      return `(${dimensions})`;
    case "string":
    case "text": {
      const text = rangeText(range, textBounds[type]);
      return text === "" ? "" : `(${text})`;
    }
    default:
      return range.min === undefined && range.max === undefined ? "" : `(${rangeText(range)})`;
  }
}

/** A range; nothing when it is the one that holds unless told. */
function rangeText({ min, max }: Range, usual?: Required<Range>): string {
  if (usual !== undefined && min === usual.min && max === usual.max) return "";
  return `${min ?? ""}..${max ?? ""}`;
}

function modifiersOf(field: Field): string[] {
  const isSet: [string, boolean][] = [
    ["index", field.isIndexed],
    ["unique", field.isUnique],
    ["once", field.isOnce],
    ["search", field.isSearchable],
    ["name", field.isName],
    ["immutable", field.isImmutable],
    ["server", field.isServer],
    ["private", field.isPrivate],
    ["owner", field.isOwner],
    // That a row of a team outlives its owner follows from the team.
    [
      field.onRemove,
      field.onRemove !== "restrict" && !(field.isOwner && field.onRemove === "clear"),
    ],
  ];
  return isSet.filter(([, is]) => is).map(([modifier]) => modifier);
}

function defaultText({ type }: Field, value: Default): string {
  if (value.kind !== "literal") return value.kind;
  if (Array.isArray(value.value)) return "[]";
  if (type === "date") {
    const iso = new Date(value.value as number).toISOString();
    return iso.endsWith("T00:00:00.000Z") ? iso.slice(0, 10) : iso.replace(".000Z", "Z");
  }
  const text = String(value.value);
  const isPlain = type !== "string" && type !== "text" ? true : /^[\w.,;!-]+$/.test(text);
  return isPlain ? text : JSON.stringify(text);
}

/** Adds a modifier to a field's text, before its default. */
export function withModifier(text: string, modifier: string): string {
  const at = text.indexOf("=");
  return at === -1 ? `${text}+${modifier}` : `${text.slice(0, at)}+${modifier}${text.slice(at)}`;
}

/** Takes a modifier out of a field's text. */
export function withoutModifier(text: string, modifier: string): string {
  return text.replace(new RegExp(`[+:]${modifier}\\b`), "");
}
