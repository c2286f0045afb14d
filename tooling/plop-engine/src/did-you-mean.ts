// Suggests the word that was probably meant.

/**
 * Finds the nearest of some words.
 * @param word what was typed
 * @param words the known words
 * @returns the nearest word, or null when none is within a third of its length (at least one edit, two
 *   from five characters on)
 */
export function nearest(word: string, words: Iterable<string>): string | null {
  const typed = word.toLowerCase();
  let best: { word: string; distance: number } | null = null;
  for (const candidate of words) {
    const distance = distanceOf(typed, candidate.toLowerCase());
    const reach = Math.max(candidate.length < 5 ? 1 : 2, Math.floor(candidate.length / 3));
    if (distance <= reach && (best === null || distance < best.distance)) {
      best = { word: candidate, distance };
    }
  }
  return best?.word ?? null;
}

/**
 * The same as a sentence for an error.
 * @returns the word and ` Did you mean "…"?`, or null when none is near
 */
export function didYouMean(
  word: string,
  words: Iterable<string>,
): { word: string; sentence: string } | null {
  const found = nearest(word, words);
  return found === null ? null : { word: found, sentence: ` Did you mean "${found}"?` };
}

/** Edits from one word to the other; exchanging two neighbours counts as one. Long words are far away. */
function distanceOf(from: string, to: string): number {
  if (from.length > 64 || to.length > 64) return from === to ? 0 : Infinity;
  let before: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1];
      let cost = Math.min(
        last[column]! + 1,
        current[column - 1]! + 1,
        last[column - 1]! + (isSame ? 0 : 1),
      );
      const isExchange =
        row > 1 &&
        column > 1 &&
        from[row - 1] === to[column - 2] &&
        from[row - 2] === to[column - 1];
      if (isExchange) cost = Math.min(cost, before[column - 2]! + 1);
      current.push(cost);
    }
    before = last;
    last = current;
  }
  return last[to.length]!;
}
