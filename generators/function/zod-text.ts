// The zod shape of an argument or an answer, as code.
import { numeral, quoted } from "@groundwork/plop-engine/templates/code";
import type { Field } from "../fields/field.ts";

/** Code, and the imports that it needs. */
export interface Code {
  text: string;
  imports: string[];
}

const zod = `import { z } from "zod";`;
const zid = `import { zid } from "@repo/validators/convex";`;

/**
 * Writes the shape of a field's value, bounds included.
 * @param field the field
 * @returns such as `z.string().trim().min(1).max(120).optional()`
 */
export function shapeText(field: Field): Code {
  const { text, imports } = valueText(field);
  const { list } = field;
  const whole =
    list === null
      ? { text, imports }
      : { text: `z.array(${text})${bounds(list)}`, imports: [...imports, zod] };
  const suffix = field.isOptional ? ".optional()" : defaultText(field);
  return { text: whole.text + suffix, imports: whole.imports };
}

/** The shape of one value of a field, whether it is a list or may be left out. */
export function valueText({ type, range, values, table, dimensions }: Field): Code {
  const code = (text: string) => ({ text, imports: [zod] });
  switch (type) {
    case "string":
      return code(`z.string().trim()${bounds(range)}`);
    case "text":
      return code(`z.string()${bounds(range)}`);
    case "email":
      return shared("emailAddress");
    case "url":
      return shared("webAddress");
    case "int":
      return code(`z.number().int()${bounds(range, false)}`);
    case "number":
      return code(`z.number()${bounds(range, false)}`);
    case "bool":
      return code("z.boolean()");
    case "date":
      return shared("timestamp");
    case "enum":
      return code(
        values.length === 1
          ? `z.literal(${quoted(values[0]!)})`
          : `z.enum([${values.map(quoted).join(", ")}])`,
      );
    case "ref":
      return { text: `zid(${JSON.stringify(table)})`, imports: [zid] };
    case "file":
      return { text: `zid("_storage")`, imports: [zid] };
    case "vector":
      return code(`z.array(z.number()).length(${dimensions})`);
    case "json":
      return code("z.any()");
  }
}

/** A shape that validators keep for every table. */
function shared(name: string): Code {
  return { text: name, imports: [`import { ${name} } from "@repo/validators/fields";`] };
}

/** A lower bound of 0 on a length says nothing; on a number it does. */
function bounds({ min, max }: Field["range"], isLength = true): string {
  return [
    min !== undefined && !(isLength && min === 0) ? `.min(${numeral(min)})` : "",
    max !== undefined ? `.max(${numeral(max)})` : "",
  ].join("");
}

function defaultText({ default: value }: Field): string {
  if (value === null || value.kind !== "literal") return "";
  const text =
    typeof value.value === "number"
      ? numeral(value.value)
      : typeof value.value === "string"
        ? quoted(value.value)
        : JSON.stringify(value.value);
  return `.default(${text})`;
}
