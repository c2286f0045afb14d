// Where the lines of one text are in another: of a file as it is, and of the same file without a part.
import { diffIndices } from "node-diff3";

/** A run of lines that differ. */
export interface Difference {
  /** The first line of the other text that differs, counted from 1; where lines are missing, the one after them. */
  line: number;
  /** The lines as the other text has them; none where it lacks some. */
  lines: readonly string[];
}

/**
 * Compares two texts line by line.
 * @returns where the other one differs, in its order
 */
export function differences(one: string, other: string): Difference[] {
  return diffIndices(one.split("\n"), other.split("\n")).map(
    ({ buffer2: [start], buffer2Content: lines }) => ({ line: start + 1, lines }),
  );
}

/**
 * Finds a line of a text in another.
 * @param line counted from 1
 * @returns its number there; that of the nearest line above where the other text lacks it
 */
export function lineIn(other: string, one: string, line: number): number {
  let shift = 0;
  for (const { buffer1, buffer2 } of diffIndices(one.split("\n"), other.split("\n"))) {
    const [start, length] = buffer1;
    if (line <= start) break;
    if (line <= start + length) return Math.max(1, buffer2[0] + Math.min(line - start, buffer2[1]));
    shift = buffer2[0] + buffer2[1] - (start + length);
  }
  return line + shift;
}
