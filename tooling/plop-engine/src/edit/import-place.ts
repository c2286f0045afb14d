// Where an import of its own goes among the imports of a module.
import type { Node } from "oxc-parser";
import { type Name, declarationsOf, written } from "./import-names.ts";
import { type Source, lineEnd, lineStart, spliced } from "./source.ts";
import { commentsIn } from "./syntax.ts";

/**
 * Adds an import of one name: among those of packages or those of our own files, whichever it is one
 * of, after the last of them that comes before it.
 * @returns the text of the module with it
 */
export function insertDeclaration(source: Source, name: Name): string {
  const { code, style } = source;
  const text = written(name, style.quote, style.semicolon);
  const all = declarationsOf(source);
  const alike = all.filter((node) => isRelative(node.source.value) === isRelative(name.specifier));
  const group = alike.length > 0 ? alike : all;
  // After the last that comes before it, which in a list that is in order is its place.
  const place = alike.findLastIndex((node) => node.source.value <= name.specifier) + 1;
  const before = alike.length > 0 ? alike[place] : !isRelative(name.specifier) && group[0];
  if (before) {
    const at = startAbove(source, before, before === all[0]);
    return spliced(source, [{ start: at, end: at, text: text + style.eol }]);
  }
  const last = group.at(-1);
  if (last !== undefined) {
    const at = lineEnd(code, last.end);
    return spliced(source, [{ start: at, end: at, text: style.eol + text }]);
  }
  return insertAlone(source, text);
}

/** The first import of a module: below what the module says of itself, above its first statement. */
function insertAlone(source: Source, text: string): string {
  const { code, program, style } = source;
  const directive = program.body.findLast((node) => "directive" in node && node.directive);
  const from = directive?.end ?? program.hashbang?.end ?? 0;
  const first = program.body.find((node) => node.start >= from);
  const header = headerEnd(source, from, first);
  if (header > 0) {
    const at = lineEnd(code, header);
    const rest = code.slice(at).trim() === "" ? "" : style.eol;
    const gap = /^\r?\n\r?\n/.test(code.slice(at)) ? "" : rest;
    return spliced(source, [{ start: at, end: at, text: style.eol + text + gap }]);
  }
  const gap = first === undefined ? "" : style.eol;
  return spliced(source, [{ start: 0, end: 0, text: text + style.eol + gap }]);
}

/** Where the directives and the remarks in `//` at the top of a module end. */
function headerEnd(source: Source, from: number, first: Node | undefined): number {
  let end = from;
  for (const comment of commentsIn(source, from, first?.start ?? source.code.length)) {
    if (comment.type !== "Line" || /^\s*(@ts-|eslint|prettier)/.test(comment.value)) break;
    end = comment.end;
  }
  return end;
}

/** Above an import and the remarks that lead to it. What heads the module stays above all imports. */
function startAbove(source: Source, node: Node, isFirst: boolean): number {
  const { code } = source;
  let start = lineStart(code, node.start);
  if (node.start > start && code.slice(start, node.start).trim() !== "") return node.start;
  for (const comment of commentsIn(source, 0, start).toReversed()) {
    const isAbove = code.slice(comment.end, start).replace(/\r?\n/, "").trim() === "";
    const isOwnLine = code.slice(lineStart(code, comment.start), comment.start).trim() === "";
    const isGap = /\n\s*\n/.test(code.slice(comment.end, start));
    const isHeader = isFirst && !/^\s*(@ts-|eslint-disable-next|prettier)/.test(comment.value);
    if (!isAbove || !isOwnLine || isGap || isHeader) break;
    start = lineStart(code, comment.start);
  }
  return start;
}

function isRelative(specifier: string): boolean {
  return specifier.startsWith(".");
}
