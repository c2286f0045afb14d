// Values of fields for tests, as code: some that are right, and those that are just wrong.
import { isRunningNumber } from "../fields/meaning.ts";
import type { EntityField, EntityModel } from "./model.ts";
import { numeral, quoted } from "@groundwork/plop-engine/templates/code";
const limitsName = ({ names }: EntityModel) => `${names.one}Limits`;

/** Types whose values are rows or files, which a test has to make first. */
export function isMade({ type }: EntityField): boolean {
  return type === "ref" || type === "file";
}

/**
 * Writes a value that the field takes.
 * @param field the field
 * @param which 1 or 2; the two differ where the type has two values
 * @param person the variable of whoever gives the value
 * @returns code, with `await` for rows and files
 */
export function sampleText(field: EntityField, which: 1 | 2 = 1, person = "person"): string {
  if (isRunningNumber(field)) return "++made";
  const { list } = field;
  if (list === null) return sampleItem(field, which, person);
  const count = Math.max(list.min, Math.min(1, list.max));
  const item = sampleItem({ ...field, isUnique: false }, which, person);
  if (count > 3 && isMade(field)) {
    return `await Promise.all(Array.from({ length: ${count} }, () => ${item.replace(/^await /, "")}))`;
  }
  if (count > 3) return `Array.from({ length: ${count} }, () => ${item})`;
  return `[${Array.from({ length: count }, () => item).join(", ")}]`;
}

/** The same, of the exact type that the field has: a text that is one of some is no other text. */
export function exactText(field: EntityField, which: 1 | 2 = 1, person = "person"): string {
  const value = sampleText(field, which, person);
  return field.type === "enum" ? value.replace(/"[^"]*"/g, "$& as const") : value;
}

function sampleItem(field: EntityField, which: 1 | 2, person: string): string {
  const { type, range, values, table, dimensions, isUnique, name, label } = field;
  switch (type) {
    case "string":
    case "text":
      return isUnique ? uniqueText(field) : quoted(fitting(`${label} ${which}`, range));
    case "email":
      return isUnique ? `\`${name}\${++made}@example.com\`` : `"${name}${which}@example.com"`;
    case "url":
      return isUnique ? "`https://example.com/${++made}`" : `"https://example.com/${which}"`;
    case "int":
      return isUnique ? uniqueNumber(range) : numeral(nearest(which, range));
    case "number":
      return isUnique ? uniqueNumber(range) : numeral(nearest(which + 0.5, range));
    case "bool":
      return String(which === 1);
    case "date":
      return isUnique ? "Date.UTC(2030, 0, ++made)" : `Date.UTC(2030, 0, ${which})`;
    case "enum":
      return quoted(values[which - 1] ?? values[0]!);
    case "ref":
      if (table === "users") return `${person}.userId`;
      // The team whose a row is, is always the same one of a person's; any other is another each time.
      if (table === "teams" && !field.isTeam) return `await inTeam(app, { owner: ${person} })`;
      return `await exampleRow(app, ${person}, ${quoted(table!)})`;
    case "file":
      return "await exampleFile(app)";
    case "vector":
      return `Array.from({ length: ${dimensions} }, () => ${which})`;
    case "json":
      return `{ a: [${which}] }`;
  }
}

/** A text of a length that the field takes. */
export function fitting(text: string, { min = 0, max = Infinity }: EntityField["range"]): string {
  return text.padEnd(min, "x").slice(0, max).trim().padEnd(min, "x");
}

function uniqueText({ range, name }: EntityField): string {
  const { min = 0, max = Infinity } = range;
  const head = `${name} `.slice(0, Math.max(0, max - 4)).trimEnd();
  const text = `\`${head}\${++made}\``;
  return min > head.length + 1 ? `${text}.padEnd(${min}, "x")` : text;
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

/** A value that is just not right, as code, and where the server says that it is wrong. */
export interface BadValue {
  field: EntityField;
  path: string;
  value: string;
}

/** Values that are just not right. What Convex itself refuses is left out: other types, enums. */
export function badValues(model: EntityModel, field: EntityField): BadValue[] {
  const { name, list } = field;
  const limits = `${limitsName(model)}.${name}`;
  const bad = (path: string, value: string) => ({ field, path, value });
  if (list === null) return badItems(field, limits).map((value) => bad(name, value));
  if (isMade(field)) return [];
  const filler = list.min > 1 ? null : `${name}.0`;
  const items =
    filler === null ? [] : badItems(field, limits).map((value) => bad(filler, `[${value}]`));
  const one = sampleText({ ...field, list: null, isUnique: false });
  return [
    ...items,
    ...(list.min > 0
      ? [bad(name, `Array.from({ length: ${limits}.items.min - 1 }, () => ${one})`)]
      : []),
    bad(name, `Array.from({ length: ${limits}.items.max + 1 }, () => ${one})`),
  ];
}

function badItems(field: EntityField, limits: string): string[] {
  const { type, range } = field;
  switch (type) {
    case "string":
    case "text":
      return [
        ...((range.min ?? 0) > 0 ? [`"x".repeat(${limits}.min - 1)`] : []),
        ...((range.min ?? 0) > 0 && type === "string" ? [`"   "`] : []),
        `"x".repeat(${limits}.max + 1)`,
      ];
    case "int":
    case "number":
      return [
        ...(type === "int" ? [numeral(nearest(1, range) + 0.5)] : []),
        ...(range.min === undefined ? [] : [`${limits}.min - 1`]),
        ...(range.max === undefined ? [] : [`${limits}.max + 1`]),
        ...(type === "number" ? ["Infinity"] : []),
      ];
    case "email":
      return [`"nobody"`];
    case "url":
      return [`"javascript:alert(1)"`];
    case "date":
      return ["-1"];
    case "vector":
      return [`Array.from({ length: ${limits}.length + 1 }, () => 0)`];
    case "json":
      return [`"x".repeat(fieldLimits.json.max)`];
    default:
      return [];
  }
}

/** The greatest value that the field takes, as code; null where there is none worth a test. */
export function greatest(model: EntityModel, field: EntityField): string | null {
  const { name, type, list, range } = field;
  const limits = `${limitsName(model)}.${name}`;
  if (isMade(field)) return null;
  if (list !== null) {
    const one = exactText({ ...field, list: null, isUnique: false });
    return list.max > 1000 ? null : `Array.from({ length: ${limits}.items.max }, () => ${one})`;
  }
  if (type === "string" || type === "text") return `"x".repeat(${limits}.max)`;
  if ((type === "int" || type === "number") && range.max !== undefined) return `${limits}.max`;
  return null;
}
