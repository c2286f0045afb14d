// `pnpm plop rag` as the command line sees it.
import {
  type Generator,
  argumentMissing,
  flagArguments,
  inputOf,
} from "@groundwork/plop-engine/generator";
import { ragCommand } from "./command.ts";
import { type RagInput, ragShape } from "./input.ts";
import { planRag } from "./plan.ts";

export const ragGenerator: Generator<RagInput> = {
  command: "rag",
  shape: ragShape,

  fromArguments(args) {
    const [table] = args.positionals;
    return { ...(table !== undefined && { table }), ...inputOf<RagInput>(ragCommand, args) };
  },

  missing({ table }) {
    if (table !== undefined) return [];
    return [argumentMissing("<table>", "the rows of which table become knowledge?", "articles")];
  },

  toArguments: (input) => [input.table, ...flagArguments(ragCommand, input)],

  plan: planRag,

  answerable: [],
};
