// A module as the edits see it: its text, its syntax tree with offsets into that text, and how it is written.
import { type Comment, type Node, type Program, parseSync } from "oxc-parser";
import { GeneratorError } from "../plan.ts";

/** A byte order mark. Offsets of the syntax tree count from after it. */
const MARK = "\ufeff";

export interface Source {
  /** How the file is named in errors: its path in the repository. */
  path: string;
  /** The text without a byte order mark. Offsets point into this. */
  code: string;
  /** The byte order mark, or nothing. */
  mark: string;
  program: Program;
  comments: readonly Comment[];
  style: Style;
}

/** How a file is written, so that what is added reads like the rest. */
export interface Style {
  eol: "\n" | "\r\n";
  /** One step of indentation. */
  unit: string;
  quote: '"' | "'";
  /** What ends a statement: a semicolon, or nothing. */
  semicolon: ";" | "";
}

/** A range of the text to replace: `start` up to `end`, in UTF-16 code units. */
export interface Splice {
  start: number;
  end: number;
  text: string;
}

/** Modules that were parsed last. A run looks at the same text again and again: it reads, edits and verifies it. */
const parsed = new Map<string, Source>();
const KEPT = 128;

/**
 * Parses a module.
 * @param path its path in the repository; the extension tells its language
 * @param text its text, with or without a byte order mark
 * @returns the module, which others may be given as well: it is not to be changed
 * @throws SYNTAX_ERROR (4) naming the line
 */
export function parseModule(path: string, text: string): Source {
  const key = `${path}\0${text}`;
  const source = parsed.get(key) ?? parse(path, text);
  // The one that was used last comes last.
  parsed.delete(key);
  parsed.set(key, source);
  if (parsed.size > KEPT) parsed.delete(parsed.keys().next().value!);
  return source;
}

/** What keeps a module from being parsed. */
interface SyntaxFault {
  message: string;
  /** Where it is in the text without a byte order mark. */
  offset: number;
}

/**
 * Finds what keeps a module from being parsed.
 * @param path its path in the repository; the extension tells its language
 * @param text its text, with or without a byte order mark
 * @returns every fault that the parser finds, in its order; none for a module that can be parsed
 */
export function syntaxFaults(path: string, text: string): SyntaxFault[] {
  const { errors } = parseSync(path, withoutMark(text), { sourceType: "module" });
  return errors.map(({ message, labels }) => ({ message, offset: labels[0]?.start ?? 0 }));
}

/** The text that the offsets of a syntax tree point into. */
export function withoutMark(text: string): string {
  return text.startsWith(MARK) ? text.slice(MARK.length) : text;
}

function parse(path: string, text: string): Source {
  const code = withoutMark(text);
  const mark = text.slice(0, text.length - code.length);
  const { program, comments, errors } = parseSync(path, code, { sourceType: "module" });
  const error = errors[0];
  if (error !== undefined) {
    const line = lineOf(code, error.labels[0]?.start ?? 0);
    throw new GeneratorError(4, {
      code: "SYNTAX_ERROR",
      arg: path,
      message: `${path} cannot be read: ${error.message} (line ${line}).`,
      fix: `Fix line ${line} and run the command again.`,
    });
  }
  return { path, code, mark, program, comments, style: styleOf(code, program) };
}

/**
 * Replaces ranges of a module's text.
 * @param source the module
 * @param splices ranges that do not overlap, in any order
 * @returns the new text, with the byte order mark that was there
 */
export function spliced({ code, mark }: Source, splices: readonly Splice[]): string {
  let text = "";
  let at = 0;
  for (const { start, end, text: replacement } of splices.toSorted((a, b) => a.start - b.start)) {
    if (start < at) throw new RangeError("SPLICES_OVERLAP: two edits of one place.");
    text += code.slice(at, start) + replacement;
    at = end;
  }
  return mark + text + code.slice(at);
}

/** The number of the line that an offset is on, from 1. */
export function lineOf(code: string, offset: number): number {
  return code.slice(0, offset).split("\n").length;
}

/** The line and the column of an offset, both from 1, as editors and compilers count. */
export function positionOf(code: string, offset: number): { line: number; column: number } {
  return { line: lineOf(code, offset), column: offset - lineStart(code, offset) + 1 };
}

/** Where the line of an offset starts. */
export function lineStart(code: string, offset: number): number {
  return code.lastIndexOf("\n", offset - 1) + 1;
}

/** Where the line of an offset ends: before its line break, or at the end of the text. */
export function lineEnd(code: string, offset: number): number {
  const end = code.indexOf("\n", offset);
  if (end === -1) return code.length;
  return code[end - 1] === "\r" && end > offset ? end - 1 : end;
}

/** The white space that the line of an offset starts with. */
export function indentAt(code: string, offset: number): string {
  return /^[ \t]*/.exec(code.slice(lineStart(code, offset)))![0];
}

function styleOf(code: string, program: Program): Style {
  const statements = program.body;
  const imports = statements.filter((node) => node.type === "ImportDeclaration");
  const single = imports.filter(({ source }) => source.raw?.startsWith("'")).length;
  const ending = statements.filter((node) => !/Function|Class|TSInterface/.test(endingOf(node)));
  const closed = ending.filter((node) => code[node.end - 1] === ";").length;
  return {
    eol: /\r\n/.test(code) ? "\r\n" : "\n",
    unit: /^(\t|  +)(?=\S)/m.exec(code)?.[1] ?? "  ",
    quote: single > imports.length / 2 ? "'" : '"',
    semicolon: closed < ending.length / 2 ? "" : ";",
  };
}

/** The kind of a statement, or of what it exports: a function or class takes no semicolon. */
function endingOf(node: Node): string {
  return "declaration" in node && node.declaration ? node.declaration.type : node.type;
}
