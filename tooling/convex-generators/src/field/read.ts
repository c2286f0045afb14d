// Reads an input into one step of a field, or into everything that is wrong with it.
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { GeneratorError, type Problem, type Tree, instead } from "@groundwork/plop-engine/plan";
import type { EntityInput } from "../entity/input.ts";
import { isMigrated, parsed, widened } from "../entity/field-steps.ts";
import { currentEntityInput, recordedTables } from "../entity/recorded.ts";
import type { Field } from "../fields/field.ts";
import { formatField } from "../fields/format.ts";
import { parseFields } from "../fields/parse.ts";
import { tableProblems } from "../migration/read.ts";
import { rowShapeOf } from "../migration/row-shape.ts";
import type { FieldInput } from "./input.ts";
import { beginningOf, finishing } from "./finish.ts";
import { renaming } from "./rename.ts";
import {
  type Step,
  assertNotHeld,
  assertNotKnown,
  existing,
  fillOf,
  isLeaving,
  isSame,
  migrationOf,
} from "./step.ts";
import { checkTogether } from "./together.ts";

/**
 * Reads an input.
 * @throws GeneratorError (2) with all problems, (3) for a conflict with what exists, (4) for a table that no
 *   generator made
 */
export function readStep(input: FieldInput, tree: Tree): Step {
  const problems = tableProblems(input.table, tree);
  if (problems.length > 0) throw new GeneratorError(2, problems);
  const entity = entityOf(input.table, tree);
  checkTogether(input);
  if (input.finish !== undefined) return finishing(input, entity, tree);
  if (input.remove !== undefined) return removing(input, entity, tree);
  if (input.rename !== undefined) return renaming(input, entity, tree);
  return input.change === true ? changing(input, entity, tree) : adding(input, entity, tree);
}

function entityOf(table: string, tree: Tree): EntityInput {
  const found = currentEntityInput(table, tree);
  if (found !== null) return found;
  const tables = recordedTables(tree);
  const near = didYouMean(table, tables);
  const { path } = rowShapeOf(tree, table, `Add the table "${table}" first: pnpm plop entity.`);
  throw new GeneratorError(4, {
    code: "ENTITY_UNRECORDED",
    arg: table,
    message: `no run of \`entity\` made "${table}", so its files cannot be rendered again.${near?.sentence ?? ""}`,
    ...(near === null
      ? {
          fix: `Add the field to the shape in ${path}, then its migration: pnpm plop migration --help.`,
        }
      : instead(near.word)),
  });
}

function fieldsOf({ fields = [] }: FieldInput): Field[] {
  const { fields: read, problems } = parseFields(fields);
  if (problems.length > 0) throw new GeneratorError(2, problems);
  return read.map(({ field }) => field);
}

function adding(input: FieldInput, entity: EntityInput, tree: Tree): Step {
  const fields = fieldsOf(input);
  const there = parsed(entity.fields);
  const problems: Problem[] = [];
  for (const field of fields) {
    const existing = there.find(({ name }) => name === field.name);
    if (existing === undefined || isSame(existing, widened(field)) || isSame(existing, field)) {
      continue;
    }
    problems.push({
      code: "FIELD_EXISTS",
      arg: field.name,
      message: `"${input.table}" has a field "${formatField(existing)}" already.`,
      fix: `pnpm plop field ${input.table} '${formatField(field)}' --change`,
    });
  }
  if (problems.length > 0) throw new GeneratorError(3, problems);
  // An optional field becomes a required one as a new one does: its rows are filled in first.
  const isFilled = (field: Field, existing: Field) =>
    isMigrated(field) &&
    !isSame(existing, field) &&
    beginningOf(input.table, field.name, tree) === undefined;
  const added = fields.filter((field) => {
    const existing = there.find(({ name }) => name === field.name);
    return existing === undefined || isFilled(field, existing);
  });
  const migrated = added.filter(isMigrated);
  if (migrated.length > 1) throw oneAtATime(migrated);
  const [field] = migrated;
  const begins = field === undefined ? null : fillOf(input, field);
  return {
    entity,
    input: { ...input, fields: added.map(formatField), ...(begins?.to && { to: begins.to }) },
    subject: fields[0]?.name ?? "",
    isDone: added.length === 0,
    begins,
    finishes: null,
  };
}

function oneAtATime(fields: readonly Field[]): GeneratorError {
  const names = fields.map(({ name }) => name).join(", ");
  return new GeneratorError(2, {
    code: "FIELD_MIGRATIONS",
    arg: fields[1]!.name,
    message: `${names} each need a migration, and a run adds one.`,
    fix: "Add them one after the other.",
  });
}

function changing(input: FieldInput, entity: EntityInput, tree: Tree): Step {
  const fields = fieldsOf(input);
  const problems = fields.flatMap((field) => misfits(existing(input, entity, field.name), field));
  if (problems.length > 0) throw new GeneratorError(2, problems);
  for (const { name, isPrivate } of fields) if (isPrivate) assertNotKnown(input.table, name, tree);
  const isDone = fields.every((field) => isSame(field, existing(input, entity, field.name)));
  return {
    entity,
    input: { ...input, fields: fields.map(formatField) },
    subject: fields[0]?.name ?? "",
    isDone,
    begins: null,
    finishes: null,
  };
}

/** Changes that rows which exist would not fit. */
function misfits(before: Field, after: Field): Problem[] {
  if (before.isComputed && after.isComputed) return [];
  const gone = before.values.filter((value) => !after.values.includes(value));
  const why =
    before.isComputed !== after.isComputed ||
    before.type !== after.type ||
    before.table !== after.table
      ? "has another type"
      : (before.list === null) !== (after.list === null)
        ? "is a list in one of them only"
        : before.isOptional && !after.isOptional
          ? "is absent in some rows"
          : before.isNullable && !after.isNullable
            ? "is null in some rows"
            : gone.length > 0 && before.type === "enum"
              ? `has ${gone.join(" and ")} in some rows`
              : null;
  if (why === null) return [];
  const message = `"${before.name}" ${why}, so rows that exist would not fit.`;
  const fix = "Add another field, fill it in from this one with --to 'row.…', and remove this one.";
  return [{ code: "FIELD_MISFIT", arg: before.name, message, fix }];
}

function removing(input: FieldInput, entity: EntityInput, tree: Tree): Step {
  const { table } = input;
  const name = input.remove!;
  const field = existing(input, entity, name);
  assertNotHeld({ table, finish: name }, name, entity, tree);
  return {
    entity,
    input,
    subject: name,
    isDone: isLeaving(field),
    begins: field.isComputed ? null : migrationOf("drop", table, name, null),
    finishes: null,
  };
}
