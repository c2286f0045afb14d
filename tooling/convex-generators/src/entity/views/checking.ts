// What templates name of the checks that a shape cannot make.
import { quoted } from "@groundwork/plop-engine/templates/code";
import type { EntityField, EntityModel } from "../model/model.ts";
import type { FieldView } from "./fields.ts";
import { decidedCode } from "./together.ts";

/** The facts of the checks before a row is written. */
export function checkingView(
  model: EntityModel,
  inputs: readonly FieldView[],
  changes: readonly FieldView[],
) {
  const together = new Set(model.together.unique.flat().map(({ name }) => name));
  const isTogether = (some: readonly FieldView[]) => some.some(({ name }) => together.has(name));
  return {
    keptNulls: keptNulls(model.changes),
    isChecked: inputs.some(isCheckedField) || isTogether(inputs),
    checksChanges: changes.some(isCheckedField) || isTogether(changes),
    deciding: decidingFields(model, inputs).map((field) => ({
      ...field,
      code: decidedCode(field),
    })),
    checkRemark: checkRemark(inputs, isTogether(inputs)),
  };
}

/** The fields whose null is a value, as the last argument of a call that takes other values away at null. */
export function keptNulls(fields: readonly EntityField[]): string {
  const names = fields.filter(({ isNullable }) => isNullable).map(({ name }) => quoted(name));
  return names.length === 0 ? "" : `, [${names.join(", ")}]`;
}

function isCheckedField({ isLookedAt, isUniqueOrOnce, type }: FieldView): boolean {
  return isLookedAt || isUniqueOrOnce || type === "file";
}

/** The fields of the row that a check reads besides the values of a call. */
function decidingFields(model: EntityModel, inputs: readonly FieldView[]): EntityField[] {
  const { fields, team } = model;
  const together = model.together.unique.flat();
  const names = new Set([
    ...inputs.map(({ uniqueWithin }) => uniqueWithin),
    ...together.map(({ name }) => name),
    ...inputs.filter((field) => field.isListed && field.isLookedAt).map(({ name }) => name),
    ...(together.length > 0 && team !== null ? [team.name] : []),
  ]);
  return [...names].flatMap((name) => fields.find((field) => field.name === name) ?? []);
}

function checkRemark(inputs: readonly FieldView[], isTogether: boolean): string {
  const parts = [
    ...(inputs.some(({ isLookedAt }) => isLookedAt) ? ["where references lead"] : []),
    ...(isTogether || inputs.some(({ isUniqueOrOnce }) => isUniqueOrOnce)
      ? ["whether a value is free"]
      : []),
    ...(inputs.some(({ type }) => type === "file") ? ["what a file is"] : []),
  ];
  return parts.length < 3 ? parts.join(", and ") : `${parts[0]}, ${parts[1]}, and ${parts[2]}`;
}
