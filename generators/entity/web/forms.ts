// The forms of a page: what they hold, their fields, making a row and changing one.
import { type EntityField, type EntityModel, inputsOf } from "../model.ts";
import { importLine, object, paragraphs, quoted } from "../print.ts";
import { defaultText } from "../templates/shapes.ts";
import { editedFields, has, madeFields } from "./names.ts";

/** `<one>-form.ts`: a row as its forms hold it. */
export function formFile(model: EntityModel): string {
  const { one, One, article, words, table } = model.names;
  const isEdited = has(model, "update");
  const isMade = has(model, "create");
  const made = isMade ? madeText(model) : "";
  const edited = isEdited ? editedText(model) : "";
  const names = [
    ...(isEdited ? [one] : []),
    ...(isMade ? [`${one}Input`] : []),
    ...(isEdited ? [`type Public${One}`] : []),
  ];
  const helpers = ["dateText", "filesText", "formShape", "jsonText", "textOf"].filter((name) =>
    new RegExp(`\\b${name}\\(`).test(made + edited),
  );
  return (
    paragraphs(
      [
        `// ${article === "a" ? "A" : "An"} ${words} as its forms hold it: a text in every control.`,
        importLine(names, `@repo/validators/${table}`),
      ].join("\n"),
      importLine([...helpers, "type Texts"], "../ui/form-values.ts"),
      made,
      edited,
    ) + "\n"
  );
}

/** The form that makes a row, and what it starts from. */
function madeText(model: EntityModel): string {
  const { one, One } = model.names;
  const fields = madeFields(model);
  const others = inputsOf(model).filter((field) => !fields.includes(field));
  const base = others.length === 0 ? `${one}Input` : `${one}Made`;
  return paragraphs(
    [
      ...(others.length === 0
        ? []
        : [`const ${base} = ${one}Input.omit({ ${marks(others).join(", ")} });`]),
      `export const ${one}Form = formShape(${base});`,
      `export type ${One}Texts = Texts<typeof ${base}>;`,
    ].join("\n"),
    object(
      `export const empty${One}: ${One}Texts = `,
      fields.map((field) => `${field.name}: ${emptyText(field)}`),
      ";",
    ),
  );
}

/** What can be changed, without defaults, and what the form for that starts from. */
function editedText(model: EntityModel): string {
  const { one, One, article, words } = model.names;
  const fields = editedFields(model);
  const texts = editTexts(model);
  const type =
    texts === `${One}Texts` && has(model, "create")
      ? []
      : [`export type ${texts} = Texts<typeof ${one}Edit>;`];
  const start = `export const ${one}Texts = (${one}: Public${One}): ${texts} => (`;
  return paragraphs(
    [
      `/** What can be changed of ${article} ${words}. */`,
      object(`export const ${one}Edit = ${one}.pick(`, marks(fields), ");"),
      ...type,
    ].join("\n"),
    [
      `/** What the form starts from that changes ${article} ${words}. */`,
      object(
        start,
        fields.map((field) => `${field.name}: ${heldText(one, field)}`),
        ");",
      ),
    ].join("\n"),
  );
}

function marks(fields: readonly EntityField[]): string[] {
  return fields.map(({ name }) => `${name}: true`);
}

/** The type of what the form holds that changes a row: that of the other one where both have the same fields. */
function editTexts(model: EntityModel): string {
  const { One } = model.names;
  const isSame =
    has(model, "create") &&
    inputsOf(model).every(
      ({ isChange, type, name }) => name === model.team?.name || (isChange && type !== "vector"),
    );
  return isSame ? `${One}Texts` : `${One}EditTexts`;
}

/** The type of what a form holds that has the fields of both. */
export function sharedTexts(model: EntityModel): string {
  return has(model, "update") ? editTexts(model) : `${model.names.One}Texts`;
}

/** What a control holds at first. */
function emptyText(field: EntityField): string {
  const value = field.default;
  if (field.list !== null || value?.kind !== "literal") return '""';
  if (field.type === "date") return `dateText(${defaultText(field)})`;
  return quoted(String(value.value));
}

/** What a control holds of a row that is there. */
function heldText(one: string, field: EntityField): string {
  if (!field.isPublic) return '""';
  const value = `${one}.${field.name}`;
  if (field.type === "file") return `filesText(${value})`;
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
