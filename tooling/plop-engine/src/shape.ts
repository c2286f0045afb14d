/** The part of JSON Schema (2020-12) that describes the input of generators. */
export type Shape =
  | {
      type: "string";
      description: string;
      enum?: readonly string[];
      examples?: readonly string[];
    }
  | { type: "boolean"; description: string }
  | { type: "number"; description: string; enum?: readonly number[]; minimum?: number }
  | { type: "array"; description: string; items: Shape; minItems?: number }
  | ObjectShape
  /** Values of different types: one shape for each type. */
  | { type?: undefined; description: string; anyOf: readonly Shape[] }
  /** Any JSON. */
  | { type?: undefined; description: string; anyOf?: undefined };

export interface ObjectShape {
  type: "object";
  description: string;
  properties: Readonly<Record<string, Shape>>;
  required?: readonly string[];
  additionalProperties: false | Shape;
}
