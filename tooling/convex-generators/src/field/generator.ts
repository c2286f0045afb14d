// `pnpm plop field` as the command line sees it.
import { type Generator, argumentMissing, commandLineOf } from "@groundwork/plop-engine/generator";
import type { Io } from "@groundwork/plop-engine/io";
import type { Plan } from "@groundwork/plop-engine/plan";
import { diskTree } from "@groundwork/plop-engine/tree";
import { assertNoneLeft } from "../migration/complete.ts";
import { parsed } from "../entity/field-steps.ts";
import { fieldCommand } from "./command.ts";
import { type FieldInput, fieldShape } from "./input.ts";
import { mergeField } from "./merge.ts";
import { planField } from "./plan.ts";
import { readStep } from "./read.ts";

export const fieldGenerator: Generator<FieldInput> = {
  ...commandLineOf<FieldInput>(fieldCommand, "table", "...fields"),
  shape: fieldShape,

  missing({ table, fields = [], remove, rename, finish }) {
    return [
      ...(table === undefined
        ? [argumentMissing("<table>", "a field belongs to a table, such as notes.", "notes")]
        : []),
      ...(fields.length === 0 && (remove ?? rename ?? finish) === undefined
        ? [argumentMissing("<field…>", "name a field: name:type.", "source:url?")]
        : []),
    ];
  },

  plan: planField,

  refine: mergeField,

  complete: async (plan: Plan, io: Io) => {
    const input = plan.input as FieldInput;
    const isCounted = input.counted !== undefined || plan.files.length === 0;
    if (input.finish === undefined || isCounted) return plan;
    const { finishes } = readStep(input, diskTree(io.root));
    await assertNoneLeft(finishes!, io);
    return plan;
  },

  undone({ table, fields = [], change, finish, rename }) {
    const added = (change ?? finish ?? rename) === undefined ? parsed(fields) : [];
    return added.map(
      ({ name }) =>
        `A deployment whose ${table} have "${name}" already refuses the next push: run it again, and take the field ` +
        `away in two phases with pnpm plop field ${table} --remove ${name}.`,
    );
  },

  answerable: ["FIELD_FILL"],
};
