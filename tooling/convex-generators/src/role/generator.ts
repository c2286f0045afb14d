// `pnpm plop role` as the command line sees it.
import { type Generator, argumentMissing, commandLineOf } from "@groundwork/plop-engine/generator";
import { roleCommand } from "./command.ts";
import { type RoleInput, roleShape } from "./input.ts";
import { planRole } from "./plan.ts";

export const roleGenerator: Generator<RoleInput> = {
  ...commandLineOf<RoleInput>(roleCommand, "name"),
  shape: roleShape,

  missing({ name }) {
    if (name !== undefined) return [];
    return [argumentMissing("<name>", "a role has a name.", "captain")];
  },

  plan: planRole,

  answerable: [],
};
