// `pnpm plop rag` as the command line sees it.
import { type Generator, argumentMissing, commandLineOf } from "@groundwork/plop-engine/generator";
import { ragCommand } from "./command.ts";
import { type RagInput, ragShape } from "./input.ts";
import { planRag } from "./plan.ts";

export const ragGenerator: Generator<RagInput> = {
  ...commandLineOf<RagInput>(ragCommand, "table"),
  shape: ragShape,

  missing({ table }) {
    if (table !== undefined) return [];
    return [argumentMissing("<table>", "the rows of which table become knowledge?", "articles")];
  },

  plan: planRag,

  answerable: [],
};
