// The input of `pnpm plop design import`.
import { shapeOf } from "@groundwork/plop-engine/generator";
import { designImportCommand } from "./command.ts";

export interface ImportInput {
  /** The folder of another project; absent: this one. */
  project?: string;
  /** The file that is written; absent: none. */
  to?: string;
  replace?: boolean;
  add?: boolean;
}

/** The same as JSON Schema. */
export const importShape = shapeOf(
  designImportCommand,
  "A design that is read from code",
  {},
  {
    project: {
      type: "string",
      description: "the folder of another project of Convex; without it, this one",
      examples: ["../old-app"],
    },
  },
);
