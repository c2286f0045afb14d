// What a value may be, as far as the grammar of fields can say it.
import { amountRange } from "../../../fields/currency.ts";
import { type FieldType, type Range, typeOf, types, vectorBounds } from "../../../fields/field.ts";

export interface Shape {
  /** `custom` where the grammar has no word for it; `object` has parts, `null` is nothing else. */
  base: FieldType | "object" | "null" | "custom";
  range: Range;
  values: readonly string[];
  table: string | null;
  currency: string | null;
  dimensions: number | null;
  list: Range | null;
  isOptional: boolean;
  isNullable: boolean;
  /** Whether it is a validator of Convex's own, which has no bounds to say. */
  isLoose: boolean;
  /** The parts of an object. */
  parts: ReadonlyMap<string, Shape>;
  /** The variable of the shape that a row, or a page of rows, is made of: `publicNote`. */
  row: string | null;
  isPage: boolean;
  /** Where it stands, as a part of an object: `path:line`. */
  place: string | null;
}

export const custom: Shape = {
  base: "custom",
  range: {},
  values: [],
  table: null,
  currency: null,
  dimensions: null,
  list: null,
  isOptional: false,
  isNullable: false,
  isLoose: false,
  parts: new Map(),
  row: null,
  isPage: false,
  place: null,
};

/** A shape of a type, with what is known of it. */
export function shaped(base: Shape["base"], more: Partial<Shape> = {}): Shape {
  return { ...custom, base, ...more };
}

/** The parts of an object as a shape. */
export function objectOf(parts: ReadonlyMap<string, Shape>): Shape {
  return shaped("object", { parts });
}

/** An option of an enum, as the grammar takes it. */
const OPTION = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** One of some texts; `custom` where the grammar takes one of them for no option. */
export function oneOf(values: readonly string[], more: Partial<Shape> = {}): Shape {
  const isEnum = values.length > 0 && values.every((value) => OPTION.test(value));
  return isEnum && new Set(values).size === values.length
    ? shaped("enum", { values, ...more })
    : { ...custom, ...more };
}

/** What may be one of several: `null` among them makes the rest nullable. */
export function either(shapes: readonly Shape[]): Shape {
  const others = shapes.filter(({ base }) => base !== "null");
  const isNullable =
    others.length < shapes.length || (others.length > 0 && others.every((one) => one.isNullable));
  const [first] = others;
  if (first === undefined) return shapes[0] ?? custom;
  const isEnum = others.every(({ base, list }) => base === "enum" && list === null);
  const { isLoose } = first;
  if (isEnum) {
    const values = [...new Set(others.flatMap((one) => one.values))];
    return oneOf(values, { isNullable, isLoose });
  }
  const isOne = new Set(others.map((one) => typeText({ ...one, isNullable: false }))).size === 1;
  const isSaid = isOne && !typeText(first).startsWith("custom");
  if (others.length === 1 || isSaid) return { ...first, isNullable };
  return { ...custom, isNullable, isLoose };
}

/** A list of values; `custom` where the grammar has no list of them. */
export function listOf(items: Shape, list: Range = {}): Shape {
  const isPlain = items.list === null && !items.isOptional && !items.isNullable;
  const isSaid = !["custom", "object", "null", "json", "vector"].includes(items.base);
  if (isPlain && isSaid) return { ...items, list };
  return { ...custom, isLoose: items.isLoose };
}

/** Characters that fit a row, which is what a text without a bound takes. */
const LONGEST_TEXT = 200_000;
const LONGEST_LIST = 8192;

/** The bounds as the grammar writes them, where they are not what goes without saying. */
function rangeText({ min, max }: Range, { min: least, max: most }: Range = {}): string {
  if (min === least && max === most) return "";
  return `${min === undefined || min === least ? "" : min}..${max ?? ""}`;
}

/**
 * Writes a shape as a type of the grammar of fields, without a name: `string(1..120)?`.
 * @returns `custom` where the grammar cannot say it
 */
export function typeText(shape: Shape): string {
  const { isOptional, isNullable, list } = shape;
  const base = writtenAs(shape);
  if (base === "object" || base === "null" || base === "custom")
    return `custom${isOptional ? "?" : ""}`;
  const items = list === null ? "" : `[${listText(shape)}]`;
  const nullable = isNullable && !["json", "vector", "file"].includes(base) ? "+nullable" : "";
  return `${base}${bracketsText(shape, base)}${isOptional ? "?" : ""}${items}${nullable}`;
}

/** A long text is one of several lines, as far as anybody can tell. */
function writtenAs({ base, range, isLoose }: Shape): Shape["base"] {
  const isLong = (range.max ?? 0) > types.string.bounds.max;
  return base === "string" && isLong && !isLoose ? "text" : base;
}

function listText({ list, isLoose }: Shape): string {
  if (isLoose) return "";
  return rangeText({ min: list?.min ?? 0, max: list?.max ?? LONGEST_LIST }, { min: 0, max: 50 });
}

function bracketsText(shape: Shape, base: FieldType): string {
  const { range, values, table, currency, dimensions } = shape;
  if (base === "money") {
    const bounds = amountRange(range, currency!);
    return bounds === "" ? `(${currency})` : `(${currency},${bounds})`;
  }
  if (base === "enum") return `(${values.join(",")})`;
  if (base === "ref") return `(${table})`;
  if (base === "vector") return `(${dimensions})`;
  const text = rangeText(...boundsOf(shape, base));
  return text === "" ? "" : `(${text})`;
}

/** The bounds of a value, and those that its type has where nothing is said. */
function boundsOf({ range, isLoose }: Shape, base: FieldType): [Range, Range] {
  const { range: kind, bounds = {} } = typeOf(base);
  if (kind === undefined) return [{}, {}];
  if (isLoose) return [bounds, bounds];
  if (kind !== "length") return [{ ...bounds, ...range }, bounds];
  return [{ min: range.min ?? 0, max: Math.min(range.max ?? LONGEST_TEXT, LONGEST_TEXT) }, bounds];
}

/** A list of numbers that an index searches by nearness. */
export function vectorOf(shape: Shape, dimensions: number): Shape {
  const isSize = dimensions >= vectorBounds.min && dimensions <= vectorBounds.max;
  const { isOptional, isLoose } = shape;
  return isSize ? shaped("vector", { dimensions, isOptional, isLoose }) : shape;
}
