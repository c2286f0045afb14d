// `pnpm plop design import` as the command line sees it.
import { type Generator, commandLineOf } from "@groundwork/plop-engine/generator";
import { designImportCommand } from "./command.ts";
import { type ImportInput, importShape } from "./input.ts";
import { planImport, withLayout } from "./plan.ts";

export const designImportGenerator: Generator<ImportInput> = {
  ...commandLineOf<ImportInput>(designImportCommand, "project"),
  shape: importShape,
  missing: () => [],
  plan: planImport,
  refine: withLayout,
  answerable: [],
};
