// The input of `pnpm plop job`, before it is checked.
import { shapeOf } from "@groundwork/plop-engine/generator";
import { jobCommand } from "./command.ts";

export interface JobInput {
  /** The module: `thumbnails`. */
  name: string;
  /** The table of the row that it is about. */
  of: string;
  /** The variable with the address of the service. */
  calls: string;
  /** Who starts it; absent: other functions. */
  access?: string;
  rateLimit?: string;
  attempts?: string;
  timeout?: string;
}

/** The same as JSON Schema. */
export const jobShape = shapeOf(jobCommand, "A background job", {
  name: {
    type: "string",
    description: "the module that gets its functions",
    examples: ["thumbnails", "media/thumbnails"],
  },
  of: { type: "string", description: "the table of the row that it is about", examples: ["files"] },
  calls: {
    type: "string",
    description: "the environment variable with the address of the service",
    examples: ["THUMBNAILS_URL"],
  },
});
