// Which passages an answer rests on: found by the numbers in it and the words before them.
import type { Hit } from "@repo/validators/knowledge/knowledge";
import { citationLimits } from "@repo/validators/knowledge/citations";
import { passageFor } from "../ai/passages";

/** Some models write numbers in brackets of their own. */
const MARK = /[[【]\s*(\d+(?:\s*[-–,，、]\s*\d+)*)\s*[\]】]/gu;
const DASH = /[-–]/;

export interface Cited {
  /** Its number in the answer, from 1. */
  number: number;
  hit: Hit;
  passage: string;
  /** The position of the passage in the source's text. */
  start: number;
  end: number;
}

/**
 * Finds the passages behind the numbers of an answer: `[2]`, `[1, 3]`, `[1-3]`, or `【2】`.
 * @param answer what the model wrote; unknown numbers are skipped
 * @param hits the passages that the model received, numbered from 1
 * @returns one citation for each passage that a number stands for, in the order of the answer; if there are
 *   too many, the first of each number
 */
export function citationsIn(answer: string, hits: readonly Hit[]): Cited[] {
  const cited = new Map<string, Cited>();
  let from = 0;
  let claim = "";
  for (const { index, 0: mark, 1: numbers = "" } of answer.matchAll(MARK)) {
    // Two marks in a row cover the same words.
    claim = claimIn(answer.slice(from, index)) || claim;
    from = index + mark.length;
    for (const number of numbersIn(numbers, hits.length)) {
      const hit = hits[number - 1];
      if (hit === undefined) continue;
      const place = passageFor(claim, hit.text);
      const passage = hit.text.slice(place.start, place.end);
      const [start, end] = [hit.start + place.start, hit.start + place.end];
      const key = `${number} ${start} ${end}`;
      if (!cited.has(key)) cited.set(key, { number, hit, passage, start, end });
    }
  }
  return asManyAsFit([...cited.values()]);
}

/** As many as an answer may have: one of each number before a second of any. */
function asManyAsFit(all: readonly Cited[]): Cited[] {
  const firsts = all.filter(
    (one, at) => all.findIndex(({ number }) => number === one.number) === at,
  );
  const rest = all.filter((one) => !firsts.includes(one));
  const kept = new Set([...firsts, ...rest].slice(0, citationLimits.perAnswer));
  return all.filter((one) => kept.has(one));
}

/** Each number of a mark, and each between two with a dash. */
function numbersIn(mark: string, most: number): number[] {
  return mark.split(/[,，、]/).flatMap((part) => {
    const [first = 0, last = first] = part.split(DASH).map(Number);
    const count = Math.min(last, most) - first + 1;
    return count > 1 ? Array.from({ length: count }, (_, at) => first + at) : [first];
  });
}

/** The last sentences before a mark: earlier ones have another mark, or none. */
function claimIn(text: string): string {
  return (text.split(/\n\s*\n/).at(-1) ?? "").replace(/^[\s.,;:]+/, "").trim();
}
