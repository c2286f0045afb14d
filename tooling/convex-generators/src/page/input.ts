// The input of `pnpm plop page`, before it is checked.
import { shapeOf } from "@groundwork/plop-engine/generator";
import { pageCommand } from "./command.ts";

export const places = ["team", "signed-in", "admin", "public"] as const;
export type Place = (typeof places)[number];

export interface PageInput {
  /** The last part of the address: `sent-mails`. */
  path: string;
  /** `module.name`; of these two at least one. */
  query?: string;
  mutation?: string;
  under: Place;
  title?: string;
  icon?: string;
}

/** The same as JSON Schema. */
export const pageShape = shapeOf(pageCommand, "A page of the web app", {
  path: {
    type: "string",
    description: "the last part of its address, in lower case",
    examples: ["sent-mails"],
  },
  under: { type: "string", description: "where the page is, and who may open it", enum: places },
});
