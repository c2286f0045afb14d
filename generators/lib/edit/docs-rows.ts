// A row of a table in Markdown, between two marks. Markdown has no syntax tree to find a place by.
import type { Fragment } from "../model.ts";
import type { FragmentEditor } from "./editor.ts";
import { unsupported } from "./refusal.ts";

/** The marks around the rows. What stands between them is a table's head and its rows, and ours. */
export const ROWS_START = "<!-- rows by pnpm plop: start -->";
export const ROWS_END = "<!-- rows by pnpm plop: end -->";

/** Keeps the formatter from aligning the columns: a new row would change every other, in every branch. */
export const ROWS_IGNORED = "<!-- prettier-ignore -->";

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
    const next = region.rows.find((row) => keyOf(row.text) > fragment.key);
    const at = next?.start ?? region.end;
    return text.slice(0, at) + fragment.text + region.eol + text.slice(at);
  },

  read: (path, text, fragment) => rowOf(regionOf(path, text, fragment), fragment.key)?.text ?? null,

  remove(path, text, fragment) {
    const row = rowOf(regionOf(path, text, fragment), fragment.key);
    return row === null ? text : text.slice(0, row.start) + text.slice(row.end);
  },
};

interface Line {
  text: string;
  /** Where it starts, and where the next line does. */
  start: number;
  end: number;
}

interface Region {
  head: string;
  rows: Line[];
  /** Where the line after the last row starts. */
  end: number;
  eol: string;
}

function regionOf(path: string, text: string, fragment: Fragment): Region {
  const [before, inside, ...more] = text.split(ROWS_START);
  const [table, after, ...moreAfter] = (inside ?? "").split(ROWS_END);
  if (inside === undefined || after === undefined || more.length > 0 || moreAfter.length > 0) {
    throw unsupported(path, `it needs "${ROWS_START}" and "${ROWS_END}", once each`, fragment);
  }
  const lines = linesOf(table!, before!.length + ROWS_START.length).filter(
    (line) => line.text.trim() !== "" && line.text.trim() !== ROWS_IGNORED,
  );
  const [head, rule, ...rows] = lines;
  const isTable = lines.every((line) => line.text.includes("|"));
  if (!head || !rule || !/^\s*\|?[\s:|-]+$/.test(rule.text) || !isTable) {
    throw unsupported(path, `there is more or less than a table between its marks`, fragment);
  }
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  return { head: head.text, rows, end: lines.at(-1)!.end, eol };
}

/** The lines of a part of the text. */
function linesOf(part: string, offset: number): Line[] {
  return [...part.matchAll(/([^\r\n]*)(?:\r?\n|$)/g)].map(({ index, 0: whole, 1: text = "" }) => ({
    text,
    start: offset + index,
    end: offset + index + whole.length,
  }));
}

function rowOf({ rows }: Region, key: string): Line | null {
  return rows.find(({ text }) => keyOf(text) === key) ?? null;
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
