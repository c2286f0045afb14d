// The tables as a page: in which area each is, what refers to what, and what removing a row does.
import type { OnRemove, Reference, References } from "../convex/model/platform/references.ts";
import type { Field, Shape } from "./app-functions.ts";
import type { Area } from "./areas.ts";
import type { ExportedTable } from "./exported-schema.ts";
import { pageOf, table } from "./markdown.ts";

const intro = [
  "Every table by area. The fields of a table are a zod shape in `packages/validators/src/`; Convex adds `_id` and",
  "`_creationTime` to each row, and to each table an index by creation time.",
];

/**
 * Writes the page.
 * @param tables every table
 * @param areas in the order of the page
 * @param references what removing a row does to those that refer to it, by table and field
 */
export function tablesPage(
  tables: readonly ExportedTable[],
  areas: readonly Area[],
  references: References,
): string {
  const rows = areas.map((area) => [
    `[${area.title}](area-${area.name}.md)`,
    area.tables.map((name) => `\`${name}\``).join(", "),
  ]);
  return pageOf("Tables", intro, [
    { title: "By area", lines: table(["Area", "Tables"], rows) },
    { title: "Relations", lines: diagram(tables) },
    {
      title: "Removal rules",
      lines: [
        "Removing an account removes what belongs to it, even where `restrict` protects it from others.",
        "",
        ...table(["Removing a row of", "affects rows by", "which"], removals(references)),
      ],
    },
  ]);
}

/** What becomes of the rows that refer to one that is removed, as the references say. */
function removals(references: References): string[][] {
  const rows = Object.entries(references).flatMap(([name, fields = {}]) =>
    Object.entries(fields).map(([field, reference]: [string, Reference]) => [
      reference.to === "_storage" ? "a stored file" : `\`${reference.to}\``,
      `\`${name}.${field}\``,
      reference.to === "_storage"
        ? "own the file (removed with the row)"
        : effects[reference.onRemove],
    ]),
  );
  return rows.sort(([a = "", b = ""], [c = "", d = ""]) => (a + b < c + d ? -1 : 1));
}

const effects: Record<OnRemove, string> = {
  restrict: "prevent the removal (restrict)",
  cascade: "are removed, too (cascade)",
  clear: "lose the reference (clear)",
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

/**
 * Lists the indexes of a table.
 * @returns the name of each, and what it is on: fields in their order, or the field that is searched
 */
export function indexesOf(each: ExportedTable): { name: string; on: string }[] {
  const within = (fields: string[]) => (fields.length ? `, within ${fields.join(", ")}` : "");
  return [
    ...each.indexes.map(({ indexDescriptor, fields }) => ({
      name: indexDescriptor,
      on: fields.join(", "),
    })),
    ...each.searchIndexes.map(({ indexDescriptor, searchField, filterFields }) => ({
      name: indexDescriptor,
      on: `text of ${searchField}${within(filterFields)}`,
    })),
    ...each.vectorIndexes.map(({ indexDescriptor, vectorField, filterFields }) => ({
      name: indexDescriptor,
      on: `vector ${vectorField}${within(filterFields)}`,
    })),
  ];
}

function fieldsOf({ documentType }: ExportedTable): [string, Field][] {
  if (documentType.type === "object") return Object.entries(documentType.value);
  const members = documentType.type === "union" ? documentType.value : [];
  return members.flatMap((member) =>
    member.type === "object" ? Object.entries(member.value) : [],
  );
}
