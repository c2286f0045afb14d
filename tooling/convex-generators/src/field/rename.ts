// Reads a field's new name: the field gets it in the API at once, and a migration moves the values.
import { GeneratorError, type Problem, type Tree, instead } from "@groundwork/plop-engine/plan";
import type { EntityInput } from "../entity/input.ts";
import { entityAfter, parsed, renamed } from "../entity/field-steps.ts";
import type { Field } from "../fields/field.ts";
import { formatField } from "../fields/format.ts";
import { faultOfMember } from "../fields/identifiers.ts";
import type { Migration } from "../migration/read.ts";
import type { FieldInput } from "./input.ts";
import { type Step, assertNotHeld, existing, isLeaving, migrationOf } from "./step.ts";

/**
 * Reads a new name.
 * @throws GeneratorError (2) for a field that is not there, a name that cannot be, and a field that is held
 */
export function renaming(input: FieldInput, entity: EntityInput, tree: Tree): Step {
  const { table, rename = "" } = input;
  const [before, after] = renamed(rename);
  const field = existing(input, entity, before);
  const final = formatField({ ...field, name: after });
  const isDone = isLeaving(field) && parsed(entity.fields).some(({ name }) => name === after);
  if (!isDone) {
    const fault = field.isComputed
      ? computedFault(input, field, after)
      : renameFault(input, entity);
    if (fault !== null) throw new GeneratorError(2, fault);
    assertNotHeld(input, before, entity, tree);
    const last = { table, finish: after, rename, fields: [final] };
    assertNotHeld(last, before, entityAfter(entity, input), tree);
  }
  return {
    entity,
    input: { ...input, rename: `${before}=${after}`, fields: [final] },
    subject: before,
    isDone,
    begins: moveOf(table, field, after),
    finishes: null,
  };
}

/** No row has a computed value, so nothing moves but its formula, which a person wrote. */
function computedFault({ table, rename = "" }: FieldInput, field: Field, after: string): Problem {
  return {
    code: "FIELD_RENAME",
    arg: rename,
    message: `"${field.name}" is computed, and only you know its formula: add it under its new name, copy the formula, and remove this one.`,
    fix: `pnpm plop field ${table} '${formatField({ ...field, name: after || "newName" })}'`,
  };
}

/** What is wrong with a new name. */
function renameFault({ rename = "" }: FieldInput, entity: EntityInput): Problem | null {
  const [before, after] = renamed(rename);
  if (after === "" || rename.split("=").length > 2) {
    const message = `"${rename}" has no new name: write ${before}=newName.`;
    return { code: "FIELD_RENAME", arg: rename, message };
  }
  const fault = faultOfMember(after, "field");
  if (fault !== null) {
    const { fix, ...rest } = fault;
    return { arg: rename, ...rest, ...(fix !== undefined && instead(`${before}=${fix}`)) };
  }
  if (!parsed(entity.fields).some(({ name }) => name === after)) return null;
  const message = `"${entity.name}" has a field "${after}" already.`;
  return { code: "FIELD_RENAME", arg: rename, message, fix: "Choose another name." };
}

/** The migration that moves the values of a field to its new name. */
export function moveOf(table: string, { name, isOptional }: Field, after: string): Migration {
  const { finish } = migrationOf("drop", table, after, null);
  return {
    ...migrationOf("move", table, name, null),
    finish,
    into: { field: after, isOptional },
  };
}
