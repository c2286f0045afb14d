// Which passages an answer rests on: told by the numbers it names, and the words before them.
import type { Hit } from "@repo/validators/knowledge";
import { citationLimits } from "@repo/validators/citations";
import { passageFor } from "./passages";

export interface Cited {
  /** As the answer names it, from 1. */
  number: number;
  hit: Hit;
  passage: string;
  /** Where the passage stands in the source's text. */
  start: number;
  end: number;
}

/**
 * Finds the passages behind the numbers of an answer: `[2]`, or `[1, 3]`.
 * @param answer what the model wrote; numbers that it made up are passed over
 * @param hits what it was given, numbered from 1
 * @returns one citation for each number, in the order of the answer
 */
export function citationsIn(answer: string, hits: readonly Hit[]): Cited[] {
  const cited = new Map<number, Cited>();
  let from = 0;
  let claim = "";
  for (const { index, 0: mark, 1: numbers = "" } of answer.matchAll(/\[(\d+(?:\s*,\s*\d+)*)\]/g)) {
    // Two marks in a row stand for the same words.
    claim = claimIn(answer.slice(from, index)) || claim;
    from = index + mark.length;
    for (const number of numbers.split(",").map(Number)) {
      const hit = hits[number - 1];
      if (hit === undefined || cited.has(number)) continue;
      const place = passageFor(claim, hit.text);
      const passage = hit.text.slice(place.start, place.end);
      const [start, end] = [hit.start + place.start, hit.start + place.end];
      cited.set(number, { number, hit, passage, start, end });
    }
  }
  return [...cited.values()].slice(0, citationLimits.perAnswer);
}

/** The last sentences before a mark: what stands before them, another mark is for or none. */
function claimIn(text: string): string {
  return (text.split(/\n\s*\n/).at(-1) ?? "").replace(/^[\s.,;:]+/, "").trim();
}
