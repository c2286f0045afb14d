// The bounds of many fields: one row for each field, where a `describe` for each would be too long.
import { type EntityField, type EntityModel, inputsOf } from "../model.ts";
import { bracketed, paragraphs, quoted } from "../print.ts";
import { limitsName, optionsName } from "./shapes.ts";

/** What is tried of the fields that have the same kind of bounds. */
interface Trial {
  title: string;
  /** The body of the test, which knows the name of the field as `field`. */
  body: readonly string[];
}

/** One test for all fields that are bounded alike. */
export function boundsTests(model: EntityModel): string {
  const groups = new Map<string, { trial: Trial; names: string[] }>();
  for (const field of inputsOf(model)) {
    const trial = trialOf(model, field);
    if (trial === null) continue;
    const key = trial.body.join("\n");
    const group = groups.get(key) ?? { trial, names: [] };
    group.names.push(field.name);
    groups.set(key, group);
  }
  return paragraphs(...[...groups.values()].map(({ trial, names }) => testText(trial, names)));
}

function testText({ title, body }: Trial, names: readonly string[]): string {
  const after = `] as const)(${quoted(`%s ${title}`)}, (field) => {`;
  return [
    bracketed("test.each([", names.map(quoted), after),
    ...body.map((line) => `  ${line}`),
    "});",
  ].join("\n");
}

function trialOf(model: EntityModel, field: EntityField): Trial | null {
  const limits = `${limitsName(model)}[field]`;
  if (field.list !== null) return listTrial(limits, field.list.min > 0);
  switch (field.type) {
    case "string":
    case "text":
      return textTrial(limits, field);
    case "int":
    case "number":
      return numberTrial(limits, field);
    case "enum":
      return optionsTrial(`${optionsName(model)}[field]`);
    case "vector":
      return vectorTrial(limits);
    default:
      return null;
  }
}

function listTrial(limits: string, hasMin: boolean): Trial {
  return {
    title: "holds as many items as it may, and no more",
    body: [
      `const { ${hasMin ? "min, max" : "max"} } = ${limits}.items;`,
      "const takes = (length: number) =>",
      "  accepts({ [field]: Array.from({ length }, () => input[field][0]) });",
      expectEach(lengthRows(hasMin)),
    ],
  };
}

function textTrial(limits: string, { range, type }: EntityField): Trial {
  const hasMin = (range.min ?? 0) > 0;
  const longest = type === "string" ? '` ${"👋".repeat(max)} `' : '"👋".repeat(max)';
  return {
    title: "is as long as it may be, and no longer, in any script",
    body: [
      `const { ${hasMin ? "min, max" : "max"} } = ${limits};`,
      'const takes = (length: number) => accepts({ [field]: "x".repeat(length) });',
      expectEach(lengthRows(hasMin)),
      `expect(accepts({ [field]: ${longest} })).toBe(true);`,
    ],
  };
}

function numberTrial(limits: string, { range, type }: EntityField): Trial {
  const sides = (["min", "max"] as const).filter((side) => range[side] !== undefined);
  const half = sides.includes("min") ? "min + 0.5" : sides.includes("max") ? "max - 0.5" : "0.5";
  const rows: Row[] = [
    ...(sides.includes("min")
      ? ([
          ["min - 1", false],
          ["min", true],
        ] as const)
      : []),
    ...(sides.includes("max")
      ? ([
          ["max", true],
          ["max + 1", false],
        ] as const)
      : []),
    ...(type === "int" ? ([[half, false]] as const) : []),
    ["NaN", false],
    ["Infinity", false],
  ];
  return {
    title: "is within its limits",
    body: [
      ...(sides.length > 0 ? [`const { ${sides.join(", ")} } = ${limits};`] : []),
      "const takes = (value: number) => accepts({ [field]: value });",
      expectEach(rows),
    ],
  };
}

function optionsTrial(options: string): Trial {
  return {
    title: "may be each of its options",
    body: [
      `const values: readonly string[] = ${options};`,
      "expect(values.every((value) => accepts({ [field]: value }))).toBe(true);",
    ],
  };
}

function vectorTrial(limits: string): Trial {
  return {
    title: "has its length",
    body: [
      `const size = ${limits}.length;`,
      "const takes = (length: number) =>",
      "  accepts({ [field]: Array.from({ length }, () => 0.5) });",
      expectEach([
        ["size - 1", false],
        ["size", true],
        ["size + 1", false],
      ]),
    ],
  };
}

/** A value, and whether it is taken. */
type Row = readonly [value: string, isTaken: boolean];

function lengthRows(hasMin: boolean): Row[] {
  const least: Row[] = hasMin
    ? [
        ["min - 1", false],
        ["min", true],
      ]
    : [["0", true]];
  return [...least, ["max", true], ["max + 1", false]];
}

function expectEach(rows: readonly Row[]): string {
  const values = rows.map(([value]) => value).join(", ");
  const taken = bracketed(
    `expect([${values}].map(takes)).toEqual([`,
    rows.map(([, isTaken]) => String(isTaken)),
    "]);",
    { indent: 2 },
  );
  return taken.replaceAll("\n", "\n  ");
}
