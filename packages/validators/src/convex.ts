// Where zod meets Convex. The values are those of `convex-helpers/server/zod4`. The types are ours: those of
// the library expand every shape into a Convex validator, which cost half of all types of the backend, and
// its ids lose their table in what a client sends.
import * as library from "convex-helpers/server/zod4";
import type { GenericId, GenericValidator, PropertyValidators, VObject } from "convex/values";
import type { z } from "zod";

/**
 * Any zod shape, by what it takes and what it makes of it. A constraint of `z.ZodType` instead compares
 * every method of every shape that is passed.
 */
export type AnyShape = { _zod: { input: unknown; output: unknown } };

/** The shape of an id of a table. */
export type IdShape<Table extends string> = z.ZodCustom<GenericId<Table>, GenericId<Table>>;

/**
 * Makes the shape of an id. Zod checks that it is a string, Convex that it is an id of the table.
 * @param table the table that it is an id of
 */
export const zid = library.zid as unknown as <Table extends string>(table: Table) => IdShape<Table>;

/**
 * Adds the fields that Convex gives every row.
 * @param table the row's table
 * @param fields the row's own fields, for `z.object`
 */
export const withSystemFields = library.withSystemFields as unknown as <
  Table extends string,
  Fields extends Record<string, AnyShape>,
>(
  table: Table,
  fields: Fields,
) => Fields & { _id: IdShape<Table>; _creationTime: z.ZodNumber };

/** The paths of a row's fields, also within objects, that an index may name. */
export type FieldPaths<Row> = 0 extends 1 & Row
  ? never
  : Row extends object
    ? { [Field in keyof Row & string]-?: Field | Within<Field, Row[Field]> }[keyof Row & string]
    : never;

// An id is a string with an object in its type.
type Within<Field extends string, Value> = Value extends string | readonly unknown[] | ArrayBuffer
  ? never
  : `${Field}.${FieldPaths<Value>}`;

/**
 * Makes a table's validator, for `defineTable`.
 * @param shape the shape of a row, an object or a union of objects; stored is what it takes
 */
export const zodToConvex = library.zodToConvex as <Shape extends AnyShape>(
  shape: Shape,
) => VObject<
  Shape["_zod"]["input"],
  Record<string, GenericValidator>,
  "required",
  FieldPaths<Shape["_zod"]["input"]>
>;

/** Makes the validators of a function's arguments from their shapes. */
export const zodToConvexFields = library.zodToConvexFields as (
  shapes: Record<string, AnyShape>,
) => PropertyValidators;

/** Makes the validator of what a shape makes of its input, as a function answers it. */
export const zodOutputToConvex = library.zodOutputToConvex as (shape: AnyShape) => GenericValidator;

/** Makes the shape of a Convex validator, as a component exports it. */
export const convexToZod = library.convexToZod as unknown as <Validator extends GenericValidator>(
  validator: Validator,
) => z.ZodType<Validator["type"], Validator["type"]>;
