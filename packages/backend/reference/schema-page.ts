// The tables as a page: a diagram of what refers to what, then fields and indexes of each.
import type { Field, Shape } from "./app-functions.ts";
import type { ExportedTable } from "./exported-schema.ts";
import type { OnRemove, Reference, References } from "../convex/references.ts";
import { pagesOf, table, typeText } from "./markdown.ts";

const intro = [
  "Every table, as `packages/backend/convex/tables/` defines it. Convex adds `_id` and `_creationTime` to",
  "each row, and to each table an index by creation time.",
];

/**
 * Writes the tables.
 * @param tables in the order of the page
 * @param libraryTables names of those that a library brings along, which are told in short
 * @param references what removing a row does to those that refer to it, by table and field
 * @returns pages by file name
 */
export function schemaPage(
  tables: readonly ExportedTable[],
  libraryTables: readonly string[],
  references: References,
): Map<string, string> {
  const isOurs = ({ tableName }: ExportedTable) => !libraryTables.includes(tableName);
  const library = tables.filter((table) => !isOurs(table));
  return pagesOf("schema", "Tables", intro, [
    { title: "Relations", lines: diagram(tables) },
    { title: "Removal rules", lines: removals(references) },
    ...tables.filter(isOurs).map((each) => ({ title: each.tableName, lines: tableLines(each) })),
    {
      title: "Of the auth library",
      lines: table(
        ["Table", "Fields", "Indexes"],
        library.map((each) => [
          `\`${each.tableName}\``,
          fieldsOf(each)
            .map(([name]) => name)
            .join(", "),
          indexesOf(each)
            .map(([name]) => name)
            .join(", "),
        ]),
      ),
    },
  ]);
}

/** What becomes of the rows that refer to one that is removed, as `convex/references.ts` says. */
function removals(references: References): string[] {
  const rows = Object.entries(references).flatMap(([name, fields = {}]) =>
    Object.entries(fields).map(([field, reference]: [string, Reference]) => [
      reference.to === "_storage" ? "a stored file" : `\`${reference.to}\``,
      `\`${name}.${field}\``,
      reference.to === "_storage" ? "goes with its row" : effects[reference.onRemove],
    ]),
  );
  const sorted = rows.sort(([a = "", b = ""], [c = "", d = ""]) => (a + b < c + d ? -1 : 1));
  return [
    "Whoever removes their account takes along what is theirs, even where `restrict` keeps others from it.",
    "",
    ...table(["Removing a row of", "does to rows by", "this"], sorted),
  ];
}

const effects: Record<OnRemove, string> = {
  restrict: "is refused (restrict)",
  cascade: "removes them (cascade)",
  clear: "empties the field (clear)",
};

/** One line per reference: `users ||--o{ notes : ownerId`, with `|o` where it may be missing. */
function diagram(tables: readonly ExportedTable[]): string[] {
  const lines = tables.flatMap((each) =>
    fieldsOf(each).flatMap(([name, { fieldType, optional }]) =>
      targetsOf(fieldType).map(({ table, many }) => {
        const [from, to] = [many ? "}o" : optional ? "|o" : "||", "o{"];
        return `  ${table} ${from}--${to} ${each.tableName} : ${name}`;
      }),
    ),
  );
  return ["```mermaid", "erDiagram", ...lines, "```"];
}

function targetsOf(shape: Shape, many = false): { table: string; many: boolean }[] {
  if (shape.type === "id") return [{ table: shape.tableName, many }];
  if (shape.type === "array") return targetsOf(shape.value, true);
  return shape.type === "union" ? shape.value.flatMap((each) => targetsOf(each, many)) : [];
}

function tableLines(each: ExportedTable): string[] {
  const fields = fieldsOf(each).map(([name, { fieldType, optional }]) => [
    `\`${name}\``,
    `\`${typeText(fieldType)}\``,
    optional ? "optional" : "",
  ]);
  const indexes = indexesOf(each).map(([name, fields]) => `\`${name}\` (${fields})`);
  return [...table(["Field", "Type", ""], fields), "", `Indexes: ${indexes.join(", ") || "none"}.`];
}

function indexesOf({ indexes, searchIndexes, vectorIndexes }: ExportedTable): [string, string][] {
  const filtered = (fields: string[]) => (fields.length ? `, within ${fields.join(", ")}` : "");
  return [
    ...indexes.map(({ indexDescriptor, fields }): [string, string] => [
      indexDescriptor,
      fields.join(", "),
    ]),
    ...searchIndexes.map(({ indexDescriptor, searchField, filterFields }): [string, string] => [
      indexDescriptor,
      `text of ${searchField}${filtered(filterFields)}`,
    ]),
    ...vectorIndexes.map(({ indexDescriptor, vectorField, filterFields }): [string, string] => [
      indexDescriptor,
      `vector ${vectorField}${filtered(filterFields)}`,
    ]),
  ];
}

function fieldsOf({ documentType }: ExportedTable): [string, Field][] {
  if (documentType.type === "object") return Object.entries(documentType.value);
  const members = documentType.type === "union" ? documentType.value : [];
  return members.flatMap((member) =>
    member.type === "object" ? Object.entries(member.value) : [],
  );
}
