// What the template of the shapes' test names.
import { typeOf } from "../../fields/field.ts";
import { numeral } from "@groundwork/plop-engine/templates/code";
import type { EntityField, EntityModel } from "../model/model.ts";
import { fitting, isLeast, shapeText, wrongTexts } from "../model/samples.ts";
import { defaultCode, fieldView } from "./fields.ts";

/** The facts that the test of the shapes adds to those of the backend. */
export function shapesTestView(model: EntityModel) {
  const { inputs, changes, shown } = model;
  const keys = (fields: readonly EntityField[], ...more: string[]) =>
    [...more, ...fields.map(({ name }) => name)].toSorted();
  return {
    inputs: inputs.map((field) => ({ ...fieldView(model, field), ...sampleView(field) })),
    inputKeys: keys(inputs),
    changeKeys: keys(changes),
    publicKeys: keys(shown, "_creationTime", "_id"),
    wrongValues: inputs.flatMap((field) =>
      wrongTexts(field).map((value) => ({ name: field.name, value })),
    ),
    nullable: inputs.filter(({ isNullable }) => isNullable).map(({ name }) => name),
    leftOut: inputs
      .filter((field) => field.isOptional || field.default !== null)
      .map((field) => ({ name: field.name, becomes: becomes(field) })),
  };
}

function sampleView(field: EntityField) {
  const { range, label, type } = field;
  const bounded = typeOf(type).range;
  const { min, max } = range;
  const sampleWords = fitting(`${label} 1`, range);
  const kept = `  ${fitting(label, range)}\n`;
  return {
    shapeValue: shapeText(field),
    /** Whether its list has one item at most, so that none is twice in it. */
    hasOneItem: field.list?.max === 1,
    shapeItem: shapeText({ ...field, list: null }),
    isLeast: isLeast(range),
    sampleWords,
    spacedText: `\t ${sampleWords} \n`,
    keptText: [...kept].length > (max ?? Infinity) ? null : kept,
    isNumber: bounded === "number" || bounded === "whole number",
    isWhole: ["int", "money", "duration"].includes(type),
    /** One, as code, in the kind of number that the field has. */
    step: type === "bigint" ? "1n" : "1",
    half: numeral((min ?? max ?? 0) + (min === undefined ? -0.5 : 0.5)),
  };
}

/** What an absent field becomes. */
function becomes(field: EntityField): string {
  const kind = field.default?.kind;
  if (kind === undefined || kind === "me") return "undefined";
  return kind === "now" ? "expect.any(Number)" : defaultCode(field)!;
}
