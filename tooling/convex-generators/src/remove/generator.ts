// `pnpm plop remove` as the command line sees it.
import { type Generator, argumentMissing } from "@groundwork/plop-engine/generator";
import { type RemoveInput, removeShape } from "./input.ts";
import { planRemove } from "./plan.ts";

export const removeGenerator: Generator<RemoveInput> = {
  command: "remove",
  shape: removeShape,

  fromArguments({ positionals }) {
    return positionals.length === 0 ? {} : { names: positionals };
  },

  missing({ names = [] }) {
    if (names.length > 0) return [];
    const message = "name at least one feature, such as demo.";
    return [argumentMissing("<feature…>", message, "demo")];
  },

  toArguments: ({ names }) => [...names],

  plan: planRemove,

  answerable: [],
};
