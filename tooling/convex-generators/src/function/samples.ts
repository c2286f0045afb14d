// Values of arguments for tests, as code: one that is right, and those that are just wrong.
import { numeral, quoted } from "@groundwork/plop-engine/templates/code";
import { type Field, dateBounds, fieldTypes } from "../fields/field.ts";

/**
 * Writes a value that the argument takes.
 * @param field the argument
 * @param person the variable of the person who owns the rows that it names
 * @returns code for an async function that has `app` and the person
 */
export function sampleText(field: Field, person: string): string {
  if (field.list === null) return sampleItem(field, person);
  if (field.type === "ref" || field.type === "file") {
    const count = Math.max(field.list.min, Math.min(1, field.list.max));
    return `[${Array.from({ length: count }, () => sampleItem(field, person)).join(", ")}]`;
  }
  return repeated(field, Math.max(field.list.min, Math.min(1, field.list.max)));
}

/** In a table of tests no type says that a text is one of some, so it says so itself. */
function exactly(field: Field, item: string): string {
  return field.type === "enum" && field.values.length > 0 ? `${item} as const` : item;
}

function repeated(field: Field, count: number, item = sampleItem(field, "")): string {
  if (count > 3) return `Array.from({ length: ${count} }, () => ${item})`;
  return `[${Array.from({ length: count }, () => item).join(", ")}]`;
}

function sampleItem({ type, range, values, table, dimensions }: Field, person: string): string {
  switch (type) {
    case "string":
    case "text":
      return textOfLength(Math.max(range.min ?? 0, Math.min(1, range.max ?? 1)));
    case "email":
      return '"ann@example.com"';
    case "url":
      return '"https://example.com/"';
    case "int":
    case "number":
    case "money":
    case "duration":
    case "bigint": {
      const value = numeral(Math.min(Math.max(1, range.min ?? 1), range.max ?? 1));
      return type === "bigint" ? `${value}n` : value;
    }
    case "day":
      return '"2030-01-31"';
    case "time":
      return '"10:20"';
    case "bool":
      return "true";
    case "date":
      return "Date.UTC(2030, 0)";
    case "enum":
      return quoted(values[0]!);
    case "ref":
      return `await exampleRow(app, ${person}, ${JSON.stringify(table)})`;
    case "file":
      return `await app.run((ctx) => ctx.storage.store(new Blob(["x"])))`;
    case "vector":
      return `Array.from({ length: ${dimensions} }, () => 0)`;
    case "json":
      return "null";
    default:
      throw new TypeError(
        `There are no samples of ${type satisfies never}, only of ${fieldTypes}.`,
      );
  }
}

/** A value that the server refuses, and where it says that it is wrong. */
export interface BadValue {
  path: string;
  value: string;
}

/**
 * Writes values just outside each bound of an argument.
 * @param field the argument
 * @returns code of values that pass Convex's own validators and not ours
 */
export function badValues(field: Field): BadValue[] {
  const { name, list } = field;
  const items = badItems(field);
  if (list === null) return items.map((value) => ({ path: name, value }));
  const isSimple = field.type !== "ref" && field.type !== "file";
  const counts = [list.min - 1, list.max + 1].filter((count) => count >= 0 && isSimple);
  return [
    ...counts.map((count) => ({
      path: name,
      value: repeated(field, count, exactly(field, sampleItem(field, ""))),
    })),
    ...(list.max > 0 ? items.map((value) => ({ path: `${name}.0`, value: `[${value}]` })) : []),
  ].filter(({ path }) => path === name || list.min <= 1);
}

function badItems({ type, range, dimensions }: Field): string[] {
  const { min, max } = range;
  switch (type) {
    case "string":
    case "text":
      return [
        ...(min !== undefined && min > 0 ? [textOfLength(min - 1)] : []),
        ...(type === "string" && min !== undefined && min > 0 ? ['"   "'] : []),
        ...(max !== undefined ? [textOfLength(max + 1)] : []),
      ];
    case "int":
    case "number":
    case "money":
    case "duration":
      return [
        type === "number" ? "NaN" : "0.5",
        ...(min !== undefined ? [numeral(min - 1)] : []),
        ...(max !== undefined ? [numeral(max + 1)] : []),
      ];
    case "bigint":
      return [
        ...(min !== undefined ? [`${numeral(min - 1)}n`] : []),
        ...(max !== undefined ? [`${numeral(max + 1)}n`] : []),
      ];
    case "day":
      return ['"2030-02-30"'];
    case "time":
      return ['"24:00"'];
    case "email":
      return ['"ann@"'];
    case "url":
      return ['"javascript:alert(1)"'];
    case "date":
      return ["-1", numeral(dateBounds.max + 1)];
    case "vector":
      return [`[${dimensions === 1 ? "" : "0"}]`];
    default:
      return [];
  }
}

function textOfLength(length: number): string {
  return length <= 20 ? JSON.stringify("x".repeat(length)) : `"x".repeat(${numeral(length)})`;
}
