// The form of a reference page: a heading, a notice, sections, tables.

/** A part of a page, such as one module's functions. */
export interface Section {
  title: string;
  lines: readonly string[];
}

/** The notice at the top of every generated page. */
export const notice =
  "<!-- Written by `pnpm --filter @repo/backend reference`. Change the code, not this page. -->";

/**
 * Lays out a page.
 * @param title the heading
 * @param intro what the page says before its sections
 * @param sections in the order of the page
 */
export function pageOf(
  title: string,
  intro: readonly string[],
  sections: readonly Section[] = [],
): string {
  const body = sections.flatMap(({ title, lines }) => [`## ${title}`, "", ...lines, ""]);
  return `${[`# ${title}`, "", notice, "", ...intro, "", ...body].join("\n").trimEnd()}\n`;
}

/**
 * Writes a table.
 * @param columns their headings
 * @param rows one text per column; a `|` in it is kept
 * @returns the lines; none when there are no rows
 */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(columns), line(columns.map(() => "---")), ...rows.map(line)];
}
