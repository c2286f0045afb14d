// Finds the sentences of texts that answer a question, verbatim. It never rephrases: what it gives is
// a place in a text. Serves the local model's answers, and the citations of every model's.
import { stemsOf, topicsOf } from "./words";

/** A text that was found, as the answer names it. */
export interface Found {
  title: string;
  text: string;
}

/** A quotation: `found[index].text.slice(start, end)`. */
export interface Passage {
  index: number;
  start: number;
  end: number;
}

export interface Quotes {
  passages: Passage[];
  /** False when they contain too few words of the question: then they are a guess. */
  isConfident: boolean;
}

/** Documents quoted at most, each once. */
const MAX_DOCUMENTS = 3;
/** Sentences shorter or longer than this are not quoted. */
const LENGTH = { min: 20, max: 420 };
/**
 * Of what the question is about, weighted by how rare the words are, this much has to be in the quotation or
 * its title, or the answer is a guess: `retrieval/answers.test.ts` measures it.
 */
const CONFIDENT = 0.65;
/** With less of it than this, a quotation is unrelated to the question. */
const RELATED = 0.15;
/** A quotation that is this much worse than the best one is left out. */
const GOOD_ENOUGH = 0.4;

interface Sentence {
  start: number;
  end: number;
  stems: ReadonlySet<string>;
}
type Scored = Passage & { score: number; coverage: number };

/**
 * Quotes one or two sentences in a row of up to three documents.
 * @param question what is asked
 * @param found texts that may answer it, the best first
 * @returns places in those texts, in their order
 */
export function quotesFor(question: string, found: readonly Found[]): Quotes {
  const sentences = found.map(({ text }) => sentencesOf(text));
  const weigh = weigherFor(question, sentences.flat());
  const best = new Map<string, Scored>();
  for (const [index, { title }] of found.entries()) {
    const context = new Set(stemsOf(title));
    for (const window of windowsOf(sentences[index] ?? [])) {
      const scored = {
        index,
        ...scoreOf(window, { context, rank: index, shortCosts: 0.08 }, weigh),
      };
      const { score = -Infinity } = best.get(title) ?? {};
      if (scored.score > score) best.set(title, scored);
    }
  }
  const related = [...best.values()].filter(({ coverage }) => coverage >= RELATED);
  const top = Math.max(...related.map(({ score }) => score));
  const passages = related
    .filter(({ score }) => score >= GOOD_ENOUGH * top)
    .sort((one, other) => one.index - other.index)
    .slice(0, MAX_DOCUMENTS);
  return {
    passages: passages.map(({ index, start, end }) => ({ index, start, end })),
    isConfident: passages.some(({ coverage }) => coverage >= CONFIDENT),
  };
}

/**
 * Finds the sentences of one text that a claim rests on.
 * @param claim what an answer says of the text
 * @param text the text
 * @returns the place of the best one or two sentences; the whole text when it has none
 */
export function passageFor(claim: string, text: string): { start: number; end: number } {
  const sentences = sentencesOf(text);
  const weigh = weigherFor(claim, sentences);
  const scored = windowsOf(sentences).map((window) =>
    scoreOf(window, { context: new Set(), rank: 0, shortCosts: 0 }, weigh),
  );
  const [best] = scored.sort((one, other) => other.score - one.score);
  return best === undefined ? trimmed(text, 0, text.length) : { start: best.start, end: best.end };
}

interface Weigher {
  words: readonly string[];
  weight: (word: string) => number;
  total: number;
}

/** Words in few sentences weigh more than those in many. */
function weigherFor(question: string, sentences: readonly Sentence[]): Weigher {
  const words = topicsOf(question);
  const weights = new Map(
    words.map((word) => {
      const holders = sentences.filter(({ stems }) => stems.has(word)).length;
      return [word, Math.log(1 + sentences.length / (1 + holders))];
    }),
  );
  const weight = (word: string) => weights.get(word) ?? 0;
  return { words, weight, total: words.reduce((sum, word) => sum + weight(word), 0) || 1 };
}

function scoreOf(
  window: readonly Sentence[],
  { context, rank, shortCosts }: { context: ReadonlySet<string>; rank: number; shortCosts: number },
  { words, weight, total }: Weigher,
): { start: number; end: number; score: number; coverage: number } {
  const has = (word: string) => window.some(({ stems }) => stems.has(word));
  const sum = (some: readonly string[]) => some.reduce((all, word) => all + weight(word), 0);
  const said = sum(words.filter(has));
  const around = sum(words.filter((word) => !has(word) && context.has(word)));
  const start = window[0]?.start ?? 0;
  const end = window.at(-1)?.end ?? 0;
  // Of two equal ones the shorter, if it is not too short; then the one that was found first.
  const form = (window.length > 1 ? -0.04 : 0) + (end - start < 50 ? -shortCosts : 0);
  const score = (said + 0.5 * around) / total + form + 0.2 / (1 + rank);
  return { start, end, score, coverage: (said + around) / total };
}

/** Each sentence, and each two in a row of the same paragraph. */
function windowsOf(sentences: readonly (Sentence & { paragraph: number })[]): Sentence[][] {
  return sentences.flatMap((sentence, at) => {
    const next = sentences[at + 1];
    const isPair =
      next?.paragraph === sentence.paragraph && next.end - sentence.start <= LENGTH.max;
    return isPair && next !== undefined ? [[sentence], [sentence, next]] : [[sentence]];
  });
}

/** The sentences of prose, list items and rows of tables. Headings and code are left out. */
function sentencesOf(text: string): (Sentence & { paragraph: number })[] {
  return paragraphsOf(text).flatMap(({ start, end }, paragraph) => {
    const body = text.slice(start, end);
    const ends = /[^.!?。！？]+(?:[.!?](?=\S)[^.!?。！？]*)*(?:[.!?。！？]+["')\]]*|$)/gu;
    return [...body.matchAll(ends)].flatMap(({ index, 0: sentence }) => {
      const range = trimmed(text, start + index, start + index + sentence.length);
      const length = range.end - range.start;
      if (length < LENGTH.min || length > LENGTH.max) return [];
      const words = text.slice(range.start, range.end);
      if (looksLikeCode(words)) return [];
      return [{ ...range, stems: new Set(stemsOf(words)), paragraph }];
    });
  });
}

/** Lines that belong together. A list item and a row of a table stand alone. */
function paragraphsOf(text: string): { start: number; end: number }[] {
  const paragraphs: { start: number; end: number }[] = [];
  let open: { start: number; end: number } | null = null;
  let isFenced = false;
  for (const { index, 0: line } of text.matchAll(/[^\n]+|(?<=\n)(?=\n)/g)) {
    if (/^\s*(```|~~~)/.test(line)) {
      [isFenced, open] = [!isFenced, null];
      continue;
    }
    if (isFenced || line.trim() === "" || /^#{1,6}\s/.test(line) || /^[\s|:-]+$/.test(line)) {
      open = null;
      continue;
    }
    const mark = /^\s*(?:[-*+]|\d+[.)])\s+/.exec(line)?.[0] ?? "";
    const range = { start: index + mark.length, end: index + line.length };
    if (open === null || mark !== "" || /^\s*\|/.test(line)) {
      open = range;
      paragraphs.push(open);
    } else {
      open.end = range.end;
    }
  }
  return paragraphs;
}

function trimmed(text: string, start: number, end: number): { start: number; end: number } {
  const part = text.slice(start, end);
  const from = start + part.length - part.trimStart().length;
  return { start: from, end: from + part.trim().length };
}

/** A piece may start within a code block, so that fences alone do not keep code out. */
function looksLikeCode(text: string): boolean {
  if (/^(?:\/\/|\/\*|import |export |const |let |return |await |<\/?[a-z]|[}\])])/.test(text)) {
    return true;
  }
  const signs = text.match(/[{}();=<>[\]$]/g)?.length ?? 0;
  return signs / text.length > 0.06;
}
