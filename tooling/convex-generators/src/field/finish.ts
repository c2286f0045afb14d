// Reads the second phase of a field: what the first one began, by the records of the runs.
import { GeneratorError, type Tree } from "@groundwork/plop-engine/plan";
import { readRuns } from "@groundwork/plop-engine/run/history";
import { livingRuns } from "../entity/model/runs.ts";
import type { EntityInput } from "../entity/input.ts";
import { isMigrated, parsed, renamed } from "../entity/field-steps.ts";
import type { Field } from "../fields/field.ts";
import { formatField } from "../fields/format.ts";
import type { Migration } from "../migration/read.ts";
import type { FieldInput } from "./input.ts";
import { moveOf } from "./rename.ts";
import { type Step, fillOf, isSame, migrationOf } from "./step.ts";

/**
 * Reads a second phase.
 * @throws FIELD_UNBEGUN (2) without a first one
 */
export function finishing(input: FieldInput, entity: EntityInput, tree: Tree): Step {
  const { table, counted } = input;
  const name = input.finish!;
  const runs = livingRuns(readRuns(tree)).flatMap(({ command, input: one }) =>
    command === "field" && (one as FieldInput).table === table ? [one as FieldInput] : [],
  );
  const isBegin = ({ finish, change, remove, rename, fields = [] }: FieldInput) =>
    finish === undefined &&
    change !== true &&
    ((rename !== undefined && renamed(rename)[1] === name) ||
      remove === name ||
      parsed(fields).some((field) => field.name === name && isMigrated(field)));
  const begun = runs.findLast(isBegin);
  if (begun === undefined) {
    throw new GeneratorError(2, {
      code: "FIELD_UNBEGUN",
      arg: name,
      message: `no run has begun to add, rename or remove "${name}" of "${table}" in two phases.`,
      fix: `pnpm plop field ${table} '${name}:…'`,
    });
  }
  const final = parsed(begun.fields ?? []).filter((field) => field.name === name);
  const now = parsed(entity.fields).find((field) => field.name === name);
  const isRemoval = begun.remove === name;
  return {
    entity,
    input: {
      ...{ table, finish: name },
      ...(!isRemoval && { fields: final.map(formatField) }),
      ...(begun.rename !== undefined && { rename: begun.rename }),
      ...(counted !== undefined && { counted }),
    },
    subject: name,
    isDone: isRemoval ? now === undefined : now !== undefined && isSame(now, final[0]!),
    begins: null,
    finishes: begunMigration(begun, final[0], name),
  };
}

/**
 * Finds the run that has begun to add, rename or remove a field in two phases.
 * @returns its input; undefined where none has
 */
export function beginningOf(table: string, name: string, tree: Tree): FieldInput | undefined {
  const runs = livingRuns(readRuns(tree)).flatMap(({ command, input }) =>
    command === "field" && (input as FieldInput).table === table ? [input as FieldInput] : [],
  );
  return runs.findLast(
    ({ finish, change, remove, rename, fields = [] }) =>
      finish === undefined &&
      change !== true &&
      ((rename !== undefined && renamed(rename)[1] === name) ||
        remove === name ||
        parsed(fields).some((field) => field.name === name && isMigrated(field))),
  );
}

/** The migration that the first phase has added. */
function begunMigration(begun: FieldInput, final: Field | undefined, name: string): Migration {
  const { table, rename } = begun;
  if (final === undefined) return migrationOf("drop", table, name, null);
  if (rename === undefined) return fillOf(begun, final);
  const [before] = renamed(rename);
  return moveOf(table, { ...final, name: before }, name);
}
