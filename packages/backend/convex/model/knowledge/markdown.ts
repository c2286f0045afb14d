// Extracts the readable text of a Markdown or MDX document: no front matter, imports, exports, tags or comments.
// Code stays as it is, whatever it looks like.

/** A document's title and description, and its text. */
export interface Document {
  title: string | undefined;
  description: string | undefined;
  text: string;
}

/** A tag longer than this counts as text: an unclosed `<` must not swallow the page. */
const TAG_MAX = 2000;
/** After this many unclosed ones the rest counts as text, which keeps the time linear. */
const OPEN_TAGS_MAX = 200;

/**
 * Reads a document.
 * @param markdown Markdown, or MDX
 * @returns its text as Markdown, and the title and description of its front matter, if it has them
 */
export function textOfMarkdown(markdown: string): Document {
  const { fields, body } = frontMatterOf(markdown.replaceAll("\r\n", "\n"));
  const parts = codeAndProse(body).map(({ isCode, text }) => (isCode ? text : textOfProse(text)));
  const text = parts
    .join("")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
  return { title: fields.get("title"), description: fields.get("description"), text };
}

/** The fields between `---` and `---` (YAML) or `+++` and `+++` (TOML) at the very start, if there are any. */
function frontMatterOf(text: string): { fields: Map<string, string>; body: string } {
  const found = /^\uFEFF?(---|\+\+\+)[ \t]*\n(?:([\s\S]*?)\n)?\1[ \t]*(?:\n|$)/.exec(text);
  if (found === null) return { fields: new Map(), body: text };
  const fields = fieldsOf(found[2] ?? "");
  // Two rules may enclose anything: it is front matter only if it has a field.
  return fields.size === 0 && (found[2] ?? "").trim() !== ""
    ? { fields, body: text }
    : { fields, body: text.slice(found[0].length) };
}

/** The top-level fields of one line, and those whose text is folded over several. */
function fieldsOf(source: string): Map<string, string> {
  const fields = new Map<string, string>();
  let open: string | null = null;
  for (const line of source.split("\n")) {
    const field = /^([\w-]+)[ \t]*[:=](?:[ \t]+(.*))?$/.exec(line);
    if (field !== null) {
      const [, name = "", value = ""] = field;
      open = name;
      fields.set(name, /^[>|][+-]?$/.test(value.trim()) ? "" : unquoted(value));
    } else if (open !== null && /^[ \t]+\S/.test(line)) {
      fields.set(open, `${fields.get(open) ?? ""} ${line.trim()}`.trim());
    }
  }
  return fields;
}

function unquoted(value: string): string {
  const text = value.trim();
  const double = /^"((?:[^"\\]|\\.)*)"/.exec(text)?.[1];
  if (double !== undefined) return double.replace(/\\(.)/g, "$1");
  const single = /^'((?:[^']|'')*)'/.exec(text)?.[1];
  if (single !== undefined) return single.replaceAll("''", "'");
  return text.replace(/\s+#.*$/, "");
}

interface Part {
  isCode: boolean;
  text: string;
}

/** Fenced blocks and spans of code, and the text between them. */
function codeAndProse(text: string): Part[] {
  const parts: Part[] = [];
  /** The mark that ends the current block of code; empty outside. */
  let fence = "";
  const push = (isCode: boolean, line: string) => {
    const last = parts.at(-1);
    if (last?.isCode === isCode) last.text += line;
    else parts.push({ isCode, text: line });
  };
  for (const [line] of text.matchAll(/[^\n]*\n|[^\n]+$/g)) {
    const mark = /^\s*(```+|~~~+)/.exec(line)?.[1] ?? "";
    if (fence !== "") {
      push(true, line);
      if (mark.startsWith(fence)) fence = "";
    } else if (mark !== "") {
      push(true, line);
      fence = mark;
    } else {
      for (const part of spansOf(line)) push(part.isCode, part.text);
    }
  }
  return parts;
}

/** A span of code ends with as many backticks as it begins with, on the same line. */
function spansOf(line: string): Part[] {
  const runs = [...line.matchAll(/`+/g)].map(({ index, 0: { length } }) => ({ index, length }));
  const closing = new Map<number, number[]>();
  for (const { index, length } of runs) {
    closing.set(length, [...(closing.get(length) ?? []), index]);
  }
  const parts: Part[] = [];
  let from = 0;
  for (const { index, length } of runs) {
    const ends = closing.get(length) ?? [];
    while ((ends[0] ?? Infinity) <= index) ends.shift();
    const [end] = ends;
    if (index < from || end === undefined) continue;
    parts.push({ isCode: false, text: line.slice(from, index) });
    parts.push({ isCode: true, text: line.slice(index, end + length) });
    from = end + length;
  }
  return [...parts, { isCode: false, text: line.slice(from) }];
}

function textOfProse(prose: string): string {
  const words = withoutTags(withoutModules(withoutComments(prose)));
  // What was on a line of its own leaves an empty line.
  return words.replace(/\n[ \t]+(?=\n)/g, "\n");
}

/** Comments of HTML and of MDX. One that is never closed is text. */
function withoutComments(prose: string): string {
  return between(between(prose, "<!--", "-->"), "{/*", "*/}");
}

function between(text: string, start: string, end: string): string {
  let kept = "";
  let from = 0;
  for (let at = text.indexOf(start); at !== -1; at = text.indexOf(start, from)) {
    const close = text.indexOf(end, at + start.length);
    if (close === -1) break;
    kept += text.slice(from, at);
    from = close + end.length;
  }
  return kept + text.slice(from);
}

const MODULE =
  /^(?:import\s+(?:type\s+)?(?:[\w$*{][^;"']*?\s+from\s+)?["'][^"'\n]+["']|export\s+(?:default\b|const\b|let\b|var\b|function\b|async\s+function\b|class\b|type\b|interface\b|\{|\*))/;

/** MDX treats what begins with an import or export as code, up to the next empty line outside of brackets. */
function withoutModules(prose: string): string {
  const kept: string[] = [];
  let depth: number | null = null;
  const lines = prose.split("\n");
  for (const [at, line] of lines.entries()) {
    if (depth === null && isModule(lines, at)) depth = 0;
    if (depth === null) {
      kept.push(line);
      continue;
    }
    if (line.trim() === "" && depth <= 0) {
      depth = null;
      kept.push(line);
      continue;
    }
    depth += (line.match(/[{([]/g)?.length ?? 0) - (line.match(/[})\]]/g)?.length ?? 0);
  }
  return kept.join("\n");
}

/** The names of an import may be spread over lines. */
function isModule(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? "";
  if (!/^(?:import|export)\b/.test(line)) return false;
  return MODULE.test(
    lines
      .slice(at, at + 20)
      .join("\n")
      .slice(0, TAG_MAX),
  );
}

/** Removes tags, and keeps the text between them. A tag alone on its lines leaves no empty line. */
function withoutTags(prose: string): string {
  let kept = "";
  let from = 0;
  let open = 0;
  for (
    let at = prose.indexOf("<");
    at !== -1 && open < OPEN_TAGS_MAX;
    at = prose.indexOf("<", Math.max(from, at + 1))
  ) {
    const end = endOfTag(prose, at);
    if (end === null) {
      if (/[A-Za-z]/.test(prose.charAt(at + 1))) open++;
      continue;
    }
    kept += prose.slice(from, at);
    // Words on either side of a block tag stay separate.
    if (/^<(?:br|hr|li|p|td|th|tr|div)\b/i.test(prose.slice(at, at + 5))) kept += "\n";
    from = end;
  }
  return kept + prose.slice(from);
}

/** The end of the tag that starts at a `<`; null for no tag. */
function endOfTag(text: string, start: number): number | null {
  const head = /^<\/?([A-Za-z][\w.-]*(?::[\w-]+)?)?(?=[\s/>])/.exec(text.slice(start, start + 100));
  if (head === null) return null;
  // Without a name it opens or closes a fragment, or is no tag.
  if (head[1] === undefined)
    return text.charAt(start + head[0].length) === ">" ? start + head[0].length + 1 : null;
  let depth = 0;
  let quote = "";
  const most = Math.min(text.length, start + TAG_MAX);
  for (let at = start + head[0].length; at < most; at++) {
    const sign = text.charAt(at);
    if (quote !== "") {
      if (sign === quote) quote = "";
      continue;
    }
    if (/["'`]/.test(sign)) quote = sign;
    if (sign === "{") depth++;
    if (sign === "}") depth--;
    if (depth > 0) continue;
    if (sign === ">") return at + 1;
    if (sign === "<" || text.startsWith("\n\n", at)) return null;
  }
  return null;
}
