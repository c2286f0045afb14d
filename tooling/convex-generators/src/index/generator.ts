// `pnpm plop index` as the command line sees it.
import { type Generator, argumentMissing, commandLineOf } from "@groundwork/plop-engine/generator";
import { mergeField } from "../field/merge.ts";
import { indexCommand } from "./command.ts";
import { type IndexInput, indexShape } from "./input.ts";
import { planIndex } from "./plan.ts";

export const indexGenerator: Generator<IndexInput> = {
  ...commandLineOf<IndexInput>(indexCommand, "table", "...fields"),
  shape: indexShape,

  missing({ table, fields = [], activate, remove, unused }) {
    if (unused === true) return [];
    const isNamed = activate !== undefined || remove !== undefined;
    return [
      ...(table === undefined
        ? [argumentMissing("<table>", "an index belongs to a table, such as notes.", "notes")]
        : []),
      ...(fields.length === 0 && !isNamed
        ? [argumentMissing("<field>…", "name the fields of the index.", "title", "--list")]
        : []),
    ];
  },

  plan: planIndex,

  refine: mergeField,

  answerable: ["INDEX_UNREAD"],
};
