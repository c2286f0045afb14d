// `pnpm plop design apply` as the command line sees it.
import { type Generator, commandLineOf, shapeOf } from "@groundwork/plop-engine/generator";
import { plannedTree } from "@groundwork/plop-engine/planned-tree";
import { componentGenerator } from "../../component/generator.ts";
import { planDocuments } from "../documents/documents.ts";
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
  plan(input, tree) {
    const file = readDesignIn(tree);
    const { plan } = planDesign(file, tree, input);
    const { files, removals } = planDocuments(file.design, plannedTree(tree, plan), tree);
    return {
      ...plan,
      files: [...plan.files, ...files],
      removals: [...(plan.removals ?? []), ...removals],
    };
  },
  refine: mergeDesign,
  complete: async (plan, io) => (await componentGenerator.complete?.(plan, io)) ?? plan,
  settle: async (plan, io) => await componentGenerator.settle?.(plan, io),
  answerable: [],
};
