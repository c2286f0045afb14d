// Pages of Markdown: tables, shapes as text, and splitting what outgrows a page.
import type { Shape } from "./app-functions.ts";

/** A part of a page, such as one module's functions. */
export interface Section {
  title: string;
  lines: string[];
}

/** Lines that a page never exceeds; `docs/docs.test.ts` holds every page to it. */
const PAGE_LINES = 150;

/** What every page that is written here says of itself. */
export const notice =
  "<!-- Written by `pnpm --filter @repo/backend reference`. Change the code, not this page. -->";

/**
 * Lays sections out as one page, or as an index with a page for each where one would be too long.
 * @param name the file, without `.md`
 * @param title the heading
 * @param intro what the page says before its sections
 * @param sections in the order of the page
 * @returns text by file name
 */
export function pagesOf(
  name: string,
  title: string,
  intro: string[],
  sections: readonly Section[],
): Map<string, string> {
  const head = (heading: string) => [`# ${heading}`, "", notice, ""];
  const text = (lines: string[]) => `${lines.join("\n").trimEnd()}\n`;
  const body = sections.flatMap(({ title, lines }) => [`## ${title}`, "", ...lines, ""]);
  const whole = [...head(title), ...intro, "", ...body];
  if (whole.length <= PAGE_LINES) return new Map([[`${name}.md`, text(whole)]]);
  const file = (section: Section) =>
    `${name}-${section.title.toLowerCase().replace(/[^a-z0-9]+/g, "-")}.md`;
  const files = sections.map(file);
  const twice = files.find((each, n) => files.indexOf(each) !== n);
  if (twice !== undefined) {
    throw new TypeError(`PAGE_TWICE: two sections of "${title}" would be ${twice}; rename one.`);
  }
  const list = sections.map((section) => `- [${section.title}](${file(section)})`);
  return new Map([
    [`${name}.md`, text([...head(title), ...intro, "", ...list])],
    ...sections.map((section): [string, string] => [
      file(section),
      text([...head(`${title}: ${section.title}`), ...section.lines]),
    ]),
  ]);
}

/** Rows of a table on one page, which has a heading and a notice, too. */
const TABLE_ROWS = PAGE_LINES - 20;

/**
 * Makes a section of one table, or several, numbered, of a table that would outgrow a page.
 * @param title the first section's; the others have a number behind it
 * @param columns their headings
 * @param rows one text per column
 * @returns the sections, at least one
 */
export function tableSections(title: string, columns: string[], rows: string[][]): Section[] {
  const count = Math.max(1, Math.ceil(rows.length / TABLE_ROWS));
  return Array.from({ length: count }, (_, at) => ({
    title: at === 0 ? title : `${title} ${at + 1}`,
    lines: table(columns, rows.slice(at * TABLE_ROWS, (at + 1) * TABLE_ROWS)),
  }));
}

/**
 * Writes a table.
 * @param columns their headings
 * @param rows one text per column; a `|` in it is kept
 * @returns the lines
 */
export function table(columns: string[], rows: string[][]): string[] {
  const line = (cells: string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(columns), line(columns.map(() => "---")), ...rows.map(line)];
}

/**
 * Writes a validator as a short type.
 * @param shape the validator; null for none
 * @returns such as `{ id: Id<notes>, title?: string }`
 */
export function typeText(shape: Shape | null): string {
  if (shape === null) return "unchecked";
  switch (shape.type) {
    case "object":
      return isPageOptions(shape) ? "paginationOpts" : objectText(shape);
    case "array":
      return `${typeText(shape.value)}[]`;
    case "record":
      return `record of ${typeText(shape.values.fieldType)}`;
    case "union":
      return shape.value.map(typeText).join(" or ");
    case "literal":
      return JSON.stringify(shape.value);
    case "id":
      return `Id<${shape.tableName}>`;
    default:
      return shape.type;
  }
}

/**
 * Writes the fields of an object, as a list of arguments.
 * @param shape an object
 * @returns such as `id: Id<notes>, title?: string`
 */
export function fieldsText(shape: Shape): string {
  if (shape.type !== "object") return typeText(shape);
  return Object.entries(shape.value)
    .map(([name, { fieldType, optional }]) => {
      const type = typeText(fieldType);
      return type === name ? name : `${name}${optional ? "?" : ""}: ${type}`;
    })
    .join(", ");
}

function objectText(shape: Shape & { type: "object" }): string {
  const page = shape.value.page?.fieldType;
  if (page?.type === "array" && shape.value.continueCursor)
    return `page of ${typeText(page.value)}`;
  return Object.keys(shape.value).length === 0 ? "{}" : `{ ${fieldsText(shape)} }`;
}

function isPageOptions(shape: Shape & { type: "object" }): boolean {
  return shape.value.numItems !== undefined && shape.value.cursor !== undefined;
}
