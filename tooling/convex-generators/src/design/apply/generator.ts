// `pnpm plop design apply` as the command line sees it.
import { type Generator, commandLineOf, shapeOf } from "@groundwork/plop-engine/generator";
import { componentGenerator } from "../../component/generator.ts";
import { readDesignIn } from "../file/in-tree.ts";
import { designApplyCommand } from "./command.ts";
import { mergeDesign } from "./merge.ts";
import { type ApplyInput, planDesign } from "./plan.ts";

export const designApplyGenerator: Generator<ApplyInput> = {
  ...commandLineOf<ApplyInput>(designApplyCommand),
  shape: shapeOf(
    designApplyCommand,
    "What the design is applied with; all else is in its file",
    {},
  ),
  missing: () => [],
  plan: (input, tree) => planDesign(readDesignIn(tree), tree, input).plan,
  refine: mergeDesign,
  complete: async (plan, io) => (await componentGenerator.complete?.(plan, io)) ?? plan,
  settle: async (plan, io) => await componentGenerator.settle?.(plan, io),
  answerable: [],
};
