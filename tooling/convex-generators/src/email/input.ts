// The input of `pnpm plop email`, before it is checked.
import { shapeOf } from "@groundwork/plop-engine/generator";
import { emailCommand } from "./command.ts";

export interface EmailInput {
  /** `order-shipped`. */
  name: string;
  /** What it names, in the grammar of fields. */
  values?: string[];
  subject?: string;
  /** Its paragraphs. */
  text?: string[];
  /** A page of the app. */
  link?: string;
  label?: string;
  optional?: boolean;
}

/** The same as JSON Schema. */
export const emailShape = shapeOf(
  emailCommand,
  "An e-mail of the app",
  {
    name: {
      type: "string",
      description: "what it is about; its words may be joined by hyphens",
      examples: ["order-shipped"],
    },
  },
  {
    values: {
      type: "array",
      description: "what the e-mail names, in the grammar of fields",
      items: { type: "string", description: "a value", examples: ["number:string(1..40)"] },
    },
  },
);
