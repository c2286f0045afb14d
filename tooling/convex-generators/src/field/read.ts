// Reads an input into one step of a field, or into everything that is wrong with it.
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { GeneratorError, type Problem, type Tree, instead } from "@groundwork/plop-engine/plan";
import { readHistory } from "@groundwork/plop-engine/run/history";
import type { EntityInput } from "../entity/input.ts";
import { fieldsAfter, isMigrated, parsed, widened } from "../entity/field-steps.ts";
import { renderEntity } from "../entity/plan.ts";
import { currentEntityInput, recordedTables } from "../entity/recorded.ts";
import type { Field } from "../fields/field.ts";
import { formatField } from "../fields/format.ts";
import { parseFields } from "../fields/parse.ts";
import { type Migration, tableProblems } from "../migration/read.ts";
import { rowShapeOf } from "../migration/row-shape.ts";
import type { FieldInput } from "./input.ts";
import { checkTogether } from "./together.ts";

/** One run. */
export interface Step {
  /** The entity before it. */
  entity: EntityInput;
  /** The input in its normal form, which the record keeps. */
  input: FieldInput;
  /** The field, or the first of them. */
  subject: string;
  /** Whether the fields are so already. */
  isDone: boolean;
  /** The migration that the run adds, and the one that it ends. */
  begins: Migration | null;
  finishes: Migration | null;
}

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
  return input.change === true ? changing(input, entity) : adding(input, entity);
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

function adding(input: FieldInput, entity: EntityInput): Step {
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
  const added = fields.filter(({ name }) => !there.some((one) => one.name === name));
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

function isSame(one: Field, other: Field): boolean {
  return formatField(one) === formatField(other);
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

/** The migration of a new field. */
function fillOf({ table, to }: FieldInput, field: Field): Migration {
  const value = to ?? valueFor(field);
  if (value !== null) return migrationOf("fill", table, field.name, value);
  throw new GeneratorError(2, {
    code: "FIELD_FILL",
    arg: field.name,
    message: `rows that exist need a value for "${field.name}", and it has no default that fits all of them.`,
    fix: `Pass --to <value>, give it a default, or make it optional: ${formatField({ ...field, isOptional: true })}.`,
  });
}

/** The value that rows get without `--to`, as code; null when there is none. */
function valueFor(field: Field): string | null {
  if (field.default === null && field.isNullable) return "null";
  if (field.default === null) return field.list !== null && field.list.min === 0 ? "[]" : null;
  if (field.default.kind === "now") return "row._creationTime";
  return field.default.kind === "literal" ? JSON.stringify(field.default.value) : null;
}

function migrationOf(
  verb: "fill" | "drop",
  table: string,
  field: string,
  to: string | null,
): Migration {
  const upper = (text: string) => text[0]!.toUpperCase() + text.slice(1);
  const finish = `pnpm plop field ${table} --finish ${field}`;
  return { name: `${verb}${upper(table)}${upper(field)}`, table, field, to, finish };
}

function existing({ table }: FieldInput, entity: EntityInput, name: string): Field {
  const fields = parsed(entity.fields);
  const found = fields.find((field) => field.name === name);
  if (found !== undefined) return found;
  const near = didYouMean(
    name,
    fields.map((field) => field.name),
  );
  throw new GeneratorError(2, {
    code: "FIELD_UNKNOWN",
    arg: name,
    message: `"${table}" has no field "${name}".${near?.sentence ?? ""}`,
    ...(near && instead(near.word)),
  });
}

function changing(input: FieldInput, entity: EntityInput): Step {
  const fields = fieldsOf(input);
  const problems = fields.flatMap((field) => misfits(existing(input, entity, field.name), field));
  if (problems.length > 0) throw new GeneratorError(2, problems);
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
  const gone = before.values.filter((value) => !after.values.includes(value));
  const why =
    before.type !== after.type || before.table !== after.table
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
  assertNotHeld({ table, finish: name }, entity, tree);
  return {
    entity,
    input,
    subject: name,
    isDone: field.isServer && field.isPrivate && field.isOptional,
    begins: migrationOf("drop", table, name, null),
    finishes: null,
  };
}

/** Refuses the first phase of a removal whose second one could not be rendered. */
function assertNotHeld(last: FieldInput, entity: EntityInput, tree: Tree): void {
  const { table, finish: name = "" } = last;
  try {
    renderEntity({ ...entity, fields: fieldsAfter(entity.fields, last) }, tree);
  } catch (error) {
    const why = error instanceof GeneratorError && error.exit === 2 ? error.problems[0] : undefined;
    if (why === undefined) throw error;
    throw new GeneratorError(2, {
      code: "FIELD_HELD",
      arg: name,
      message: `"${table}" cannot do without "${name}": ${why.message}`,
      fix: "Keep it, or move the rows to a new entity that needs no such field: pnpm plop entity --help",
    });
  }
}

function finishing(input: FieldInput, entity: EntityInput, tree: Tree): Step {
  const { table, counted } = input;
  const name = input.finish!;
  const runs = readHistory(tree).flatMap(({ command, input: one }) =>
    command === "field" && (one as FieldInput).table === table ? [one as FieldInput] : [],
  );
  const isBegin = ({ finish, change, remove, fields = [] }: FieldInput) =>
    finish === undefined &&
    change !== true &&
    (remove === name || parsed(fields).some((field) => field.name === name && isMigrated(field)));
  const begun = runs.findLast(isBegin);
  if (begun === undefined) {
    throw new GeneratorError(2, {
      code: "FIELD_UNBEGUN",
      arg: name,
      message: `no run has begun to add or to remove "${name}" of "${table}" in two phases.`,
      fix: `pnpm plop field ${table} '${name}:…'`,
    });
  }
  const final = parsed(begun.fields ?? []).filter((field) => field.name === name);
  const now = parsed(entity.fields).find((field) => field.name === name);
  const isRemoval = begun.remove === name;
  const migration: Migration = isRemoval
    ? migrationOf("drop", table, name, null)
    : fillOf(begun, final[0]!);
  return {
    entity,
    input: {
      ...{ table, finish: name },
      ...(!isRemoval && { fields: final.map(formatField) }),
      ...(counted !== undefined && { counted }),
    },
    subject: name,
    isDone: isRemoval ? now === undefined : now !== undefined && isSame(now, final[0]!),
    begins: null,
    finishes: migration,
  };
}
