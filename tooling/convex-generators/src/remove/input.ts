// What `pnpm plop remove` is asked for.
import type { Shape } from "@groundwork/plop-engine/shape";

export interface RemoveInput {
  /** Features of `packages/backend/features/`. */
  names: string[];
}

/** The same as JSON Schema. */
export const removeShape: Shape = {
  type: "object",
  description: "The features to remove: pnpm plop remove --from",
  properties: {
    names: {
      type: "array",
      items: { type: "string", description: "a feature by its name", examples: ["demo"] },
      description: "optional features",
      minItems: 1,
    },
  },
  required: ["names"],
  additionalProperties: false,
};
