// The values of an e-mail: fields of the grammar, of types that a sentence can hold. How each is written, and examples.
import { labelOf } from "@groundwork/plop-engine/names/words";
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { type Problem, instead } from "@groundwork/plop-engine/plan";
import { numeral, quoted } from "@groundwork/plop-engine/templates/code";
import type { Field, FieldType, Modifier } from "../fields/field.ts";
import { formatField } from "../fields/format.ts";
import { faultOfMember } from "../fields/identifiers.ts";
import { parseFields } from "../fields/parse.ts";
import type { EmailInput } from "./input.ts";

/** Types that an e-mail does not quote, with what to pass instead. */
const NOT_QUOTED: Partial<Record<FieldType, (name: string) => string>> = {
  text: (name) => `${name}:string(1..200)`,
  url: () => "a page of the app: --link",
  file: (name) => `${name}Name:string(1..200)`,
  vector: (name) => `${name}:number`,
  json: (name) => `${name}:string(1..200)`,
};

const WHY_NOT: Partial<Record<FieldType, string>> = {
  text: "an e-mail quotes short texts on one line: one of several lines could pass for words of the app",
  url: "an e-mail links only to pages of the app",
};

/** What describes a field of a table. */
const OF_TABLES: readonly Modifier[] = [
  ...(["index", "unique", "once", "search", "name", "immutable", "server", "private"] as const),
  ...(["owner", "cascade", "clear"] as const),
];

/** Reads the values, and adds what is wrong to the problems. */
export function readValues(
  input: EmailInput,
  tables: readonly string[],
  problems: Problem[],
): Field[] {
  const parsed = parseFields(input.values ?? [], {
    faultOf: (name) => faultOfMember(name, "value"),
    isStored: false,
  });
  problems.push(...parsed.problems);
  const names = new Set<string>();
  for (const { text, field } of parsed.fields) {
    problems.push(...problemsOf(text, field, tables));
    if (names.has(field.name)) {
      const message = `the value "${field.name}" is given twice.`;
      problems.push({ code: "FIELD_DUP", arg: text, at: 0, message });
    }
    names.add(field.name);
  }
  return parsed.fields.map(({ field }) => field);
}

function problemsOf(text: string, field: Field, tables: readonly string[]): Problem[] {
  const { name, type, table } = field;
  const refuse = (code: string, message: string, more: Partial<Problem> = {}): Problem => ({
    ...{ code, arg: text, message, ...more },
  });
  const problems: Problem[] = [];
  const fitting = NOT_QUOTED[type]?.(name);
  if (fitting !== undefined) {
    const why = WHY_NOT[type] ?? `a person cannot read a value of the type ${type}`;
    const isValue = fitting.includes(":string") || fitting.includes(":number");
    const more = isValue ? instead(fitting) : { fix: `Pass ${fitting}` };
    problems.push(refuse("EMAIL_VALUE", `${name}: ${why}.`, more));
  }
  if (name === "userId") {
    problems.push(
      refuse("EMAIL_VALUE", `"userId" is the user whom the e-mail goes to, and always there.`, {
        fix: "Leave it out.",
      }),
    );
  }
  const modifier = OF_TABLES.find((word) => new RegExp(`[:+]${word}\\b`).test(text));
  if (modifier !== undefined) {
    const fixed = text.replace(new RegExp(`[:+]${modifier}\\b`), "");
    const message = `"${modifier}" describes a field of a table, and a value of an e-mail is not stored.`;
    problems.push(refuse("MOD_HERE", message, instead(fixed)));
  }
  if (field.isNullable) {
    const message = 'a value that says nothing is left out: write "?" for "nullable".';
    const fixed = formatField({ ...field, isNullable: false, isOptional: true });
    problems.push(refuse("MOD_HERE", message, instead(fixed)));
  }
  if (field.default !== null) {
    const message = `a value of an e-mail has no default: who sends it knows the value.`;
    const fixed = text.replace(/=(?![^(]*\)).*$/, "");
    problems.push(refuse("DEFAULT_HERE", message, instead(fixed)));
  }
  if (type === "ref" && table !== null && !tables.includes(table)) {
    const near = didYouMean(table, tables);
    const message = `ref(${table}): there is no table "${table}".${near?.sentence ?? ""}`;
    problems.push(
      refuse("REF_UNKNOWN", message, near === null ? {} : instead(text.replace(table, near.word))),
    );
  }
  return problems;
}

/** Code that writes a value as a person reads it. */
export function writtenCode(field: Field): string {
  const { name, list } = field;
  if (list === null) return writtenItem(field, name);
  return `${name}.map((item) => ${writtenItem(field, "item")}).join(", ")`;
}

function writtenItem({ type, name, currency, values }: Field, value: string): string {
  switch (type) {
    case "int":
    case "number":
    case "bigint":
      return `numberText(${value})`;
    case "money":
      return `moneyText(${value}, ${quoted(currency!)})`;
    case "bool":
      return `yesOrNo(${value})`;
    case "date":
      return `momentText(${value})`;
    case "day":
      return `dayText(${value})`;
    case "duration":
      return `durationText(${value})`;
    case "enum":
      return values.length === 0 ? value : `${name}Names[${value}]`;
    case "time":
    case "email":
      return value;
    default:
      return `toSingleLine(${value})`;
  }
}

/** The words for each option of an enum, as code. */
export function namesCode({ values, labels }: Field): string {
  const words = values.map(
    (value) => `${quoted(value)}: ${quoted(labels[value] ?? labelOf(value))}`,
  );
  return `{ ${words.join(", ")} }`;
}

/** An example of a value, as code. */
export function exampleCode(field: Field): string {
  if (field.list === null) return exampleItem(field);
  const count = Math.max(field.list.min, 1);
  return `[${Array.from({ length: count }, () => exampleItem(field)).join(", ")}]`;
}

/** What an example of a text is, where its range allows. */
const TEXT = "Ann & Bob";

function exampleItem({ type, range, values, table }: Field): string {
  switch (type) {
    case "string": {
      const { min = 0, max = TEXT.length } = range;
      if (min <= TEXT.length && TEXT.length <= max) return quoted(TEXT);
      const length = Math.max(min, Math.min(1, max));
      return length <= 20 ? quoted("x".repeat(length)) : `"x".repeat(${numeral(length)})`;
    }
    case "email":
      return '"ann@example.com"';
    case "bool":
      return "true";
    case "date":
      return "Date.UTC(2030, 0, 31, 9, 30)";
    case "day":
      return '"2030-01-31"';
    case "time":
      return '"10:20"';
    case "enum":
      return quoted(values[0]!);
    case "ref":
      return `"an id" as Id<${quoted(table!)}>`;
    case "int":
    case "number":
    case "money":
    case "duration":
    case "bigint": {
      const value = numeral(Math.min(Math.max(1200, range.min ?? 0), range.max ?? 1200));
      return type === "bigint" ? `${value}n` : value;
    }
    default:
      throw new TypeError(`No e-mail has a value of the type ${type}.`);
  }
}

/** How the example of a value is read, as code. */
export function readCode(field: Field): string {
  const one = readItem(field);
  const count = field.list === null ? 1 : Math.max(field.list.min, 1);
  return count === 1 ? one : `[${Array.from({ length: count }, () => one).join(", ")}].join(", ")`;
}

function readItem(field: Field): string {
  const example = exampleItem(field);
  const { type, values, labels } = field;
  if (type === "enum") return quoted(labels[values[0]!] ?? labelOf(values[0]!));
  if (type === "string") return example;
  return writtenItem(field, example);
}
