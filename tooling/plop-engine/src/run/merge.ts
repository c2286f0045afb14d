// Merges what people made of a text with what a generator renders today, line by line.
import { diff3Merge } from "node-diff3";

/** Where both changed the same lines. */
export interface Conflict {
  /** The first of the lines in the edited text, counted from 1. */
  line: number;
  /** The lines as people have them. */
  ours: readonly string[];
  /** The lines as they are rendered today. */
  theirs: readonly string[];
}

/**
 * Merges two changes of one text.
 * @param base what was rendered then
 * @param ours what people made of it
 * @param theirs what is rendered today
 * @returns the text with both changes, and the conflicts, whose lines are those of `ours`
 */
export function mergeTexts(
  base: string,
  ours: string,
  theirs: string,
): { text: string; conflicts: Conflict[] } {
  const lines = (text: string) => text.split("\n");
  const merged: string[] = [];
  const conflicts: Conflict[] = [];
  const regions = diff3Merge(lines(ours), lines(base), lines(theirs), {
    excludeFalseConflicts: true,
  });
  for (const { ok, conflict } of regions) {
    merged.push(...(ok ?? conflict?.a ?? []));
    if (conflict !== undefined) {
      conflicts.push({ line: conflict.aIndex + 1, ours: conflict.a, theirs: conflict.b });
    }
  }
  return { text: merged.join("\n"), conflicts };
}
