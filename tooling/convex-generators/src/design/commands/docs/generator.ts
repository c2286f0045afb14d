// `pnpm plop design docs` as the command line sees it.
import type { Generator } from "@groundwork/plop-engine/generator";
import { designIn } from "../applied.ts";
import { designDocsCommand } from "./command.ts";
import { planDocuments } from "../../documents/documents.ts";

export const designDocsGenerator: Generator = {
  command: designDocsCommand.name,
  shape: {
    type: "object",
    description: "Nothing: all is in the design",
    properties: {},
    additionalProperties: false,
  },
  fromArguments: () => ({}),
  toArguments: () => [],
  missing: () => [],

  plan(input, tree) {
    const { design, applied } = designIn(tree);
    return {
      ...{ command: designDocsCommand.name, input },
      ...planDocuments(design, applied, tree),
      ...{ next: [], notes: [] },
    };
  },

  answerable: [],
};
