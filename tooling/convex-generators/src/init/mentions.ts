// Takes what a project does not have out of the pages that speak of it.

/**
 * A Markdown page without what it says about things that are gone.
 * @param text the page
 * @param gone what names one of them
 * @returns the page without the rows, items, sentences and lines of code that do
 */
export function withoutMentions(text: string, gone: RegExp): string {
  if (!gone.test(text)) return text;
  return text
    .split(/(\n{2,})/)
    .map((block) => (gone.test(block) ? withoutReferences(block, gone) : block))
    .join("")
    .replace(/\n{3,}/g, "\n\n");
}

/** In brackets, a reference goes alone; else the smallest whole that it is in goes. */
function withoutReferences(block: string, gone: RegExp): string {
  // One command of a block follows from the other.
  if (block.startsWith("```sh")) return "";
  if (block.startsWith("```")) return withoutLines(block, gone);
  const named = gone.source;
  const rest = block
    .replace(new RegExp(String.raw`\s*\(\[[^\]]*\]\([^)]*(?:${named})[^)]*\)\)`, "g"), "")
    .replace(new RegExp(String.raw`\s*\(\`[^\`]*(?:${named})[^\`]*\`\)`, "g"), "");
  if (!gone.test(rest)) return rest;
  if (rest.startsWith("|")) return withoutLines(rest, gone);
  const isList = /^(-|\d+\.) /.test(rest);
  const parts = isList ? rest.split(/\n(?=(?:-|\d+\.) )/) : [rest];
  const kept = parts
    .map((part) => withoutSentences(part, gone))
    .filter((part) => !/^((-|\d+\.) *)?$/.test(part));
  return kept.join("\n");
}

/** Lines of code, or rows of a table; with a line go those that are indented below it. */
function withoutLines(block: string, gone: RegExp): string {
  const kept: string[] = [];
  let above: number | undefined;
  for (const line of block.split("\n")) {
    const indent = line.length - line.trimStart().length;
    if (above !== undefined && indent > above) continue;
    above = gone.test(line) ? indent : undefined;
    if (above === undefined) kept.push(line);
  }
  return kept.join("\n");
}

function withoutSentences(part: string, gone: RegExp): string {
  if (!gone.test(part)) return part;
  return part
    .split(/(?<=\.)\s+(?=[A-Z`[])/)
    .filter((sentence) => !gone.test(sentence))
    .join(" ");
}
