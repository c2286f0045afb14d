// CSV as RFC 4180 writes it; a line may end in LF alone.

import { BackendError } from "../kernel/errors.ts";

/**
 * Splits CSV text into rows of cells. Empty lines are left out.
 * @throws BackendError CsvInvalidRow when a quoted cell is not closed
 */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let position = 0;
  while (position < text.length) {
    const cell = text[position] === '"' ? quotedCell(text, position) : plainCell(text, position);
    row.push(cell.value);
    position = cell.end;
    const separator = text[position];
    position += text.startsWith("\r\n", position) ? 2 : 1;
    if (separator === "," && position < text.length) continue;
    if (separator === ",") row.push("");
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
  }
  return rows;
}

interface Cell {
  value: string;
  /** Position of what follows the cell. */
  end: number;
}

function plainCell(text: string, start: number): Cell {
  let end = start;
  while (end < text.length && !/[,\r\n]/.test(text[end] ?? "")) end += 1;
  return { value: text.slice(start, end), end };
}

function quotedCell(text: string, start: number): Cell {
  let value = "";
  for (let from = start + 1; ;) {
    const quote = text.indexOf('"', from);
    if (quote === -1) {
      throw new BackendError("CsvInvalidRow", "The CSV file ends inside a quoted cell.");
    }
    value += text.slice(from, quote);
    if (text[quote + 1] !== '"') {
      const rest = plainCell(text, quote + 1);
      return { value: value + rest.value, end: rest.end };
    }
    value += '"';
    from = quote + 2;
  }
}
