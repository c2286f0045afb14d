// A generated file of many fields may be longer than the lint lets a file be: then it says so itself, and only
// then, as a needless word to the lint is refused, too.

/** The lint's bounds on lines that hold code. */
export const LINES_MAX = { source: 400, test: 500 };

const NOTE = "/* eslint-disable max-lines -- it has as many parts as the table has fields */\n";

/** A file with the note where it needs one. */
export function withLintNote(path: string, text: string): string {
  if (!/\.tsx?$/.test(path) || path.includes("/_generated/")) return text;
  const most = /\.test\.tsx?$/.test(path) ? LINES_MAX.test : LINES_MAX.source;
  return codeLines(text) > most ? NOTE + text : text;
}

/** The same without it, as the templates write it. */
export function withoutLintNote(text: string): string {
  return text.startsWith(NOTE) ? text.slice(NOTE.length) : text;
}

/** Counts lines as the lint does: neither empty ones nor those of comments. */
export function codeLines(text: string): number {
  return text.split("\n").filter((line) => !/^\s*($|\/\/|\/\*|\*)/.test(line)).length;
}
