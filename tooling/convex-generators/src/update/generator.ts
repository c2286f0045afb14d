// `pnpm plop update` as the command line sees it.
import { type Generator, flagArguments, inputOf } from "@groundwork/plop-engine/generator";
import { updateCommand } from "./command.ts";
import { type UpdateInput, updateShape } from "./input.ts";
import { mergeUpdate, planUpdate } from "./plan.ts";

export const updateGenerator: Generator<UpdateInput> = {
  command: "update",
  shape: updateShape,

  fromArguments: (args) => ({
    ...(args.positionals.length > 0 && { runs: args.positionals }),
    ...inputOf<UpdateInput>(updateCommand, args),
  }),

  missing: () => [],

  toArguments: (input) => [...(input.runs ?? []), ...flagArguments(updateCommand, input)],

  plan: planUpdate,

  refine: mergeUpdate,

  answerable: [],
};
