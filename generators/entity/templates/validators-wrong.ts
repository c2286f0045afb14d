// What no field of an entity takes.
import { type EntityField, type EntityModel, inputsOf } from "../model.ts";
import { quoted, table } from "../print.ts";

/** Values of another type, or of another form. */
export function wrongTest(model: EntityModel): string | null {
  const rows = inputsOf(model).flatMap((field) => {
    const wrong = wrongValues(field);
    return wrong.map((value) => `[${quoted(field.name)}, ${value}]`);
  });
  if (rows.length === 0) return null;
  return [
    table("test.each(", rows, `)("%s that is %j is refused", (field, value) => {`),
    "  expect(accepts({ [field]: value })).toBe(false);",
    "});",
  ].join("\n");
}

/** The same with a row for each field. */
export function wrongFieldsTest(model: EntityModel): string | null {
  const rows = inputsOf(model).flatMap((field) => {
    const wrong = wrongValues(field);
    return wrong.length === 0 ? [] : [`[${quoted(field.name)}, [${wrong.join(", ")}]]`];
  });
  if (rows.length === 0) return null;
  return [
    table(
      "test.each<[string, unknown[]]>(",
      rows,
      `)("%s that is one of %j is refused", (field, values) => {`,
    ),
    "  expect(values.filter((value) => accepts({ [field]: value }))).toEqual([]);",
    "});",
  ].join("\n");
}

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
