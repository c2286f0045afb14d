// The form of a page of the design: a heading, a notice, sections, tables.

/** What every page says of itself. A file without it was written by a person. */
export const notice =
  "<!-- Written by `pnpm plop design docs`. Change the design, not this page. -->";

/** A part of a page; one without lines is left out. */
export interface Section {
  title: string;
  lines: readonly string[];
}

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
  const body = sections
    .filter(({ lines }) => lines.length > 0)
    .flatMap((section) => [`## ${section.title}`, "", ...section.lines, ""]);
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
    `| ${cells.map((cell) => oneLine(cell).replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(columns), line(columns.map(() => "---")), ...rows.map(line)];
}

/** A list, an entry to a line. */
export function bullets(entries: readonly string[]): string[] {
  return entries.map((entry) => `- ${oneLine(entry)}`);
}

/** Text as code, between more backticks than it has in a row. */
export function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const marks = "`".repeat(longest + 1);
  const pad = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return marks + pad + oneLine(text) + pad + marks;
}

/** What a person wrote, with marks that Markdown or HTML would read escaped; code in it stays code. */
export function prose(text: string): string {
  return oneLine(text)
    .split(/(`[^`]*`)/)
    .map((part, at) => (at % 2 === 1 ? part : part.replace(/[\\*_[\]<>]/g, (mark) => `\\${mark}`)))
    .join("");
}

/** The same as a sentence: with a capital at its start and a mark at its end. */
export function sentence(text: string): string {
  const words = prose(text);
  if (words === "") return "";
  const start = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.!?…:]$/.test(start) ? start : `${start}.`;
}

/** The part of an address that leads to a heading, as hosts of repositories make it. */
export function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
