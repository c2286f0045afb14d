// What is wrong with a design in itself, beside what the generators refuse.
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import type { Problem } from "@groundwork/plop-engine/plan";
import type { DesignFile } from "../../file/design-file.ts";
import type { Known } from "../known/known.ts";

export type Rule = (file: DesignFile, known: Known) => Problem[];

/** The entries of a section of the design, in its order. */
export function entriesOf<Value>(
  section: Readonly<Record<string, Value>> | undefined,
): [name: string, value: Value][] {
  return Object.entries(section ?? {});
}

/** What a word should have been: ` Did you mean …?` for the message, and the word for the fix. */
export function meant(word: string, known: Iterable<string>): { sentence: string; fix?: string } {
  const guess = didYouMean(word, known);
  return { sentence: guess?.sentence ?? "", ...(guess && { fix: guess.word }) };
}
