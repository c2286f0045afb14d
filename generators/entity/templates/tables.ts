// `packages/backend/convex/tables/<table>.ts`: the table of an entity, and where its references lead.
import { capital } from "../../names/identifiers.ts";
import type { EntityNames } from "../../names/names.ts";
import type { EntityModel } from "../model.ts";
import { chain, importLine, indented, numeral, object, paragraphs, quoted } from "../print.ts";

/** The records that the module exports. */
export const tablesName = ({ one }: EntityNames) => `${one}Tables`;
export const referencesName = ({ one }: EntityNames) => `${one}References`;

/** The whole file. */
export function tablesFile(model: EntityModel): string {
  const { names } = model;
  const lines = referenceLines(model);
  const what = lines.length === 0 ? "" : ", and where its references lead";
  return (
    paragraphs(
      [
        `// ${capital(names.manyWords)}: the table with its indexes${what}.`,
        `import { zodToConvex } from "@repo/validators/convex";`,
        importLine([names.one], `@repo/validators/${names.table}`),
        `import { defineTable } from "convex/server";`,
        ...(lines.length === 0 ? [] : [`import type { References } from "../lib/references";`]),
      ].join("\n"),
      [`export const ${tablesName(names)} = {`, indented(tableText(model), 2), "};"].join("\n"),
      lines.length > 0 &&
        [
          `export const ${referencesName(names)} = {`,
          `  ${names.table}: {`,
          ...lines.map((line) => indented(line, 4)),
          "  },",
          "} as const satisfies References;",
        ].join("\n"),
    ) + "\n"
  );
}

/** Where its references lead, a line each; none without references and files. */
export function referenceLines({ fields }: EntityModel): string[] {
  return fields.flatMap(({ name, type, table, onRemove }) => {
    if (type === "file") return `${name}: { to: "_storage" },`;
    return table === null
      ? []
      : `${name}: { to: ${quoted(table)}, onRemove: ${quoted(onRemove)} },`;
  });
}

function tableText(model: EntityModel): string {
  const { one, table } = model.names;
  const calls = [
    ...model.indexes.map((index) => indexText(model, index)),
    ...model.fields
      .filter(({ isSearchable }) => isSearchable)
      .map(({ name }) => searchText(model, name)),
    ...model.fields
      .filter(({ type }) => type === "vector")
      .map((field) => vectorText(model, field)),
  ];
  return chain(`${table}: `, `defineTable(zodToConvex(${one}))`, calls, ",", 2);
}

function indexText(model: EntityModel, { name, fields }: EntityModel["indexes"][number]): string {
  const text = `.index(${quoted(name)}, [${fields.map(quoted).join(", ")}])`;
  const isStartOfOther = model.indexes.some(
    (other) =>
      other.fields.length > fields.length &&
      fields.every((field, at) => other.fields[at] === field),
  );
  if (!isStartOfOther) return text;
  const rule = "@convex-dev/no-duplicate-indexes";
  return `// eslint-disable-next-line ${rule} -- a list is in the order of time\n${text}`;
}

function searchText(model: EntityModel, field: string): string {
  const options = [`searchField: ${quoted(field)}`, ...filterFields(model)];
  return laidOut(`.searchIndex(${quoted(`search_${field}`)}, `, options);
}

function vectorText(
  model: EntityModel,
  { name, dimensions }: { name: string; dimensions: number | null },
): string {
  const options = [
    `vectorField: ${quoted(name)}`,
    `dimensions: ${numeral(dimensions!)}`,
    ...filterFields(model),
  ];
  return laidOut(`.vectorIndex(${quoted(`by_${name}`)}, `, options);
}

/** A call on a line of its own, in the chain of the table. */
function laidOut(start: string, options: readonly string[]): string {
  return object(start, options, ")", 4);
}

/** Searches are narrowed to the rows of a team, or to one's own where there is an owner. */
function filterFields({ owner, team }: EntityModel): string[] {
  const field = team ?? owner;
  return field === null ? [] : [`filterFields: [${quoted(field.name)}]`];
}
