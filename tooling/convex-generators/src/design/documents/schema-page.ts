// The tables: fields with their validators, relations, indexes by what reads them, expected sizes.
import type { EntityFacts } from "../facts/entities.ts";
import type { DesignFacts } from "../facts/facts.ts";
import { holdsOf, rulesOf } from "./field-words.ts";
import { bullets, code, pageOf, sentence, table } from "./markdown.ts";

/**
 * Writes the page of the schema.
 * @param facts of the design
 * @param diagram the path of the picture, from the page; null without entities
 */
export function schemaPage(facts: DesignFacts, diagram: string | null): string {
  const { entities } = facts;
  const picture = diagram === null ? [] : [`![Tables and their references](${diagram})`, ""];
  return pageOf(
    "Schema",
    [
      ...picture,
      ...(entities.length === 0
        ? ["The design has no table of its own."]
        : [
            "Each value is checked on the server. A field is required where nothing else is said.",
            "",
            ...sizes(entities),
          ]),
    ],
    entities.map((entity) => ({ title: entity.table, lines: entityLines(entity, facts) })),
  );
}

function sizes(entities: readonly EntityFacts[]): string[] {
  const known = entities.filter(({ design }) => design.scale !== undefined);
  const digits = (count?: number) => count?.toLocaleString("en-US") ?? "–";
  return table(
    ["Table", "Rows expected", "Of one owner or team"],
    known.map(({ table: name, design: { scale } }) => [
      ...[code(name), digits(scale!.rows), digits(scale!.perOwner)],
    ]),
  );
}

function entityLines(entity: EntityFacts, facts: DesignFacts): string[] {
  const { design, fields, words } = entity;
  const about = design.about === undefined ? [] : [sentence(`one ${words} is ${design.about}`), ""];
  return [
    ...about,
    ...table(
      ["Field", "Holds", "Rules"],
      fields.map(({ name, text, field }) =>
        field === null
          ? [
              code(name),
              text.startsWith("custom") ? "as the code says" : code(text),
              text.endsWith("?") ? "optional" : "",
            ]
          : [code(name), holdsOf(field), rulesOf(field)],
      ),
    ),
    "",
    ...together(entity),
    ...indexLines(entity, facts),
  ];
}

/** What holds of several fields, and of rows as a whole. */
function together({ design }: EntityFacts): string[] {
  const { unique = [], parent, trash, public: shown, publicWhen } = design;
  const where = publicWhen === undefined ? "" : ` Only rows with ${code(publicWhen)}.`;
  const lines = [
    ...unique.map(
      (fields) =>
        `Unique together: ${fields
          .split(",")
          .map((name) => code(name.trim()))
          .join(", ")}.`,
    ),
    ...(parent === undefined
      ? []
      : [`Rows are parts of a row that ${code(parent)} names, whose access decides.`]),
    ...(trash ? ["Removed rows stay in a trash for 30 days."] : []),
    ...(shown === undefined
      ? []
      : [
          `Everybody sees ${shown
            .split(",")
            .map((name) => code(name.trim()))
            .join(", ")}.${where}`,
        ]),
  ];
  return lines.length === 0 ? [] : [...bullets(lines), ""];
}

/** Indexes by access pattern: which functions read each of them. */
function indexLines(
  { model, table: name, design }: EntityFacts,
  { functions }: DesignFacts,
): string[] {
  if (model === null) {
    const stated = (design.index ?? []).map((fields) => `${code(fields)}: a list by these fields`);
    return bullets(stated);
  }
  const readers = (index: string) =>
    [...(functions.get(name) ?? [])].filter(({ indexes }) => indexes.includes(index));
  const rows = model.indexes.map((index) => [
    ...[code(index.name), index.fields.join(", ")],
    readers(index.name)
      .map((one) => code(one.name))
      .join(", ") || serves(model, index),
  ]);
  const searches = model.fields.filter(({ isSearchable }) => isSearchable);
  const vectors = model.fields.filter(({ type }) => type === "vector");
  const more = [
    ...searches.map((field) => [`search_${field.name}`, `words of ${field.name}`] as const),
    ...vectors.map((field) => [`by_${field.name}`, `vectors of ${field.name}`] as const),
  ].map(([index, on]) => [
    code(index),
    on,
    readers(index)
      .map((one) => code(one.name))
      .join(", "),
  ]);
  return table(["Index", "On", "Read by"], [...rows, ...more]);
}

/** What an index is for that no list reads. */
function serves(
  { fields, together: { unique } }: NonNullable<EntityFacts["model"]>,
  { fields: on }: { fields: readonly string[] },
): string {
  const last = fields.find(({ name }) => name === on.at(-1));
  const isUnique =
    last?.isUnique === true ||
    last?.isOnce === true ||
    unique.some((group) => group.every(({ name }) => on.includes(name)));
  return isUnique ? "the check for duplicates" : "removals of referenced rows";
}
