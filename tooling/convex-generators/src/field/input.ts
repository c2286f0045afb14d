// The input of `pnpm plop field`, before it is checked.
import { shapeOf } from "@groundwork/plop-engine/generator";
import type { ObjectShape } from "@groundwork/plop-engine/shape";
import { fieldCommand } from "./command.ts";

export interface FieldInput {
  /** A table that `pnpm plop entity` made. */
  table: string;
  /** Fields in the grammar of fields, one or several to a text. */
  fields?: string[];
  /** Whether the fields exist. */
  change?: boolean;
  /** The name of a field. */
  remove?: string;
  /** A field's name and its new one: `body=text`. */
  rename?: string;
  /** JSON, or an expression of `row`. */
  to?: string;
  /** The name of a field that a run has begun to add or to remove. */
  finish?: string;
  /** The day on which no old row was left: `2026-12-01`. */
  counted?: string;
}

const base = shapeOf(fieldCommand, "A change of the fields of an entity", {
  table: { type: "string", description: "a table that `entity` made", examples: ["notes"] },
});

/** The same as JSON Schema. */
export const fieldShape: ObjectShape = {
  ...base,
  properties: {
    ...base.properties,
    fields: {
      type: "array",
      description: "its fields, each in the grammar of fields",
      items: { type: "string", description: "name:type, then ?, [], +modifier or =default" },
    },
  },
};
