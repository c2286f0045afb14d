// The words of a text as search uses them: lower case, stemmed, without stop words. Indexed texts and queries
// are both processed here. English endings; other languages
// are matched as they are written, and runs of CJK characters in pairs.

const STOP_WORDS = new Set(
  (
    "a about after again all also am an and any are as at be been before being both but by can could " +
    "did do does doing down each few for from further get got had has have having he her here hers him " +
    "his how i if in into is it its just let make may me might more most must my no nor not now of off " +
    "on once only or other our ours out over own same shall she should so some such than that the " +
    "their theirs them then there these they this those to too under until up use used using very was " +
    "we were what when where which while who whom whose why will with without would you your yours"
  ).split(" "),
);

/** Convex reads sixteen words of a search at most, each of 32 bytes at most. */
const QUERY_WORDS = 15;
const WORD_BYTES = 32;
/**
 * Convex takes the last word of a search for one that is still being typed and completes it. Stems would
 * match far too much that way, so the query ends with a word that no text has.
 */
const LAST_WORD = "zzqx0";

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/**
 * Lists the words of a text in their order, in lower case. `camelCase` and `snake_case` count whole and
 * in parts.
 */
export function wordsOf(text: string): string[] {
  const found: string[] = [];
  for (const [raw] of text.normalize("NFKC").matchAll(/[\p{L}\p{N}_]+(?:['’]\p{L}+)?/gu)) {
    const word = raw.replace(/['’].*$/u, "");
    if (CJK.test(word)) {
      found.push(...pairsOf(word));
      continue;
    }
    const parts = word.split(/_+|(?<=\p{Ll})(?=\p{Lu})/u).filter((part) => part !== "");
    if (parts.length > 1) found.push(parts.join("").toLowerCase());
    found.push(...parts.map((part) => part.toLowerCase()));
  }
  return found;
}

/** Says whether a word is a stop word. */
export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word);
}

/** Stems an English word, so that `schedules`, `scheduled` and `scheduling` are one. */
export function stemOf(word: string): string {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
  let stem = word;
  for (const step of steps) stem = step(stem);
  return stem;
}

const steps: readonly ((word: string) => string)[] = [
  // Plurals.
  (w) => {
    if (w.endsWith("ies") && w.length > 4) return `${w.slice(0, -3)}y`;
    if (/(?:x|z|ch|sh|ss)es$/.test(w)) return w.slice(0, -2);
    return w.endsWith("s") && !/(?:ss|us|is)$/.test(w) ? w.slice(0, -1) : w;
  },
  // Forms of verbs.
  (w) => {
    if (w.endsWith("ing") && w.length > 5) return undoubled(w.slice(0, -3));
    return w.endsWith("ed") && w.length > 4 ? undoubled(w.slice(0, -2)) : w;
  },
  (w) => (w.endsWith("ly") && w.length > 5 ? w.slice(0, -2) : w),
  // Nouns made of verbs.
  (w) => {
    if (w.endsWith("ation") && w.length > 7) return w.slice(0, -5);
    if (w.endsWith("ion") && w.length > 6) return w.slice(0, -3);
    if (w.endsWith("ment") && w.length > 7) return w.slice(0, -4);
    return w.endsWith("er") && w.length > 5 ? undoubled(w.slice(0, -2)) : w;
  },
  (w) => (w.endsWith("e") && w.length > 4 ? w.slice(0, -1) : w),
  (w) => (w.endsWith("y") && w.length > 4 ? `${w.slice(0, -1)}i` : w),
];

/** Question words whose answer is a number or a time. */
const ASKING = new Set("many much often long soon fast far big happen way".split(" "));

/**
 * Lists the stems of what a question is about: without question words and without stop words in any form.
 */
export function topicsOf(question: string): string[] {
  const stems = stemsOf(question).filter((stem) => !isStopWord(stem) && !ASKING.has(stem));
  return [...new Set(stems)];
}

/** Lists the stems of a text without stop words, in their order. */
export function stemsOf(text: string): string[] {
  return wordsOf(text)
    .filter((word) => !isStopWord(word))
    .map(stemOf);
}

/** Makes the text for the full-text index: Convex itself neither stems nor drops words. */
export function indexedWords(text: string): string {
  return searchable(stemsOf(text)).join(" ");
}

/** Makes the query for the full-text index; empty when the question has only stop words. */
export function queryWords(question: string): string {
  const words = [...new Set(searchable(stemsOf(question)))].slice(0, QUERY_WORDS);
  return words.length === 0 ? "" : [...words, LAST_WORD].join(" ");
}

function searchable(stems: string[]): string[] {
  const encoder = new TextEncoder();
  return stems.filter((stem) => encoder.encode(stem).length <= WORD_BYTES);
}

function undoubled(word: string): string {
  return /([bdfgmnprt])\1$/.test(word) ? word.slice(0, -1) : word;
}

function pairsOf(run: string): string[] {
  const characters = [...run];
  if (characters.length < 2) return characters;
  return characters.slice(1).map((character, at) => `${characters[at]}${character}`);
}
