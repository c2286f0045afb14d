// Values that validators accept, made of nothing but the validators.
import type { Value } from "convex/values";
import type { Shape } from "../reference/app-functions.ts";

/**
 * Makes a value for a validator: short strings, small numbers, null where that is enough, else the first of a
 * union.
 * @param shape the validator
 * @param idOf makes or finds a row of a table, and returns its id
 * @param isWhole whether an object gets its optional fields too
 * @returns the value
 */
export async function valueOf(
  shape: Shape,
  idOf: (table: string) => Promise<Value>,
  isWhole = false,
): Promise<Value> {
  switch (shape.type) {
    case "object": {
      const required = Object.entries(shape.value).filter(
        ([, field]) => isWhole || !field.optional,
      );
      const fields = required.map(async ([name, { fieldType }]) => {
        return [name, await valueOf(fieldType, idOf)] as const;
      });
      return Object.fromEntries(await Promise.all(fields));
    }
    case "id":
      return await idOf(shape.tableName);
    case "union":
      if (shape.value.some(({ type }) => type === "null")) return null;
      return await valueOf(shape.value[0]!, idOf);
    case "literal":
      return shape.value;
    case "array":
      return [];
    case "record":
      return {};
    default:
      return scalars[shape.type];
  }
}

const scalars = {
  null: null,
  number: 1,
  bigint: 1n,
  boolean: true,
  string: "x",
  bytes: new ArrayBuffer(0),
  any: null,
};
