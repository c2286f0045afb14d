// `packages/validators/src/<table>.ts`: the shapes of an entity.
import {
  type EntityField,
  type EntityModel,
  changesOf,
  filesOf,
  inputsOf,
  publicOf,
} from "../model.ts";
import { bracketed, importLine, indented, object, paragraphs, quoted } from "../print.ts";
import {
  defaultText,
  isSharedShape,
  limitsName,
  limitsText,
  optionsName,
  propertyText,
} from "./shapes.ts";

/** The whole file. */
export function validatorsFile(model: EntityModel): string {
  const { names } = model;
  return (
    paragraphs(
      [
        `// ${headline(model)}`,
        `import { z } from "zod";`,
        importLine(libraryNames(model), "./convex.ts"),
        ...(usesShared(model) ? [`import * as fields from "./fields.ts";`] : []),
      ].join("\n"),
      limits(model),
      options(model),
      stored(model) + `\nexport type ${names.One} = z.infer<typeof ${names.one}>;`,
      `/** What making ${names.article} ${names.words} takes. */\n` +
        input(model) +
        `\nexport type ${names.One}Input = z.infer<typeof ${names.one}Input>;`,
      changesOf(model).length > 0 &&
        `/** ${changesRemark(model)} */\n` +
          changes(model) +
          `\nexport type ${names.One}Changes = z.infer<typeof ${names.one}Changes>;`,
      shown(model) + `\nexport type Public${names.One} = z.infer<typeof public${names.One}>;`,
    ) + "\n"
  );
}

function headline({ names, about }: EntityModel): string {
  const what = about ?? "the stored shape, what making and changing one takes, and what others see";
  return `${names.article === "a" ? "A" : "An"} ${names.words}: ${what}.`;
}

function libraryNames({ fields }: EntityModel): string[] {
  const hasIds = fields.some(({ type }) => type === "ref" || type === "file");
  return ["withSystemFields", ...(hasIds ? ["zid"] : [])];
}

function usesShared(model: EntityModel): boolean {
  return model.fields.some(isSharedShape) || filesOf(model).some(({ isPublic }) => isPublic);
}

function limits(model: EntityModel): string | null {
  const lines = model.fields.flatMap((field) => {
    const text = limitsText(field);
    return text === null ? [] : [`  ${field.name}: ${text},`];
  });
  if (lines.length === 0) return null;
  return [`export const ${limitsName(model)} = {`, ...lines, `} as const;`].join("\n");
}

function options(model: EntityModel): string | null {
  const lines = model.fields
    .filter(({ type }) => type === "enum")
    .map(({ name, values }) =>
      indented(bracketed(`${name}: [`, values.map(quoted), "],", { indent: 2 }), 2),
    );
  if (lines.length === 0) return null;
  return [`export const ${optionsName(model)} = {`, ...lines, `} as const;`].join("\n");
}

function stored(model: EntityModel): string {
  const lines = model.fields.map((field) => indented(propertyText(model, field), 2) + ",");
  return [`export const ${model.names.one} = z.object({`, ...lines, `});`].join("\n");
}

function input(model: EntityModel): string {
  const { one } = model.names;
  const extended = inputsOf(model).flatMap((field) => {
    const text = inputText(one, field);
    return text === null ? [] : [`${field.name}: ${text}`];
  });
  return picked(`export const ${one}Input = ${one}`, inputsOf(model), extended);
}

/** The shape of an argument of `create`, where it is not that of the row. */
function inputText(one: string, field: EntityField): string | null {
  const value = field.default;
  if (value === null) return null;
  const shape = `${one}.shape.${field.name}`;
  if (value.kind === "me") return `${shape}.optional()`;
  if (value.kind === "now") return `${shape}.default(() => Date.now())`;
  return `${shape}.default(${defaultText(field)})`;
}

function changesRemark(model: EntityModel): string {
  const canClear = changesOf(model).some(({ isOptional }) => isOptional);
  return canClear
    ? "What may be changed. What is absent stays as it is; null takes a value away."
    : "What may be changed. What is absent stays as it is.";
}

function changes(model: EntityModel): string {
  const { one } = model.names;
  const fields = changesOf(model);
  const isLikeInput =
    fields.length === inputsOf(model).length &&
    fields.every(({ isOptional, default: value }) => !isOptional && value === null);
  if (isLikeInput) return `export const ${one}Changes = ${one}Input.partial();`;
  const nullable = fields
    .filter(({ isOptional }) => isOptional)
    .map(({ name }) => `${name}: ${one}.shape.${name}.nullable()`);
  const head = `export const ${one}Changes = ${one}`;
  if (nullable.length > 0) {
    const first = object(`${head}.pick(`, marks(fields), ").partial().extend({");
    if (!first.includes("\n"))
      return [first, ...nullable.map((line) => `  ${line},`), "});"].join("\n");
    return [
      head,
      indented(object(".pick(", marks(fields), ")", 2), 2),
      "  .partial()",
      "  .extend({",
      ...nullable.map((line) => `    ${line},`),
      "  });",
    ].join("\n");
  }
  const line = object(`${head}.pick(`, marks(fields), ").partial();");
  if (!line.includes("\n")) return line;
  const wrapped = object(".pick(", marks(fields), ")", 2);
  return [head, indented(wrapped, 2), "  .partial();"].join("\n");
}

/** A pick of some fields, and more of others after it. */
function picked(head: string, fields: readonly EntityField[], extended: readonly string[]): string {
  if (extended.length === 0) return object(`${head}.pick(`, marks(fields), ");");
  const first = object(`${head}.pick(`, marks(fields), ").extend({");
  const lines = extended.map((line) => `  ${line},`);
  if (!first.includes("\n")) return [first, ...lines, "});"].join("\n");
  return [
    head,
    "  .pick({",
    ...marks(fields).map((mark) => `    ${mark},`),
    "  })",
    "  .extend({",
    ...lines.map((line) => "  " + line),
    "  });",
  ].join("\n");
}

function marks(fields: readonly EntityField[]): string[] {
  return fields.map(({ name }) => `${name}: true`);
}

function shown(model: EntityModel): string {
  const { one, One, table } = model.names;
  const fields = publicOf(model);
  const plain = fields.filter(({ type }) => type !== "file");
  const files = fields.filter(({ type }) => type === "file");
  const start = `export const public${One} = z.object(`;
  if (files.length > 0) {
    return [
      start,
      `  withSystemFields(${quoted(table)}, {`,
      ...(plain.length === 0
        ? []
        : [indented(object(`...${one}.pick(`, marks(plain), ").shape,", 4), 4)]),
      ...files.map((field) => `    ${field.name}: ${publicFile(model, field)},`),
      "  }),",
      ");",
    ].join("\n");
  }
  const shape = `${one}.pick({ ${marks(plain).join(", ")} }).shape`;
  const call = `withSystemFields(${quoted(table)}, ${shape})`;
  if (start.length + call.length + 2 <= 100) return `${start}${call});`;
  if (call.length + 3 <= 100) return [start, `  ${call},`, ");"].join("\n");
  return [
    start,
    "  withSystemFields(",
    `    ${quoted(table)},`,
    indented(object(`${one}.pick(`, marks(plain), ").shape,", 4), 4),
    "  ),",
    ");",
  ].join("\n");
}

function publicFile(model: EntityModel, field: EntityField): string {
  const limits = `${limitsName(model)}.${field.name}`;
  const one = "fields.publicFile";
  const value = field.list === null ? one : `z.array(${one}).max(${limits}.items.max)`;
  return field.isOptional ? `${value}.optional()` : value;
}
