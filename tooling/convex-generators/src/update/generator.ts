// `pnpm plop update` as the command line sees it.
import { type Generator, commandLineOf } from "@groundwork/plop-engine/generator";
import { updateCommand } from "./command.ts";
import { type UpdateInput, updateShape } from "./input.ts";
import { mergeUpdate, planUpdate } from "./plan.ts";

export const updateGenerator: Generator<UpdateInput> = {
  ...commandLineOf<UpdateInput>(updateCommand, "...runs"),
  shape: updateShape,

  missing: () => [],

  plan: planUpdate,

  refine: mergeUpdate,

  answerable: [],
};
