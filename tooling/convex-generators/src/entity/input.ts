// The input of `pnpm plop entity`, before it is checked.
import { shapeOf } from "@groundwork/plop-engine/generator";
import { entityCommand } from "./command.ts";
import type { VisitorsInput } from "./visitors/input.ts";

export interface EntityInput extends VisitorsInput {
  /** One row, in any case: `ticket`, `TicketItem`. */
  name: string;
  /** Fields in the grammar of fields, one or several to a text. */
  fields: string[];
  /** The table, where the plural is irregular. */
  plural?: string;
  /** Grants: `<role>:<own|team|led|parent|all>[:<operation>+<operation>…]`; default: `admin:all`. */
  access?: string[];
  /** The table whose rows these are parts of, or the field that leads there: access is that of the whole. */
  parent?: string;
  /** Whether removed rows stay in a trash, from which they can be restored. */
  trash?: boolean;
  /** Fields that are unique together, joined by commas: `projectId,number`. */
  unique?: string[];
  /** Fields of a list, joined by commas, the last of them in order: `status,dueAt`. */
  index?: string[];
  /** What a row is, as it follows a colon: `a short text that only its owner sees`. */
  about?: string;
  /** How often one caller may create; default: `30/minute`. */
  rateLimit?: string;
  /** The moves between the options of a field: `status: draft>sent>paid, sent>void by admin`. */
  states?: string;
  /** Fields that a search can be narrowed by, joined by commas: `status,customerId`. */
  searchFilter?: string;
  /** Whether the web app gets a page. */
  web?: boolean;
  /** The icon of the page: a name of lucide-react. */
  icon?: string;
  /** Whether fields of the type `json` are allowed. */
  allowAny?: boolean;
}

/** The same as JSON Schema. */
export const entityShape = shapeOf(entityCommand, "A table and all that belongs to it", {
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
      examples: ["title:string(1..120)+search", "status:enum(open,done)=open"],
    },
    minItems: 1,
  },
});
