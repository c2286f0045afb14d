// The input of `pnpm plop index`, before it is checked.
import { shapeOf } from "@groundwork/plop-engine/generator";
import type { ObjectShape } from "@groundwork/plop-engine/shape";
import { indexCommand } from "./command.ts";

export interface IndexInput {
  /** The table; only --unused does without one. */
  table?: string;
  /** Those of equal values first, the one of a range or an order last. */
  fields?: string[];
  /** Whether the list that reads it is written, too. */
  list?: boolean;
  staged?: boolean;
  /** The name of a staged index. */
  activate?: string;
  /** The name of an index. */
  remove?: string;
  unused?: boolean;
}

const base = shapeOf(indexCommand, "An index of a table", {});

/** The same as JSON Schema. */
export const indexShape: ObjectShape = {
  ...base,
  properties: {
    ...base.properties,
    table: { type: "string", description: "the table", examples: ["notes"] },
    fields: {
      type: "array",
      description: "its fields: of equal values first, of a range or an order last",
      items: { type: "string", description: "a field of the table", examples: ["title"] },
    },
  },
};
