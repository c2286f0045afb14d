// A row of a table in Markdown, between two marks. Markdown has no syntax tree to find a place by.
import type { Fragment } from "../model.ts";
import type { FragmentEditor } from "./editor.ts";
import { unsupported } from "./refusal.ts";

/** The marks around the rows. What stands between them is a table's head and its rows, and ours. */
export const ROWS_START = "<!-- rows by pnpm plop: start -->";
export const ROWS_END = "<!-- rows by pnpm plop: end -->";

/** A row, by its first cell. The rows are in the order of their keys. */
export const docsRowEditor: FragmentEditor = {
  isSame: (one, other) => JSON.stringify(cellsOf(one)) === JSON.stringify(cellsOf(other)),

  has: (path, text, fragment) => rowOf(regionOf(path, text, fragment), fragment.key) !== null,

  add(path, text, fragment) {
    const region = regionOf(path, text, fragment);
    const count = cellsOf(region.head).length;
    const cells = cellsOf(fragment.text).length;
    if (cells !== count) {
      throw unsupported(path, `its table has ${count} columns, and a row has ${cells}`, fragment);
    }
    return withRows(text, region, [...region.rows, fragment.text]);
  },

  read: (path, text, fragment) => rowOf(regionOf(path, text, fragment), fragment.key),

  remove(path, text, fragment) {
    const region = regionOf(path, text, fragment);
    const rows = region.rows.filter((row) => keyOf(row) !== fragment.key);
    return rows.length === region.rows.length ? text : withRows(text, region, rows);
  },
};

interface Region {
  /** Where the table starts and ends in the text. */
  start: number;
  end: number;
  eol: string;
  head: string;
  /** The line below the head, which also says how columns are aligned. */
  rule: string;
  rows: string[];
}

function regionOf(path: string, text: string, fragment: Fragment): Region {
  const [before, inside, ...more] = text.split(ROWS_START);
  const [table, after, ...moreAfter] = (inside ?? "").split(ROWS_END);
  if (inside === undefined || after === undefined || more.length > 0 || moreAfter.length > 0) {
    throw unsupported(path, `it needs "${ROWS_START}" and "${ROWS_END}", once each`, fragment);
  }
  const lines = table!.split(/\r?\n/).filter((line) => line.trim() !== "");
  const [head, rule, ...rows] = lines;
  if (!head || !/^\s*\|?[\s:|-]+$/.test(rule ?? "") || !lines.every((line) => line.includes("|"))) {
    throw unsupported(path, `there is more or less than a table between its marks`, fragment);
  }
  const start = before!.length + ROWS_START.length;
  return {
    start,
    end: start + table!.length,
    eol: text.includes("\r\n") ? "\r\n" : "\n",
    head,
    rule: rule!,
    rows,
  };
}

function rowOf({ rows }: Region, key: string): string | null {
  return rows.find((row) => keyOf(row) === key) ?? null;
}

function keyOf(row: string): string {
  return cellsOf(row)[0]!.replaceAll("`", "");
}

function cellsOf(row: string): string[] {
  const cells = row.trim().split(/(?<!\\)\|/);
  if (cells[0]!.trim() === "") cells.shift();
  if (cells.at(-1)?.trim() === "") cells.pop();
  return cells.map((cell) => cell.trim());
}

/** Writes the table anew, its columns as wide as their widest cell, as formatters do. */
function withRows(text: string, { start, end, eol, head, rule }: Region, rows: string[]): string {
  const sorted = rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const cells = [head, ...sorted].map(cellsOf);
  const widths = cells[0]!.map((_, column) =>
    Math.max(3, ...cells.map((row) => displayWidth(row[column] ?? ""))),
  );
  const line = (row: string[]) =>
    `| ${row.map((cell, at) => cell.padEnd(cell.length + (widths[at] ?? 0) - displayWidth(cell))).join(" | ")} |`;
  const [first, ...others] = cells.map(line);
  const dashes = cellsOf(rule).map((cell, at) => {
    const [left, right] = [cell.startsWith(":") ? ":" : "", cell.endsWith(":") ? ":" : ""];
    return left + "-".repeat((widths[at] ?? 3) - left.length - right.length) + right;
  });
  const table = [first, line(dashes), ...others].join(eol);
  return text.slice(0, start) + eol + eol + table + eol + eol + text.slice(end);
}

/** How many columns a text takes: letters of East Asia and emoji take two. */
function displayWidth(text: string): number {
  let width = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
        segment,
      )
        ? 2
        : 1;
  }
  return width;
}
