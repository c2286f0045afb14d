// What `pnpm plop entity` is asked for, before anything is known to be right.
import type { Shape } from "@groundwork/plop-engine/shape";

export interface EntityInput {
  /** One row, in any case: `ticket`, `TicketItem`. */
  name: string;
  /** Fields in the grammar of fields, one or several to a text. */
  fields: string[];
  /** The table, where English is not enough. */
  plural?: string;
  /** Grants: `<role>:<own|team|led|all>[:<operation>+<operation>…]`. `admin:all` unless told. */
  access?: string[];
  /** What a row is, after a colon: `a short text that only its owner sees`. */
  about?: string;
  /** How often one caller may create: `30/minute` unless told. */
  rateLimit?: string;
  /** Whether the web app gets a page. */
  web?: boolean;
  /** The icon of the page: a name of lucide-react. */
  icon?: string;
  /** Whether fields of the type `json` are fine. */
  allowAny?: boolean;
}

/** The same as JSON Schema. */
export const entityShape: Shape = {
  type: "object",
  description: "A table with all that belongs to it: pnpm plop entity --from",
  properties: {
    name: {
      type: "string",
      description: "the name of one row, in any case",
      examples: ["ticket", "TicketItem"],
    },
    fields: {
      type: "array",
      description: "its fields, each in the grammar of fields",
      items: {
        type: "string",
        description: "name:type, then ?, [], +modifier or =default",
        examples: [
          "title:string(1..120)+search",
          "status:enum(open,done)=open",
          "ownerId:ref(users)+owner",
        ],
      },
      minItems: 1,
    },
    plural: {
      type: "string",
      description: "the name of the table, where English is not enough",
      examples: ["axes"],
    },
    access: {
      type: "array",
      description: "who may do what; admin:all unless told",
      items: {
        type: "string",
        description: "a role, own or all, and the operations unless it is all of them",
        examples: ["member:own", "admin:all:read+remove"],
      },
    },
    about: {
      type: "string",
      description: "what a row is, as it follows a colon",
      examples: ["a short text that only its owner sees"],
    },
    rateLimit: {
      type: "string",
      description: "how often one caller may create: <times>/<second|minute|hour|day>",
      examples: ["30/minute"],
    },
    web: { type: "boolean", description: "whether the web app gets a page" },
    icon: {
      type: "string",
      description: "the icon of the page, as lucide-react calls it",
      examples: ["NotebookPen"],
    },
    allowAny: { type: "boolean", description: "whether fields of the type json are fine" },
  },
  required: ["name", "fields"],
  additionalProperties: false,
};
