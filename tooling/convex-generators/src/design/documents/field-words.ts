// A field in words: what its values are, and what else holds of it.
import { toMajor } from "../../fields/currency.ts";
import { type Field, type Range, isListOfRows, isRunningNumber } from "../../fields/field.ts";
import { code } from "./markdown.ts";

/**
 * What a field holds.
 * @returns such as `text, 1 to 120 characters`, in Markdown
 */
export function holdsOf(field: Field): string {
  const { list } = field;
  const one = valueOf(field);
  const many = list === null ? one : `a list of ${bounded(list)}: ${one}`;
  return field.isNullable ? `${many}; or null` : many;
}

function valueOf(field: Field): string {
  const { type, range, values, table, dimensions, currency } = field;
  switch (type) {
    case "string":
    case "text":
      return `${type === "string" ? "text" : "long text"}, ${bounded(range)} characters`;
    case "int":
    case "bigint":
      return withBounds("whole number", range);
    case "number":
      return withBounds("number", range);
    case "duration":
      return "seconds";
    case "money":
      return withBounds(`amount in ${currency}`, inMajor(range, currency!));
    case "enum":
      return `one of ${values.map(code).join(", ")}`;
    case "ref":
      return `a row of ${code(table!)}`;
    case "vector":
      return `vector of ${dimensions} numbers`;
    default:
      return plainTypes[type];
  }
}

const plainTypes = {
  email: "e-mail address",
  url: "web address",
  bool: "true or false",
  date: "timestamp",
  day: "date without a time",
  time: "time of day",
  file: "uploaded file",
  json: "any JSON value",
} as const;

function inMajor({ min, max }: Range, currency: string): Range {
  return {
    ...(min !== undefined && { min: toMajor(min, currency) }),
    ...(max !== undefined && { max: toMajor(max, currency) }),
  };
}

function withBounds(words: string, range: Range): string {
  const bounds = bounded(range);
  return bounds === null ? words : `${words}, ${bounds}`;
}

/** A range in words; null for one that is open on both sides. */
function bounded({ min, max }: Range): string | null {
  if (min === undefined && max === undefined) return null;
  if (min === max) return `exactly ${digits(min!)}`;
  if (max === undefined) return `at least ${digits(min!)}`;
  return min === undefined ? `at most ${digits(max)}` : `${digits(min)} to ${digits(max)}`;
}

function digits(value: number): string {
  return value.toLocaleString("en-US");
}

/** What else holds of a field, as words between commas. */
export function rulesOf(field: Field): string {
  const { isOptional, isOwner, isComputed, isServer, isImmutable, default: value } = field;
  const rules: [boolean, string][] = [
    [isComputed, "computed when it is read"],
    [isOwner, "the caller who created the row"],
    [isRunningNumber(field), "numbered by the server"],
    [isServer && !isRunningNumber(field), "set by functions only"],
    [isOptional && !isOwner, "optional"],
    [value !== null, `default: ${value === null ? "" : defaultWords(field)}`],
    [field.isUnique, "unique"],
    [field.isOnce, "once per owner"],
    [field.isIndexed, "listed by"],
    [field.isSearchable, "searched by its words"],
    [field.isName, "names the row"],
    [isImmutable, "never changed"],
    [field.isPrivate, "never returned"],
    [field.type === "ref" && !isOwner, removalWords(field)],
  ];
  return rules.flatMap(([holds, words]) => (holds ? [words] : [])).join(", ");
}

function defaultWords({ default: value, currency }: Field): string {
  if (value === null || value.kind === "me") return "the caller";
  if (value.kind === "now") return "the time of the call";
  if (Array.isArray(value.value)) return "an empty list";
  if (currency !== null) return code(String(toMajor(value.value as number, currency)));
  return code(String(value.value));
}

/** What happens to the row when the one that it refers to is removed. */
function removalWords(field: Field): string {
  if (field.onRemove === "restrict") return "the referenced row cannot be removed";
  if (field.onRemove === "cascade") return "removed with the referenced row";
  return isListOfRows(field)
    ? "loses the id of a removed row"
    : "cleared when the referenced row is removed";
}
