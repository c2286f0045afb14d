// What the methods of a shape change about it: `.min(1)`, `.optional()`, `.pick({ title: true })`.
import { constant, numberAt } from "../syntax/constants.ts";
import type { Modules, Place } from "../syntax/modules.ts";
import { type Shape, custom, listOf, objectOf, vectorOf } from "./shape.ts";

/** What reads the shapes that a method takes. */
export interface ShapeReader {
  modules: Modules;
  of(place: Place): Shape;
  parts(place: Place): ReadonlyMap<string, Shape>;
}

type Method = (shape: Shape, args: readonly Place[], shapes: ShapeReader) => Shape;

/** Bounds of a list are those of its items' number. */
function bounded(side: "min" | "max", step = 0): Method {
  return (shape, [first], { modules }) => {
    const value = numberAt(modules, first ?? null);
    if (value === undefined) return shape;
    const bound = { [side]: value + step };
    if (shape.list !== null) return { ...shape, list: { ...shape.list, ...bound } };
    return { ...shape, range: { ...shape.range, ...bound } };
  };
}

const sized: Method = (shape, args, shapes) => {
  const size = numberAt(shapes.modules, args[0] ?? null);
  if (size === undefined) return shape;
  if (shape.list !== null && shape.base === "number") return vectorOf(shape, size);
  return bounded("max")(bounded("min")(shape, args, shapes), args, shapes);
};

const isWhole: Method = (shape) => (shape.base === "number" ? { ...shape, base: "int" } : shape);
/** A check that only some values of a type pass makes it that type: an address, a day. */
const checked: Method = (shape, [first], shapes) => {
  const { base } = first === undefined ? custom : shapes.of(first);
  return ["email", "url", "day"].includes(base) ? { ...shape, base, range: {} } : shape;
};
const atLeast =
  (least: number): Method =>
  (shape) => ({
    ...shape,
    range: { ...shape.range, min: Math.max(shape.range.min ?? least, least) },
  });

/** The names of an object of `true`s. */
function namesIn(shapes: ShapeReader, place: Place | undefined): string[] {
  return place === undefined ? [] : [...shapes.modules.members(place).keys()];
}

const withParts = (shape: Shape, parts: Iterable<readonly [string, Shape]>): Shape => ({
  ...objectOf(new Map(parts)),
  isLoose: shape.isLoose,
});

const extended: Method = (shape, [first], shapes) =>
  first === undefined ? shape : withParts(shape, [...shape.parts, ...partsOf(shapes, first)]);

/** Makes those parts optional, or required; without names all of them. */
const loosened =
  (isOptional: boolean): Method =>
  (shape, [first], shapes) => {
    const names = first === undefined ? [...shape.parts.keys()] : namesIn(shapes, first);
    return withParts(
      shape,
      [...shape.parts].map(([name, part]) => [
        name,
        names.includes(name) ? { ...part, isOptional } : part,
      ]),
    );
  };

const kept =
  (isKept: boolean): Method =>
  (shape, args, shapes) => {
    // `pick("title", "body")` is of validators, `pick({ title: true })` of zod.
    const texts = args.map((one) => constant(shapes.modules, one));
    const names = texts.every((one) => typeof one === "string")
      ? (texts as string[])
      : namesIn(shapes, args[0]);
    return withParts(
      shape,
      [...shape.parts].filter(([name]) => names.includes(name) === isKept),
    );
  };

const methods: Readonly<Record<string, Method>> = {
  optional: (shape) => ({ ...shape, isOptional: true }),
  nullable: (shape) => ({ ...shape, isNullable: true }),
  nullish: (shape) => ({ ...shape, isNullable: true, isOptional: true }),
  default: (shape) => ({ ...shape, isOptional: true }),
  prefault: (shape) => ({ ...shape, isOptional: true }),
  unwrap: (shape) =>
    shape.isNullable && !shape.isOptional
      ? { ...shape, isNullable: false }
      : { ...shape, isOptional: false },
  nonoptional: (shape) => ({ ...shape, isOptional: false }),
  min: bounded("min"),
  gte: bounded("min"),
  max: bounded("max"),
  lte: bounded("max"),
  gt: bounded("min", 1),
  lt: bounded("max", -1),
  length: sized,
  nonempty: atLeast(1),
  int: isWhole,
  positive: atLeast(0),
  nonnegative: atLeast(0),
  email: (shape) => ({ ...shape, base: "email", range: {} }),
  url: (shape) => ({ ...shape, base: "url", range: {} }),
  check: checked,
  array: (shape) => listOf(shape),
  pick: kept(true),
  omit: kept(false),
  extend: extended,
  safeExtend: extended,
  merge: extended,
  partial: loosened(true),
  required: loosened(false),
  transform: () => custom,
  pipe: () => custom,
};

/**
 * Reads what a method makes of a shape. One that only narrows it, such as by a pattern, leaves it as it is: the grammar
 * says a type and its bounds.
 */
export function changed(
  shapes: ShapeReader,
  shape: Shape,
  method: string,
  args: readonly Place[],
): Shape {
  const { row: _, ...rest } = shape;
  const does = Object.hasOwn(methods, method) ? methods[method]! : (same: Shape) => same;
  return does({ ...rest, row: null }, args, shapes);
}

/** The parts of an object of shapes, or of an object shape. */
export function partsOf(shapes: ShapeReader, place: Place): ReadonlyMap<string, Shape> {
  return shapes.parts(place);
}
