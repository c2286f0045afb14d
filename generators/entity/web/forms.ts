// The forms of a page: what they hold, their fields, making a row and changing one.
import { type EntityField, type EntityModel, inputsOf } from "../model.ts";
import { importLine, indented, object, paragraphs, quoted } from "../print.ts";
import { defaultText } from "../templates/shapes.ts";
import { editedFields, has } from "./names.ts";

/** `<one>-form.ts`: a row as its forms hold it. */
export function formFile(model: EntityModel): string {
  const { one, One, article, words, table } = model.names;
  const forms = formsText(model);
  const isEdited = has(model, "update");
  const isMade = has(model, "create");
  const writes = isEdited ? textsText(model) : "";
  const helpers = ["dateText", "formShape", "jsonText", "textOf"].filter((name) =>
    new RegExp(`\\b${name}\\(`).test(forms + writes),
  );
  const types = `${isEdited ? "type " : ""}Public${One}`;
  return (
    paragraphs(
      [
        `// ${article === "a" ? "A" : "An"} ${words} as its forms hold it: a text in every control.`,
        importLine([`${one}Input`, ...(isEdited ? [types] : [])], `@repo/validators/${table}`),
      ].join("\n"),
      importLine([...helpers, "type Texts"], "../ui/form-values.ts"),
      forms,
      isMade &&
        object(
          `export const empty${One}: ${One}Texts = `,
          inputFields(model).map((field) => `${field.name}: ${emptyText(field)}`),
          ";",
        ),
      isEdited && writes,
    ) + "\n"
  );
}

/** Fields that the form has which makes a row. */
function inputFields(model: EntityModel): EntityField[] {
  return inputsOf(model).filter(({ type }) => type !== "vector");
}

function formsText(model: EntityModel): string {
  const { one, One } = model.names;
  const vectors = inputsOf(model).filter(({ type }) => type === "vector");
  const base = vectors.length === 0 ? `${one}Input` : `${one}Made`;
  const made = [
    ...(vectors.length === 0 ? [] : [`const ${base} = ${one}Input${omitted(vectors)};`]),
    `export const ${one}Form = formShape(${base});`,
    `export type ${One}Texts = Texts<typeof ${base}>;`,
  ];
  if (!differs(model) || !has(model, "update")) return made.join("\n");
  const shape = `${one}Changed`;
  const left = inputsOf(model).filter((field) => !field.isChange || field.type === "vector");
  const kept = editedFields(model).filter(isKept);
  const calls = [
    ...(left.length === 0 ? [] : [object(".omit(", marks(left), ")", 2)]),
    ...(kept.length === 0 ? [] : [object(".partial(", marks(kept), ")", 2)]),
  ];
  return paragraphs(
    made.join("\n"),
    [
      `/** What can be changed. ${kept.length === 0 ? "The rest is settled." : "What the page does not show stays as it is where it is left out."} */`,
      chained(`const ${shape} = ${one}Input`, calls),
      `export const ${one}EditForm = formShape(${shape});`,
      `export type ${One}EditTexts = Texts<typeof ${shape}>;`,
    ].join("\n"),
  );
}

function omitted(fields: readonly EntityField[]): string {
  return fields.length === 0 ? "" : `.omit({ ${marks(fields).join(", ")} })`;
}

function chained(start: string, calls: readonly string[]): string {
  const line = `${start}${calls.join("")};`;
  if (line.length <= 100 && !line.includes("\n")) return line;
  if (calls.length === 1) return `${start}${calls[0]!};`;
  return [start, ...calls.map((call) => indented(call, 2))].join("\n") + ";";
}

function marks(fields: readonly EntityField[]): string[] {
  return fields.map(({ name }) => `${name}: true`);
}

/** A value that the page does not have: an empty control leaves it as it is. */
function isKept(field: EntityField): boolean {
  return (!field.isPublic || field.type === "file") && !field.isOptional;
}

/** Whether the form that changes a row is another than the one that makes it. */
export function differs(model: EntityModel): boolean {
  const fields = inputsOf(model);
  return fields.some((field) => !field.isChange || field.type === "vector" || isKept(field));
}

/** The names of the form that changes a row. */
export function editNames(model: EntityModel): { form: string; texts: string } {
  const { one, One } = model.names;
  return differs(model) && has(model, "update")
    ? { form: `${one}EditForm`, texts: `${One}EditTexts` }
    : { form: `${one}Form`, texts: `${One}Texts` };
}

/** What a control holds at first. */
function emptyText(field: EntityField): string {
  const value = field.default;
  if (field.list !== null || value?.kind !== "literal") return '""';
  if (field.type === "date") return `dateText(${defaultText(field)})`;
  return quoted(String(value.value));
}

function textsText(model: EntityModel): string {
  const { one, One } = model.names;
  const lines = editedFields(model).map((field) => `${field.name}: ${heldText(one, field)}`);
  const { texts } = editNames(model);
  const start = `export const ${one}Texts = (${one}: Public${One}): ${texts} => (`;
  return `/** What the form starts from that changes ${model.names.article} ${model.names.words}. */\n${object(start, lines, ");")}`;
}

/** What a control holds of a row that is there. */
function heldText(one: string, field: EntityField): string {
  if (!field.isPublic || field.type === "file") return '""';
  const value = `${one}.${field.name}`;
  if (field.list !== null) {
    if (field.type !== "date") return `textOf(${value})`;
    return `textOf(${value}${field.isOptional ? "?" : ""}.map(dateText))`;
  }
  switch (field.type) {
    case "date":
      return `dateText(${value})`;
    case "json":
      return `jsonText(${value})`;
    case "string":
    case "text":
    case "email":
    case "url":
    case "enum":
    case "ref":
      return field.isOptional ? `textOf(${value})` : value;
    default:
      return `textOf(${value})`;
  }
}
