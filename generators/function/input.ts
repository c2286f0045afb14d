// What `pnpm plop function` is asked for, before anything is known to be right.
import type { Shape } from "@groundwork/plop-engine/shape";

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
export const functionShape: Shape = {
  type: "object",
  description: "A function of the backend: pnpm plop function --from",
  properties: {
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
    args: {
      type: "array",
      description: "its arguments, each in the grammar of fields",
      items: {
        type: "string",
        description: "name:type, as in `pnpm plop entity`",
        examples: ["id:ref(notes)", "title:string(1..120)?"],
      },
    },
    returns: {
      type: "string",
      description: "what it returns: null (default), row, page, or a type",
      examples: ["null", "row", "page", "int", "string?"],
    },
    access: {
      type: "string",
      description: "who may call it: a permission of the access matrix, signedIn, or public:<why>",
      examples: ["notes.update", "signedIn", "public:shows what is open to all"],
    },
    rateLimit: {
      type: "string",
      description:
        "how often one caller may call it: <times>/<second|minute|hour|day>, or a limit's name",
      examples: ["30/minute", "notes.create"],
    },
    because: {
      type: "string",
      description: "of an action: why a mutation that schedules an internal action is not enough",
      examples: ["its client waits for what the service answers"],
    },
    about: { type: "string", description: "the comment above it, one sentence (default: none)" },
  },
  required: ["name", "kind"],
  additionalProperties: false,
};
