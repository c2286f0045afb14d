// `packages/validators/src/<table>.test.ts`: the tests of an entity's shapes.
import {
  type EntityField,
  type EntityModel,
  changesOf,
  inputsOf,
  isHeld,
  publicOf,
} from "../model.ts";
import {
  bracketed,
  importLine,
  indented,
  numeral,
  object,
  paragraphs,
  quoted,
  table,
} from "../print.ts";
import { fitting, sampleText } from "../samples.ts";
import { defaultText, limitsName, optionsName } from "./shapes.ts";
import { boundsTests } from "./validators-bounds.ts";
import { wrongFieldsTest, wrongTest } from "./validators-wrong.ts";

/**
 * The files, by what stands between the table's name and `.test.ts` in theirs: nothing, and `bounds` for
 * those of fields that are too many for one file.
 */
export function validatorsTestFiles(model: EntityModel): Map<string, string> {
  const whole = fileText(
    model,
    paragraphs(
      rightTest(model),
      keysTest(model),
      ...inputsOf(model).map((field) => fieldTests(model, field)),
      wrongTest(model),
      leftOutTest(model),
      changesTest(model),
    ),
  );
  if (linesOf(whole) <= MOST_LINES) return new Map([["", whole]]);
  const main = paragraphs(
    rightTest(model),
    keysTest(model),
    wrongFieldsTest(model),
    leftOutTest(model),
    changesTest(model),
  );
  const bounds = boundsTests(model);
  return new Map([
    ["", fileText(model, main)],
    ...(bounds === "" ? [] : [["bounds", fileText(model, bounds)] as const]),
  ]);
}

/** The lint's bound on a test file, less what a person may add. */
const MOST_LINES = 440;

function linesOf(text: string): number {
  return text.split("\n").filter((line) => line.trim() !== "").length;
}

function fileText(model: EntityModel, tests: string): string {
  return (
    paragraphs(
      [
        importLine(
          tests.includes("describe(") ? ["describe", "expect", "test"] : ["expect", "test"],
          "vitest",
        ),
        importLine(importedNames(model, tests), `./${model.names.table}.ts`),
      ].join("\n"),
      inputText(model, tests),
      tests,
    ) + "\n"
  );
}

function importedNames(model: EntityModel, tests: string): string[] {
  const { one, One } = model.names;
  const names = [
    `${one}Changes`,
    `${one}Input`,
    limitsName(model),
    optionsName(model),
    `public${One}`,
  ];
  return names
    .filter((name) => new RegExp(`\\b${name}\\b`).test(tests) || name === `${one}Input`)
    .toSorted();
}

/** A value for a shape alone: rows and files are known by their ids. */
function valueText(field: EntityField, which: 1 | 2 = 1): string {
  const plain = { ...field, isUnique: false };
  if (field.type !== "ref" && field.type !== "file") return sampleText(plain, which);
  const id = quoted(`${field.name}${which}`);
  if (field.list === null) return id;
  const count = Math.max(field.list.min, Math.min(1, field.list.max));
  return count > 3
    ? `Array.from({ length: ${count} }, () => ${id})`
    : `[${Array(count).fill(id).join(", ")}]`;
}

function inputText(model: EntityModel, tests: string): string {
  const { one } = model.names;
  const values = inputsOf(model).map((field) => `${field.name}: ${valueText(field)}`);
  return [
    object("const input = ", values, ";"),
    ...(tests.includes("accepts(")
      ? [
          shorten(
            `const accepts = (changes: object) =>`,
            `${one}Input.safeParse({ ...input, ...changes }).success;`,
          ),
        ]
      : []),
  ].join("\n");
}

function shorten(start: string, end: string): string {
  const line = `${start} ${end}`;
  return line.length <= 100 ? line : `${start}\n  ${end}`;
}

function rightTest({ names }: EntityModel): string {
  return [
    `test("what is right is taken as it is", () => {`,
    `  expect(${names.one}Input.parse(input)).toEqual(input);`,
    "});",
  ].join("\n");
}

/** Which fields can be set, changed and seen: a field that is forgotten or leaks shows here. */
function keysTest(model: EntityModel): string {
  const { one, One } = model.names;
  const keys = (shape: string, fields: readonly string[]) =>
    indented(
      bracketed(
        `expect(Object.keys(${shape}.shape).sort()).toEqual([`,
        fields.toSorted().map(quoted),
        "]);",
        {
          indent: 2,
        },
      ),
      2,
    );
  const namesOf = (fields: readonly EntityField[]) => fields.map(({ name }) => name);
  return [
    `test("these fields can be set, changed and seen, and no others", () => {`,
    keys(`${one}Input`, namesOf(inputsOf(model))),
    ...(changesOf(model).length > 0 ? [keys(`${one}Changes`, namesOf(changesOf(model)))] : []),
    keys(`public${One}`, ["_creationTime", "_id", ...namesOf(publicOf(model))]),
    "});",
  ].join("\n");
}

function fieldTests(model: EntityModel, field: EntityField): string | null {
  const all = field.list === null ? valueTests(model, field) : [itemsTest(model, field)];
  const present = all.filter((test) => test !== null);
  if (present.length === 0) return null;
  return [
    `describe(${quoted(field.name)}, () => {`,
    ...boundsLine(model, field),
    indented(present.join("\n\n"), 2),
    "});",
  ].join("\n");
}

/** Takes the bounds that the tests of a field go by. */
function boundsLine(model: EntityModel, { name, list, range, type }: EntityField): string[] {
  const limits = `${limitsName(model)}.${name}`;
  const isText = type === "string" || type === "text";
  if (list !== null) {
    return [`  const { ${list.min > 0 ? "min, max" : "max"} } = ${limits}.items;`, ""];
  }
  const sides = (["min", "max"] as const).filter((side) => range[side] !== undefined);
  const used = isText && (range.min ?? 0) === 0 ? ["max"] : sides;
  const needed = ["string", "text", "int", "number"].includes(type) && used.length > 0;
  return needed ? [`  const { ${used.join(", ")} } = ${limits};`, ""] : [];
}

function valueTests(model: EntityModel, field: EntityField): (string | null)[] {
  switch (field.type) {
    case "string":
      return [lengthTest(field), spaceTest(model, field), scriptTest(field)];
    case "text":
      return [lengthTest(field), keepsSpaceTest(model, field)];
    case "int":
    case "number":
      return [numberTest(field)];
    case "enum":
      return [optionsTest(model, field)];
    case "vector":
      return [vectorTest(model, field)];
    default:
      return [];
  }
}

function rowsTest(
  rows: readonly string[],
  title: string,
  parameters: string,
  body: string,
): string {
  return [
    table("test.each(", rows, `)(${quoted(title)}, (${parameters}) => {`, 2),
    `  ${body}`,
    "});",
  ].join("\n");
}

function lengthTest({ name, range }: EntityField): string {
  const hasMin = (range.min ?? 0) > 0;
  const rows = [
    ...(hasMin ? ["[min - 1, false]", "[min, true]"] : ["[0, true]"]),
    "[max, true]",
    "[max + 1, false]",
  ];
  const body = `expect(accepts({ ${name}: "x".repeat(length) })).toBe(accepted);`;
  return rowsTest(rows, "of %d characters: %s", "length, accepted", body);
}

function spaceTest({ names }: EntityModel, { name, range, label }: EntityField): string {
  const text = fitting(`${label} 1`, range);
  return [
    `test("is counted without the space around it", () => {`,
    `  const spaced = { ...input, ${name}: ${quoted(`\t ${text} \n`)} };`,
    `  expect(${names.one}Input.parse(spaced).${name}).toBe(${quoted(text)});`,
    `  expect(accepts({ ${name}: \` \${"x".repeat(max)} \` })).toBe(true);`,
    ...((range.min ?? 0) > 0
      ? [`  expect(accepts({ ${name}: " ".repeat(min) })).toBe(false);`]
      : []),
    "});",
  ].join("\n");
}

function scriptTest({ name }: EntityField): string {
  return [
    `test("is counted in characters, in any script", () => {`,
    `  expect(accepts({ ${name}: "👋".repeat(max) })).toBe(true);`,
    `  expect(accepts({ ${name}: "👋".repeat(max) + "!" })).toBe(false);`,
    "});",
  ].join("\n");
}

function keepsSpaceTest(
  { names }: EntityModel,
  { name, range, label }: EntityField,
): string | null {
  const text = `  ${fitting(label, range)}\n`;
  if ([...text].length > (range.max ?? Infinity)) return null;
  return [
    `test("keeps the space around it", () => {`,
    `  const spaced = { ...input, ${name}: ${quoted(text)} };`,
    `  expect(${names.one}Input.parse(spaced)).toEqual(spaced);`,
    "});",
  ].join("\n");
}

function numberTest({ name, range, type }: EntityField): string | null {
  const isInt = type === "int";
  const rows = [
    ...(range.min === undefined ? [] : ["[min - 1, false]", "[min, true]"]),
    ...(range.max === undefined ? [] : ["[max, true]", "[max + 1, false]"]),
    ...(isInt
      ? [
          `[${numeral((range.min ?? range.max ?? 0) + (range.min === undefined ? -0.5 : 0.5))}, false]`,
        ]
      : []),
    "[NaN, false]",
    "[Infinity, false]",
  ];
  return rowsTest(
    rows,
    "of %d: %s",
    "value, accepted",
    `expect(accepts({ ${name}: value })).toBe(accepted);`,
  );
}

function optionsTest(model: EntityModel, { name }: EntityField): string {
  return [
    `test.each(${optionsName(model)}.${name})("may be %s", (value) => {`,
    `  expect(accepts({ ${name}: value })).toBe(true);`,
    "});",
  ].join("\n");
}

function vectorTest(model: EntityModel, { name }: EntityField): string {
  const length = `${limitsName(model)}.${name}.length`;
  const rows = [`[${length} - 1, false]`, `[${length}, true]`, `[${length} + 1, false]`];
  const body = `expect(accepts({ ${name}: Array.from({ length }, () => 0.5) })).toBe(accepted);`;
  return rowsTest(rows, "of %d numbers: %s", "length, accepted", body);
}

function itemsTest(model: EntityModel, field: EntityField): string {
  const { name, list } = field;
  const rows = [
    ...(list!.min > 0 ? ["[min - 1, false]", "[min, true]"] : ["[0, true]"]),
    "[max, true]",
    "[max + 1, false]",
  ];
  const one = valueText({ ...field, list: null });
  const start = `const items = Array.from({ length }, () => ${one});`;
  return [
    "test.each([",
    ...rows.map((row) => `  ${row},`),
    `])("of %d items: %s", (length, accepted) => {`,
    `  ${start}`,
    `  expect(accepts({ ${name}: items })).toBe(accepted);`,
    "});",
  ].join("\n");
}

/** What may be left out, and what it becomes. */
function leftOutTest(model: EntityModel): string | null {
  const { one } = model.names;
  const fields = inputsOf(model).filter(
    ({ isOptional, default: value }) => isOptional || value !== null,
  );
  if (fields.length === 0) return null;
  const rows = fields.map((field) => {
    const value = field.default;
    const becomes =
      value === null || value.kind === "me"
        ? "undefined"
        : value.kind === "now"
          ? "expect.any(Number)"
          : defaultText(field);
    return `[${quoted(field.name)}, ${becomes}]`;
  });
  return [
    table("test.each(", rows, `)("%s may be left out", (field, becomes) => {`),
    `  const parsed: Record<string, unknown> = ${one}Input.parse({ ...input, [field]: undefined });`,
    "  expect(parsed[field]).toEqual(becomes);",
    "});",
  ].join("\n");
}

/** A change leaves alone what it does not name: no default comes in. */
function changesTest(model: EntityModel): string | null {
  if (changesOf(model).length === 0 || !isHeld(model, "update")) return null;
  const { one } = model.names;
  const optional = changesOf(model).filter(({ isOptional }) => isOptional);
  const nulls = optional.map(({ name }) => `${name}: null`);
  return [
    `test("a change is of the fields that it names", () => {`,
    `  expect(${one}Changes.parse({})).toEqual({});`,
    ...(nulls.length === 0
      ? []
      : [
          indented(object("const nothing = ", nulls, ";", 2), 2),
          `  expect(${one}Changes.parse(nothing)).toEqual(nothing);`,
        ]),
    "});",
  ].join("\n");
}
