// A graph as plain text, for a terminal.
import type { Box, Graph } from "./graph.ts";

/**
 * Writes a graph: each box with its rows, those that lead elsewhere with an arrow.
 * @returns lines of at most 100 letters where names are short
 */
export function textOf({ boxes }: Graph): string {
  return boxes.map(boxText).join("\n");
}

function boxText({ title, rows }: Box): string {
  const widest = Math.max(0, ...rows.map(({ left, right }) => (right === "" ? 0 : left.length)));
  const lines = rows.map(({ left, right }) => `  ${left.padEnd(widest)}  ${right}`.trimEnd());
  return [title, ...lines, ""].join("\n");
}
