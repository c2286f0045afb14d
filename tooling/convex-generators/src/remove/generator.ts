// `pnpm plop remove` as the command line sees it.
import {
  type Generator,
  argumentMissing,
  flagArguments,
  inputOf,
} from "@groundwork/plop-engine/generator";
import { removeCommand } from "./command.ts";
import { type RemoveInput, removeShape } from "./input.ts";
import { planRemove } from "./plan.ts";

export const removeGenerator: Generator<RemoveInput> = {
  command: "remove",
  shape: removeShape,

  fromArguments(args) {
    const names = args.positionals;
    return { ...(names.length > 0 && { names }), ...inputOf<RemoveInput>(removeCommand, args) };
  },

  missing({ names = [] }) {
    if (names.length > 0) return [];
    const message = "name at least one feature or entity, such as demo.";
    return [argumentMissing("<feature…|entity…>", message, "demo")];
  },

  toArguments: (input) => [...input.names, ...flagArguments(removeCommand, input)],

  plan: planRemove,

  answerable: [],
};
