// What `pnpm plop update` is asked for.
import type { Shape } from "@groundwork/plop-engine/shape";

export interface UpdateInput {
  /** Runs by number, id, or what they generated: `7`, `0007-entity-tickets`, `tickets`. None for all. */
  runs?: string[];
  /** Whether edited lines stay where the template changed the same ones. */
  keepEdits?: boolean;
}

/** The same as JSON Schema. */
export const updateShape: Shape = {
  type: "object",
  description: "What to render again: pnpm plop update --from",
  properties: {
    runs: {
      type: "array",
      items: {
        type: "string",
        description: "a run by number, id, or what it generated",
        examples: ["tickets"],
      },
      description: "the runs to render again; default: all",
    },
    keepEdits: {
      type: "boolean",
      description: "where there are conflicts, leave the edited lines as they are",
    },
  },
  required: [],
  additionalProperties: false,
};
