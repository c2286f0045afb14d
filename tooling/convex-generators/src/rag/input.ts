// The input of `pnpm plop rag`, before it is checked.
import { shapeOf } from "@groundwork/plop-engine/generator";
import { ragCommand } from "./command.ts";

export interface RagInput {
  /** The table of the entity: `articles`. */
  table: string;
  /** The fields that are searched and quoted, joined by commas; absent: every text. */
  text?: string;
}

/** The same as JSON Schema. */
export const ragShape = shapeOf(ragCommand, "An entity whose rows are knowledge", {
  table: { type: "string", description: "the table of the entity", examples: ["articles"] },
});
