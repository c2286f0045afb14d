// Splits a text into the chunks that are indexed, each with its position in the text, so that hits can be
// quoted verbatim. Markdown and plain text: split at headings first, then between paragraphs, list
// items and code blocks.

/** A piece of a text: `text.slice(start, end)`. */
export interface Chunk {
  start: number;
  end: number;
  /** The headings above its first words, outermost first; its text contains those of later sections. */
  headings: string[];
}

/** About three paragraphs. */
const TARGET = 900;
/** A chunk shorter than this continues past a heading, so that a text of tiny sections makes few chunks. */
const SMALL = 200;
/** A paragraph or code block longer than this is split, too. */
const HARD = 2000;
/** The length to which a heading is cut, as every chunk below repeats it. */
const HEADING = 200;

type Range = { start: number; end: number };
type Line = Range & { text: string };

/**
 * Cuts a text.
 * @param text markdown or plain text
 * @returns the pieces in their order; they do not overlap, and only white space and headings
 *   are between them
 */
export function chunksOf(text: string): Chunk[] {
  const chunks: Chunk[] = [];
  let path: Heading[] = [];
  let open: Chunk | null = null;
  for (const block of blocksOf(text)) {
    if (block.heading !== undefined) {
      const { level } = block.heading;
      path = [...path.filter((above) => above.level < level), block.heading];
      if (open !== null && open.end - open.start >= SMALL) open = null;
      continue;
    }
    for (const part of partsOf(text, block)) {
      if (open !== null && part.end - open.start <= TARGET) {
        open.end = part.end;
      } else {
        open = { ...part, headings: path.map(({ title }) => title) };
        chunks.push(open);
      }
    }
  }
  return chunks;
}

type Heading = { level: number; title: string };
type Block = Range & { heading?: Heading };

/** Headings, code blocks and paragraphs, without the empty lines between them. */
function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | null = null;
  /** The mark that ends the current code block; empty outside. */
  let fence = "";
  for (const { start, end, text: line } of linesOf(text)) {
    const mark = /^\s*(```+|~~~+)/.exec(line)?.[1] ?? "";
    const heading = headingOf(line);
    if (fence !== "" && open !== null) {
      open.end = end;
      if (!mark.startsWith(fence)) continue;
      [open, fence] = [null, ""];
    } else if (heading !== undefined) {
      blocks.push({ start, end, heading });
      open = null;
    } else if (line.trim() === "") {
      open = null;
    } else if (open !== null && mark === "") {
      open.end = end;
    } else {
      open = { start, end };
      blocks.push(open);
      fence = mark;
    }
  }
  return blocks;
}

function headingOf(line: string): Heading | undefined {
  const level = /^#{1,6}(?=\s)/.exec(line)?.[0].length;
  if (level === undefined) return undefined;
  const words = line.slice(level).trim();
  // Without a regular expression: one that looks for the closing marks is quadratic on a line of blanks.
  let end = words.length;
  while (words[end - 1] === "#") end--;
  const title = words
    .slice(0, Math.min(end, HEADING))
    .replace(/[`*_\\]/g, "")
    .trim();
  return title === "" ? undefined : { level, title };
}

function* linesOf(text: string): Generator<Line> {
  for (const match of text.matchAll(/[^\r\n]+|\r\n|\r|\n/g)) {
    const [line] = match;
    const isBreak = /^[\r\n]/.test(line);
    const next = match.index + line.length;
    // An empty line is a break that follows another one; the break that ends a line is part of nothing.
    const follows = match.index === 0 || /[\r\n]/.test(text.charAt(match.index - 1));
    if (!isBreak) yield { start: match.index, end: next, text: line };
    else if (follows) yield { start: match.index, end: match.index, text: "" };
  }
}

/** The block, or parts of it that are not too long, cut at the end of a line, or else of a word. */
function partsOf(text: string, { start, end }: Range): Range[] {
  if (end - start <= HARD) return [{ start, end }];
  const limit = start + HARD;
  const cut = ["\n", " "]
    .map((character) => text.lastIndexOf(character, limit))
    .find((at) => at > start + HARD / 2);
  const at = cut ?? wholeCharacter(text, limit);
  return [{ start, end: at }, ...partsOf(text, { start: skipSpace(text, at, end), end })];
}

function skipSpace(text: string, from: number, end: number): number {
  let at = from;
  while (at < end - 1 && /\s/.test(text.charAt(at))) at++;
  return at;
}

/** Not within a surrogate pair. */
function wholeCharacter(text: string, at: number): number {
  return /[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at - 1 : at;
}
