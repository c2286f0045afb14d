// The input of `pnpm plop role`, before it is checked.
import { shapeOf } from "@groundwork/plop-engine/generator";
import { roleCommand } from "./command.ts";

export interface RoleInput {
  /** In camelCase: `captain`. */
  name: string;
  /** Whether it is a role of a team. */
  team?: boolean;
  /** The role whose grants it has; default: `member`. */
  extends?: string;
  /** Each as `<table>.<operation>:<scope>`. */
  grant?: string[];
  /** Each as `<table>.<operation>`. */
  without?: string[];
}

/** The same as JSON Schema. */
export const roleShape = shapeOf(roleCommand, "A role of the app or of a team", {
  name: {
    type: "string",
    description: "the role, in camelCase",
    examples: ["captain", "support"],
  },
});
