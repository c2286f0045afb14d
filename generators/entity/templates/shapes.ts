// The zod shape of a field as code, and where its limits stand.
import { type EntityField, type EntityModel } from "../model.ts";
import { chain, numeral, quoted } from "../print.ts";

/** The limits of a field as an object's properties; none when its type has none of its own. */
export function limitsText({ type, range, list, dimensions }: EntityField): string | null {
  const bounds = rangeParts(range);
  if (list !== null) bounds.push(`items: { min: ${numeral(list.min)}, max: ${numeral(list.max)} }`);
  if (type === "vector") bounds.push(`length: ${dimensions}`);
  return bounds.length === 0 ? null : `{ ${bounds.join(", ")} }`;
}

function rangeParts({ min, max }: EntityField["range"]): string[] {
  return [
    ...(min === undefined ? [] : [`min: ${numeral(min)}`]),
    ...(max === undefined ? [] : [`max: ${numeral(max)}`]),
  ];
}

/** The name under which a module keeps the limits, or the values of enums, of all fields. */
export function limitsName({ names }: EntityModel): string {
  return `${names.one}Limits`;
}

export function optionsName({ names }: EntityModel): string {
  return `${names.one}Options`;
}

/** A line of the stored shape: `title: z.string()…,` without the comma. */
export function propertyText(model: EntityModel, field: EntityField): string {
  const limits = `${limitsName(model)}.${field.name}`;
  const value = valueCalls(model, field, limits);
  const calls =
    field.list === null
      ? value.calls
      : [
          `.array(${value.head}${value.calls.join("")})`,
          ...(field.list.min > 0 ? [`.min(${limits}.items.min)`] : []),
          `.max(${limits}.items.max)`,
        ];
  const head = field.list === null ? value.head : "z";
  const all = field.isOptional ? [...calls, ".optional()"] : calls;
  return chain(`${field.name}: `, head, all, ",", 2).replace(/,$/, "");
}

interface Calls {
  head: string;
  calls: string[];
}

function valueCalls(model: EntityModel, field: EntityField, limits: string): Calls {
  const bounds = (["min", "max"] as const)
    .filter((side) => field.range[side] !== undefined)
    .map((side) => `.${side}(${limits}.${side})`);
  switch (field.type) {
    case "string":
      return { head: "z", calls: [".string()", ".trim()", ...bounds] };
    case "text":
      return { head: "z", calls: [".string()", ...bounds] };
    case "int":
      return { head: "z", calls: [".number()", ".int()", ...bounds] };
    case "number":
      return { head: "z", calls: [".number()", ...bounds] };
    case "bool":
      return { head: "z", calls: [".boolean()"] };
    case "enum": {
      const make = field.values.length === 1 ? "literal" : "enum";
      return { head: "z", calls: [`.${make}(${optionsName(model)}.${field.name})`] };
    }
    case "vector":
      return { head: "z", calls: [".array(z.number())", `.length(${limits}.length)`] };
    case "ref":
      return { head: `zid(${quoted(field.table!)})`, calls: [] };
    case "file":
      return { head: `zid("_storage")`, calls: [] };
    case "email":
      return { head: "fields.emailAddress", calls: [] };
    case "url":
      return { head: "fields.webAddress", calls: [] };
    case "date":
      return { head: "fields.timestamp", calls: [] };
    case "json":
      return { head: "fields.json", calls: [] };
  }
}

/** Whether the shape of a field is one that many tables share. */
export function isSharedShape({ type }: EntityField): boolean {
  return ["email", "url", "date", "json"].includes(type);
}

/** What `create` puts in for a field that is left out, as code; null when it has to be given. */
export function defaultText({ default: value, type }: EntityField): string | null {
  if (value === null) return null;
  if (value.kind === "me") return "ctx.user._id";
  if (value.kind === "now") return "Date.now()";
  const literal = value.value;
  if (typeof literal === "string") return quoted(literal);
  if (typeof literal === "boolean") return String(literal);
  if (typeof literal === "number") return numeral(literal);
  void type;
  return "[]";
}
