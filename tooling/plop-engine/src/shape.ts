/** The part of JSON Schema (2020-12) that describes the input of generators. */
export type Shape =
  | {
      type: "string";
      description: string;
      enum?: readonly string[];
      examples?: readonly string[];
    }
  | { type: "boolean"; description: string }
  | { type: "array"; description: string; items: Shape; minItems?: number }
  | {
      type: "object";
      description: string;
      properties: Readonly<Record<string, Shape>>;
      required?: readonly string[];
      additionalProperties: false | Shape;
    };
