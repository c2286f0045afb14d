// One change of the fields of an entity, and what each kind of change needs.
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { GeneratorError, type Tree, instead } from "@groundwork/plop-engine/plan";
import type { EntityInput } from "../entity/input.ts";
import { entityAfter, parsed } from "../entity/field-steps.ts";
import { renderEntity } from "../entity/plan.ts";
import type { Field } from "../fields/field.ts";
import { faultOfValue } from "../fields/defaults.ts";
import { formatField } from "../fields/format.ts";
import { layout } from "../repository/layout.ts";
import { type Migration, valueProblems } from "../migration/read.ts";
import { indexedFields } from "../rag/indexed.ts";
import type { FieldInput } from "./input.ts";

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
 * Finds a field of an entity.
 * @throws FIELD_UNKNOWN (2)
 */
export function existing({ table }: FieldInput, entity: EntityInput, name: string): Field {
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

/** Whether two fields are written alike. */
export function isSame(one: Field, other: Field): boolean {
  return formatField(one) === formatField(other);
}

/** Whether a field is on its way out. */
export function isLeaving({ isServer, isPrivate, isOptional }: Field): boolean {
  return isServer && isPrivate && isOptional;
}

/**
 * The migration of a new field.
 * @throws FIELD_FILL (2) without a value for the rows that exist, MIGRATION_VALUE (2) for one that is none, or that the
 *   field does not take
 */
export function fillOf({ table, to }: FieldInput, field: Field): Migration {
  if (to !== undefined) assertFits(to, field);
  const value = to ?? valueFor(field);
  if (value !== null) return migrationOf("fill", table, field.name, value);
  throw new GeneratorError(2, {
    code: "FIELD_FILL",
    arg: field.name,
    message: `rows that exist need a value for "${field.name}", and it has no default that fits all of them.`,
    fix: `Pass --to <value>, give it a default, or make it optional: ${formatField({ ...field, isOptional: true })}.`,
  });
}

function assertFits(to: string, field: Field): void {
  const problems = valueProblems(to);
  if (problems.length > 0) throw new GeneratorError(2, problems);
  let value: unknown;
  try {
    value = JSON.parse(to);
  } catch {
    // An expression: the check of types compares it.
    return;
  }
  const fault = faultOfValue(value, field);
  if (fault === null) return;
  const fix = `Pass a value of ${formatField(field)}.`;
  throw new GeneratorError(2, { code: "MIGRATION_VALUE", arg: to, message: fault, fix });
}

/** The value that rows get without `--to`, as code; null when there is none. */
function valueFor(field: Field): string | null {
  if (field.default === null && field.isNullable) return "null";
  if (field.default === null) return field.list !== null && field.list.min === 0 ? "[]" : null;
  if (field.default.kind === "now") return "row._creationTime";
  return field.default.kind === "literal" ? JSON.stringify(field.default.value) : null;
}

/** A migration of one field; its second phase has the name of that field. */
export function migrationOf(
  verb: "fill" | "drop" | "move",
  table: string,
  field: string,
  to: string | null,
): Migration {
  const upper = (text: string) => text[0]!.toUpperCase() + text.slice(1);
  const finish = `pnpm plop field ${table} --finish ${field}`;
  return { name: `${verb}${upper(table)}${upper(field)}`, table, field, to, finish };
}

/**
 * Refuses a phase that could not be rendered without a field.
 * @throws FIELD_HELD (2)
 */
export function assertNotHeld(
  phase: FieldInput,
  name: string,
  entity: EntityInput,
  tree: Tree,
): void {
  const { table } = phase;
  assertNotKnown(table, name, tree);
  try {
    renderEntity(entityAfter(entity, phase), tree);
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

/**
 * Refuses to take away a field, or to hide it, while the table's knowledge is made of it.
 * @throws FIELD_HELD (2)
 */
export function assertNotKnown(table: string, name: string, tree: Tree): void {
  if (!indexedFields(table, tree).includes(name)) return;
  throw new GeneratorError(2, {
    code: "FIELD_HELD",
    arg: name,
    message: `"${name}" is knowledge of the rows of "${table}".`,
    fix: `Take it out of the table's entry in ${layout.indexedRows} first, or undo its run of \`rag\`: pnpm plop history.`,
  });
}
