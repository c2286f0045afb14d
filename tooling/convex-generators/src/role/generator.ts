// `pnpm plop role` as the command line sees it.
import {
  type Generator,
  argumentMissing,
  flagArguments,
  inputOf,
} from "@groundwork/plop-engine/generator";
import { roleCommand } from "./command.ts";
import { type RoleInput, roleShape } from "./input.ts";
import { planRole } from "./plan.ts";

export const roleGenerator: Generator<RoleInput> = {
  command: "role",
  shape: roleShape,

  fromArguments(args) {
    const [name] = args.positionals;
    return { ...(name !== undefined && { name }), ...inputOf<RoleInput>(roleCommand, args) };
  },

  missing({ name }) {
    if (name !== undefined) return [];
    return [argumentMissing("<name>", "a role has a name.", "captain")];
  },

  toArguments: (input) => [input.name, ...flagArguments(roleCommand, input)],

  plan: planRole,

  answerable: [],
};
