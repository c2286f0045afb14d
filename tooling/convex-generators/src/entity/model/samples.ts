// Values of fields for generated tests, as code: some that are right, and those that are just wrong.
import { numeral, quoted } from "@groundwork/plop-engine/templates/code";
import type { FieldType } from "../../fields/field.ts";
import { isListOfRows, isRunningNumber } from "../../fields/field.ts";
import type { EntityField, ReferenceField } from "./model.ts";

interface Samples {
  /**
   * A right value, with `await` for rows and files.
   * @param which 1 or 2; the two differ where the type has two values
   * @param person the variable of the person who gives the value
   */
  right: (field: EntityField, which: 1 | 2, person: string) => string;
  /** The same where no two rows may have the same. */
  unique?: (field: EntityField) => string;
  /** Values of another type, or of another form. */
  wrong: readonly string[];
  /** Values that Convex takes and the server refuses; `limits` is the code of the field's limits. */
  refused?: (field: EntityField, limits: string) => string[];
  /** The greatest value; null without a bound. */
  greatest?: (field: EntityField, limits: string) => string | null;
}

const text: Samples = {
  right: ({ label, range }, which) => quoted(fitting(`${label} ${which}`, range)),
  unique: uniqueText,
  wrong: ["1"],
  refused: ({ range, type }, limits) => [
    ...(isLeast(range) ? [`"x".repeat(${limits}.min - 1)`] : []),
    ...(isLeast(range) && type === "string" ? [`"   "`] : []),
    `"x".repeat(${limits}.max + 1)`,
  ],
  greatest: (_field, limits) => `"x".repeat(${limits}.max)`,
};

const number: Samples = {
  right: ({ range }, which) => numeral(nearest(which + 0.5, range)),
  unique: ({ range }) => uniqueNumber(range),
  wrong: [`"1"`],
  refused: (field, limits) => [...beyond(field, limits), "Infinity"],
  greatest: ({ range }, limits) => (range.max === undefined ? null : `${limits}.max`),
};

/** Whole numbers, whatever they count. */
const whole: Samples = {
  ...number,
  right: ({ range }, which) => numeral(nearest(which, range)),
  refused: (field, limits) => [numeral(nearest(1, field.range) + 0.5), ...beyond(field, limits)],
};

const samples: Readonly<Record<FieldType, Samples>> = {
  string: text,
  text,
  number,
  int: whole,
  money: whole,
  duration: whole,
  bigint: {
    ...number,
    right: ({ range }, which) => `${numeral(nearest(which, range))}n`,
    unique: ({ range }) => `BigInt(${uniqueNumber(range)})`,
    refused: beyond,
  },
  email: {
    right: ({ name }, which) => `"${name}${which}@example.com"`,
    unique: ({ name }) => `\`${name}\${++made}@example.com\``,
    wrong: [`"nobody"`],
    refused: () => [`"nobody"`],
  },
  url: {
    right: (_field, which) => `"https://example.com/${which}"`,
    unique: () => "`https://example.com/${++made}`",
    wrong: [`"javascript:alert(1)"`],
    refused: () => [`"javascript:alert(1)"`],
  },
  bool: { right: (_field, which) => String(which === 1), wrong: [`"true"`] },
  date: {
    right: (_field, which) => `Date.UTC(2030, 0, ${which})`,
    unique: () => "Date.UTC(2030, 0, ++made)",
    wrong: ["-1", `"2030-01-01"`],
    refused: () => ["-1"],
  },
  day: {
    right: (_field, which) => `"2030-01-0${which}"`,
    unique: () => "new Date(Date.UTC(2030, 0, ++made)).toISOString().slice(0, 10)",
    wrong: ["1", `"2030-02-30"`, `"30.01.2030"`],
    refused: () => [`"2030-02-30"`],
  },
  time: {
    right: (_field, which) => `"0${which}:30"`,
    wrong: ["1", `"24:00"`, `"9:30 am"`],
    refused: () => [`"24:00"`],
  },
  enum: {
    right: ({ values }, which) => quoted(values[which - 1] ?? values[0]!),
    wrong: [`"none of these"`],
  },
  ref: { right: (field, _, person) => rowText(field as ReferenceField, person), wrong: ["1"] },
  file: { right: () => "await exampleFile(app)", wrong: ["1"] },
  vector: {
    right: ({ dimensions }, which) => `Array.from({ length: ${dimensions} }, () => ${which})`,
    wrong: [`["x"]`],
    refused: (_field, limits) => [`Array.from({ length: ${limits}.length + 1 }, () => 0)`],
  },
  json: {
    right: (_field, which) => `{ a: [${which}] }`,
    wrong: [],
    refused: () => [`"x".repeat(fieldLimits.json.max)`],
  },
};

/** Whether values are rows or files, which a test has to create first. */
export function isMade({ type }: EntityField): boolean {
  return type === "ref" || type === "file";
}

/** A value that the field takes, as code; see `Samples.right`. */
export function sampleText(field: EntityField, which: 1 | 2 = 1, person = "person"): string {
  if (isRunningNumber(field)) return "++made";
  const { unique, right } = samples[field.type];
  const { list, isUnique, isDistinct } = field;
  const isOther = isUnique || isDistinct;
  if (list === null) return isOther && unique ? unique(field) : right(field, which, person);
  // A list of rows is filled in the tests that are about it.
  const count = isListOfRows(field) ? list.min : leastItems(list);
  const item = right(field, which, person);
  if (count <= 3 || !isMade(field)) return repeated(count, item);
  return `await Promise.all(${repeated(count, item.replace(/^await /, ""))})`;
}

/** The same, of the exact type that the field has: an option of an enum is no other text. */
export function exactText(field: EntityField, which: 1 | 2 = 1, person = "person"): string {
  const value = sampleText(field, which, person);
  return field.type === "enum" ? value.replace(/"[^"]*"/g, "$& as const") : value;
}

/** A value for a shape alone: rows and files are ids. */
export function shapeText(field: EntityField): string {
  if (!isMade(field)) return sampleText({ ...field, isUnique: false, isDistinct: false });
  const id = (n: number) => quoted(`${field.name}${n}`);
  if (field.list === null) return id(1);
  const count = leastItems(field.list);
  if (!isListOfRows(field)) return repeated(count, id(1));
  return `[${Array.from({ length: count }, (_, at) => id(at + 1)).join(", ")}]`;
}

/** Values of another type, or of another form. */
export function wrongTexts({ type, list, isNullable }: EntityField): readonly string[] {
  const nothing = isNullable ? [] : ["null"];
  if (list !== null) return [...nothing, `"x"`];
  const { wrong } = samples[type];
  return wrong.length === 0 ? [] : [...nothing, ...wrong];
}

/** A value that the server refuses, as code, and the path that it answers. */
export interface RefusedValue {
  field: EntityField;
  path: string;
  value: string;
}

/** Values just outside the limits. What Convex itself refuses is left out: other types, other options. */
export function refusedValues(field: EntityField, limits: string): RefusedValue[] {
  const { name, list, type } = field;
  const items = samples[type].refused?.(field, limits) ?? [];
  const at = (path: string, value: string) => ({ field, path, value });
  if (list === null) return items.map((value) => at(name, value));
  if (isMade(field)) return [];
  const one = sampleText(single(field));
  const many = (length: string) =>
    at(name, `Array.from({ length: ${limits}.items.${length} }, () => ${one})`);
  return [
    ...(list.min > 1 ? [] : items.map((value) => at(`${name}.0`, `[${value}]`))),
    ...(list.min > 0 ? [many("min - 1")] : []),
    many("max + 1"),
  ];
}

/** The greatest value that the field takes, as code; null where there is none worth a test. */
export function greatestText(field: EntityField, limits: string): string | null {
  const { type, list } = field;
  if (isMade(field)) return null;
  if (list === null) return samples[type].greatest?.(field, limits) ?? null;
  const one = exactText(single(field));
  return list.max > 1000 ? null : `Array.from({ length: ${limits}.items.max }, () => ${one})`;
}

/** A row of a table that somebody sees, created for a test. */
export function rowText(
  { table, isTeam, isParent }: Pick<ReferenceField, "table" | "isTeam" | "isParent">,
  person: string,
): string {
  // The parts of a person are those of one whole, so that a list has all of them.
  if (isParent) return `await parentOf(${person})`;
  if (table === "users") return `${person}.userId`;
  // Rows of a person belong to the one team of theirs; any other reference to a team gets another one each time.
  if (table === "teams" && !isTeam) return `await inTeam(app, { owner: ${person} })`;
  return `await exampleRow(app, ${person}, ${quoted(table)})`;
}

/** A text of a length that the field takes. */
export function fitting(words: string, { min = 0, max = Infinity }: EntityField["range"]): string {
  return words.padEnd(min, "x").slice(0, max).trim().padEnd(min, "x");
}

/** Whether a text may not be empty. */
export function isLeast({ min = 0 }: EntityField["range"]): boolean {
  return min > 0;
}

function single(field: EntityField): EntityField {
  return { ...field, list: null, isUnique: false, isDistinct: false };
}

function leastItems({ min, max }: NonNullable<EntityField["list"]>): number {
  return Math.max(min, Math.min(1, max));
}

function repeated(count: number, item: string): string {
  if (count > 3) return `Array.from({ length: ${count} }, () => ${item})`;
  return `[${Array<string>(count).fill(item).join(", ")}]`;
}

function beyond({ type, range: { min, max } }: EntityField, limits: string): string[] {
  const one = type === "bigint" ? "1n" : "1";
  return [
    ...(min === undefined ? [] : [`${limits}.min - ${one}`]),
    ...(max === undefined ? [] : [`${limits}.max + ${one}`]),
  ];
}

function uniqueText({ range: { min = 0, max = Infinity }, name }: EntityField): string {
  const head = `${name} `.slice(0, Math.max(0, max - 4)).trimEnd();
  const counted = `\`${head}\${++made}\``;
  return min > head.length + 1 ? `${counted}.padEnd(${min}, "x")` : counted;
}

function uniqueNumber({ min, max }: EntityField["range"]): string {
  if (min === undefined && max !== undefined) return `${numeral(Math.floor(max))} - ++made`;
  const start = Math.ceil(min ?? 0);
  return start === 0 ? "++made" : `${numeral(start)} + ++made`;
}

function nearest(value: number, { min = -Infinity, max = Infinity }: EntityField["range"]): number {
  const inside = Math.min(Math.max(value, min), max);
  return Math.abs(inside) > Number.MAX_SAFE_INTEGER ? 0 : inside;
}
