// Takes out of a page what it has of files that are removed: rows of tables, items of lists, and links in a list
// that is one paragraph. A sentence was written by hand, and is reported.
import type { HandWritten } from "./cut.ts";

/** A link, or a path in code: what a page names files by. */
const NAMED = /\]\(([^)\s#]+)[^)]*\)|`([^`\s]+)`/g;

/**
 * Cuts a page.
 * @param path its path in the repository
 * @param text its text
 * @param isRemoved whether a link of the page, or a path in code, leads to something that is removed
 * @returns the text without it, and the lines that are left, in the order of the page
 */
export function cutPage(
  path: string,
  text: string,
  isRemoved: (target: string) => boolean,
): { text: string; left: HandWritten[] } {
  const names = (part: string) => namesRemoved(part, isRemoved);
  if (!names(text)) return { text, left: [] };
  const blocks = text
    .split(/(\n{2,})/)
    .map((block) => (names(block) ? cutBlock(block, names) : block));
  const after = blocks
    .join("")
    .replace(/^\n+/, "")
    .replace(/\n{3,}/g, "\n\n");
  return { text: `${after.trimEnd()}\n`, left: linesNaming(path, after, isRemoved) };
}

/**
 * Lists the lines of a page that name what is removed.
 * @param path its path in the repository
 * @param text its text
 * @param isRemoved whether a link of the page, or a path in code, leads to something that is removed
 */
export function linesNaming(
  path: string,
  text: string,
  isRemoved: (target: string) => boolean,
): HandWritten[] {
  return text.split("\n").flatMap((line, index) => {
    return namesRemoved(line, isRemoved) ? [{ path, line: index + 1, text: line.trim() }] : [];
  });
}

function namesRemoved(part: string, isRemoved: (target: string) => boolean): boolean {
  return [...part.matchAll(NAMED)].some(([, link, code]) => isRemoved(link ?? code ?? ""));
}

function cutBlock(block: string, names: (part: string) => boolean): string {
  if (/^\|/.test(block)) return withoutRows(block, names);
  if (!/^ *(-|\d+\.) /.test(block)) return block;
  const items = block.split(/\n(?= *(?:-|\d+\.) )/).map((item) => cutItem(item, names));
  return items.filter((item) => item !== null).join("\n");
}

/** A table that has lost all its rows goes whole. */
function withoutRows(block: string, names: (part: string) => boolean): string {
  const lines = block.split("\n").filter((line, index) => index < 2 || !names(line));
  return lines.length <= 2 ? "" : lines.join("\n");
}

/** Of an item that lists links, those that are left; null for an item of which nothing is. */
function cutItem(item: string, names: (part: string) => boolean): string | null {
  if (!names(item)) return item;
  const [, head = "", list = ""] = /^( *(?:-|\d+\.) [^[\]:]*: )?(.*)$/s.exec(item.trimEnd()) ?? [];
  const links = list.split(/,\s+(?=\[)/);
  const isListOfLinks = links.every((link) => /^\[[^\]]*\]\([^)]*\)\.?$/.test(link));
  const kept = links.filter((link) => !names(link));
  return isListOfLinks && kept.length > 0 ? head + kept.join(", ") : null;
}
