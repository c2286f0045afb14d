// What the template of the shapes' test names.
import { type EntityField, type EntityModel, changesOf, inputsOf, publicOf } from "../model.ts";
import { fitting, sampleText } from "../samples.ts";
import { numeral, quoted } from "@groundwork/plop-engine/templates/code";
import { fieldView } from "./fields.ts";

/** The facts that the test of the shapes adds to those of the backend. */
export function shapesTestView(model: EntityModel) {
  const keys = (fields: readonly EntityField[], ...more: string[]) =>
    [...more, ...fields.map(({ name }) => name)].toSorted();
  const inputs = inputsOf(model);
  return {
    inputs: inputs.map((field) => ({ ...fieldView(model, field), ...sampleView(field) })),
    inputKeys: keys(inputs),
    changeKeys: keys(changesOf(model)),
    publicKeys: keys(publicOf(model), "_creationTime", "_id"),
    wrongValues: inputs.flatMap((field) =>
      wrongValues(field).map((value) => ({ name: field.name, value })),
    ),
    leftOut: inputs
      .filter((field) => field.isOptional || field.default !== null)
      .map((field) => ({ name: field.name, becomes: becomes(model, field) })),
  };
}

function sampleView(field: EntityField) {
  const { range, label, type } = field;
  const text = fitting(`${label} 1`, range);
  const kept = `  ${fitting(label, range)}\n`;
  const { min, max } = range;
  return {
    shapeValue: shapeValue(field),
    shapeItem: shapeValue({ ...field, list: null }),
    /** Whether a text may not be empty. */
    isLeast: (min ?? 0) > 0,
    sampleWords: text,
    spacedText: `\t ${text} \n`,
    keptText: [...kept].length > (max ?? Infinity) ? null : kept,
    isNumber: type === "int" || type === "number",
    half: numeral((min ?? max ?? 0) + (min === undefined ? -0.5 : 0.5)),
  };
}

/** A value for a shape alone: rows and files are known by their ids. */
function shapeValue(field: EntityField): string {
  if (field.type !== "ref" && field.type !== "file") {
    return sampleText({ ...field, isUnique: false });
  }
  const id = quoted(`${field.name}1`);
  if (field.list === null) return id;
  const count = Math.max(field.list.min, Math.min(1, field.list.max));
  return count > 3
    ? `Array.from({ length: ${count} }, () => ${id})`
    : `[${Array(count).fill(id).join(", ")}]`;
}

function becomes(model: EntityModel, field: EntityField): string {
  const kind = field.default?.kind;
  if (kind === undefined || kind === "me") return "undefined";
  return kind === "now" ? "expect.any(Number)" : fieldView(model, field).defaultCode!;
}

/** Values of another type, or of another form, as code. */
function wrongValues({ type, list }: EntityField): string[] {
  if (list !== null) return ["null", `"x"`];
  switch (type) {
    case "int":
    case "number":
      return ["null", `"1"`];
    case "bool":
      return ["null", `"true"`];
    case "email":
      return ["null", `"nobody"`];
    case "url":
      return ["null", `"javascript:alert(1)"`];
    case "date":
      return ["null", "-1", `"2030-01-01"`];
    case "enum":
      return ["null", `"none of these"`];
    case "vector":
      return ["null", `["x"]`];
    case "json":
      return [];
    default:
      return ["null", "1"];
  }
}
