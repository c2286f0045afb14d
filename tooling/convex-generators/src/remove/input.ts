// What `pnpm plop remove` is asked for.
import { shapeOf } from "@groundwork/plop-engine/generator";
import type { Shape } from "@groundwork/plop-engine/shape";
import { removeCommand } from "./command.ts";

export interface RemoveInput {
  /** Features of `packages/backend/features/`, or entities by the name of a row or of their table. */
  names: string[];
  /** Whether entities go although they were edited or are used. */
  allowUses?: boolean;
}

/** The same as JSON Schema. */
export const removeShape: Shape = shapeOf(removeCommand, "What to remove", {
  names: {
    type: "array",
    items: { type: "string", description: "a feature or an entity", examples: ["demo", "note"] },
    description: "optional features, or generated entities",
    minItems: 1,
  },
});
