// `pnpm plop remove` as the command line sees it.
import { type Generator, argumentMissing, commandLineOf } from "@groundwork/plop-engine/generator";
import { removeCommand } from "./command.ts";
import { type RemoveInput, removeShape } from "./input.ts";
import { planRemove } from "./plan.ts";

export const removeGenerator: Generator<RemoveInput> = {
  ...commandLineOf<RemoveInput>(removeCommand, "...names"),
  shape: removeShape,

  missing({ names = [] }) {
    if (names.length > 0) return [];
    const message = "name at least one feature or entity, such as demo.";
    return [argumentMissing("<feature…|entity…>", message, "demo")];
  },

  plan: planRemove,

  answerable: [],
};
