// One value of a payload against the shape of its argument.
import type { Range } from "../../fields/field.ts";
import type { Shape } from "../described/shapes/shape.ts";
import type { Value } from "../design.ts";
import { referenceIn } from "./values.ts";

/** Why a value is refused, as the end of a sentence, and what to write. */
export interface ValueFault {
  message: string;
  fix: string;
}

/** Name → the table whose id it stands for; null for what is no id. */
type Tables = ReadonlyMap<string, string | null>;

/**
 * Says why a function would refuse a value.
 * @param tables what names that start with `$` stand for
 * @returns null for a value that it takes, as far as the syntax of its shape says
 */
export function faultOf(value: Value, shape: Shape, tables: Tables): ValueFault | null {
  const { list } = shape;
  if (shape.base === "custom" || shape.base === "json") return null;
  if (value === null) {
    if (shape.isNullable || shape.base === "null") return null;
    return { message: "is not null", fix: shape.isOptional ? "Leave it out." : "Write a value." };
  }
  if (list !== null) return faultOfList(value, { ...shape, list }, tables);
  const reference = typeof value === "string" ? referenceIn(value) : null;
  if (reference !== null) {
    // What a result has inside is known at run time only.
    if (reference.path !== "" && reference.path !== "._id") return null;
    return faultOfReference(reference.name, shape, tables);
  }
  if (shape.base === "object") return faultOfObject(value, shape, tables);
  const check = checks[shape.base];
  return check === undefined ? null : check(value, shape);
}

function faultOfReference(name: string, { base, table }: Shape, tables: Tables): ValueFault | null {
  const of = tables.get(name);
  if (of === undefined || of === null) return null;
  if (base === "ref" && table === of) return null;
  const takes = base === "ref" ? `ids of ${table}` : `no ids: it is of the type ${base}`;
  return { message: `takes ${takes}, and "$${name}" is an id of ${of}`, fix: "Name another row." };
}

function faultOfList(
  value: Value,
  shape: Shape & { list: Range },
  tables: Tables,
): ValueFault | null {
  if (!Array.isArray(value)) {
    if (typeof value === "string" && referenceIn(value) !== null) return null;
    return { message: "is a list", fix: `[${JSON.stringify(value)}]` };
  }
  const items = value as readonly Value[];
  const wrongSize = outside(items.length, shape.list);
  if (wrongSize !== null)
    return { message: `has ${wrongSize} items, not ${items.length}`, fix: "Change the list." };
  for (const item of items) {
    const fault = faultOf(item, { ...shape, list: null }, tables);
    if (fault !== null) return fault;
  }
  return null;
}

function faultOfObject(value: Value, { parts }: Shape, tables: Tables): ValueFault | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { message: "is an object", fix: `{ ${[...parts.keys()].join(", ")} }` };
  }
  const given = value as Readonly<Record<string, Value>>;
  for (const [name, shape] of parts) {
    if (Object.hasOwn(given, name)) {
      const fault = faultOf(given[name]!, shape, tables);
      if (fault !== null) return { ...fault, message: `has a ${name} that ${fault.message}` };
    } else if (!shape.isOptional) {
      return { message: `needs "${name}"`, fix: `{ ${name}: … }` };
    }
  }
  return null;
}

type Check = (value: Value, shape: Shape) => ValueFault | null;

function text(matches: RegExp, example: string): Check {
  return (value) =>
    typeof value === "string" && matches.test(value.trim())
      ? null
      : {
          message: `is text such as "${example}", not ${JSON.stringify(value)}`,
          fix: JSON.stringify(example),
        };
}

const lengthOfText: Check = (value, { range }) => {
  if (typeof value !== "string") {
    return { message: `is text, not ${JSON.stringify(value)}`, fix: JSON.stringify(String(value)) };
  }
  const { length } = value.trim();
  const wrong = outside(length, range);
  return wrong === null
    ? null
    : { message: `has ${wrong} characters, not ${length}`, fix: "Change the text." };
};

const number =
  (isWhole: boolean): Check =>
  (value, { range }) => {
    if (typeof value !== "number" || (isWhole && !Number.isInteger(value))) {
      const what = isWhole ? "a whole number" : "a number";
      return { message: `is ${what}, not ${JSON.stringify(value)}`, fix: String(range.min ?? 1) };
    }
    const wrong = outside(value, range);
    return wrong === null
      ? null
      : { message: `is ${wrong}, not ${value}`, fix: String(range.min ?? range.max) };
  };

const checks: Readonly<Record<string, Check>> = {
  string: lengthOfText,
  text: lengthOfText,
  email: text(/^\S+@\S+$/, "ann@example.com"),
  url: text(/^https?:\/\/\S+$/, "https://example.com"),
  day: text(/^\d{4}-\d\d-\d\d$/, "2030-01-31"),
  time: text(/^([01]\d|2[0-3]):[0-5]\d$/, "09:30"),
  int: number(true),
  number: number(false),
  money: number(true),
  duration: number(true),
  date: (value, shape) => {
    const fault = number(true)(value, shape);
    return fault && { ...fault, fix: "Milliseconds since 1970: 1893456000000" };
  },
  bool: (value) =>
    typeof value === "boolean"
      ? null
      : { message: `is true or false, not ${JSON.stringify(value)}`, fix: "true" },
  enum: (value, { values }) =>
    values.some((one) => one === value)
      ? null
      : {
          message: `is one of ${values.join(", ")}, not ${JSON.stringify(value)}`,
          fix: JSON.stringify(values[0]),
        },
  ref: (value, { table }) => ({
    message: `is an id of ${table}, which is known once the flow runs, not ${JSON.stringify(value)}`,
    fix: 'Keep one with save: "made", and write "$made".',
  }),
};

/** The bounds in words where a number is outside of them. */
function outside(value: number, { min, max }: Range): string | null {
  const isInside = (min === undefined || value >= min) && (max === undefined || value <= max);
  if (isInside) return null;
  if (min === undefined) return `at most ${max}`;
  return max === undefined ? `at least ${min}` : `${min} to ${max}`;
}
