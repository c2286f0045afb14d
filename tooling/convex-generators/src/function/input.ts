// The input of `pnpm plop function`, before it is checked.
import { shapeOf } from "@groundwork/plop-engine/generator";
import { functionCommand } from "./command.ts";

export const functionKinds = [
  "query",
  "mutation",
  "action",
  "internalQuery",
  "internalMutation",
  "internalAction",
] as const;
export type FunctionKind = (typeof functionKinds)[number];

export interface FunctionInput {
  /** The module and the function: `notes.archive`, or `admin/reports.total` in a folder of `convex/`. */
  name: string;
  kind: FunctionKind;
  /** Arguments in the grammar of fields. */
  args?: string[];
  /** The return type: `null`, `row`, `page`, or a type in the grammar of fields. */
  returns?: string;
  /** A permission, `signedIn` or `public:<why>`. Internal functions have none. */
  access?: string;
  /** `30/minute`, or the name of an existing limit. */
  rateLimit?: string;
  /** Of a public action: why a mutation that schedules an internal action is not enough. */
  because?: string;
  /** The comment above the function. */
  about?: string;
}

/** The same as JSON Schema. */
export const functionShape = shapeOf(functionCommand, "A function of the backend", {
  name: {
    type: "string",
    description: "the module and the function, joined by a dot; a module may be in folders",
    examples: ["notes.archive", "admin/reports.total"],
  },
  kind: {
    type: "string",
    description: "what makes the function; those that start with internal are not for clients",
    enum: functionKinds,
  },
});
