// Reads the text of an HTML page as markdown: headings, paragraphs, list items, rows of tables and code.
// Leaves out what readers do not see or need: scripts, styles, menus.
import { sourceLimits } from "@repo/validators/knowledge/sources";
import { Parser } from "htmlparser2";
import { appError } from "../../lib/errors";
import type { Document } from "./markdown";

/** How deep elements may be nested: the parser slows down with each level. */
const MAX_DEPTH = 1000;
/** How many characters are parsed before the length of the text is checked. */
const STEP = 65_536;

const SKIPPED = new Set([
  ..."script style noscript template svg head nav iframe object button select textarea".split(" "),
]);
const BLOCKS = new Set(
  "address article aside blockquote body dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main ol p pre section table tbody td tfoot th thead tr ul".split(
    " ",
  ),
);

/**
 * Turns a page into text.
 * @param html a whole page or a part of one
 * @param most how many characters its text may have, default: as many as a source; the rest is not read
 * @returns its text as markdown, and its title and description, if it has them
 * @throws INVALID when it has more, or its elements are nested too deeply
 */
export function textOfHtml(html: string, most: number = sourceLimits.textBytes): Document {
  const page = new Page();
  const parser = new Parser(page);
  for (let at = 0; at < html.length; at += STEP) {
    parser.write(html.slice(at, at + STEP));
    if (page.length > most) {
      throw appError("INVALID", `The text of this page has over ${most} characters. Split it.`);
    }
  }
  parser.end();
  return page.result();
}

/** Receives the events of the parser, and writes block by block. */
class Page {
  #blocks: string[] = [];
  #line = "";
  #prefix = "";
  #title = "";
  /** The open elements whose text is left out. */
  #skipped: string[] = [];
  #isTitle = false;
  #isPre = false;
  #depth = 0;
  #length = 0;
  #description: string | undefined;

  /** The characters of what was read so far. */
  get length(): number {
    return this.#length + this.#line.length + this.#title.length;
  }

  onopentag(name: string, { name: meta, content }: Record<string, string>): void {
    if (++this.#depth > MAX_DEPTH) throw appError("INVALID", "This page is nested too deeply.");
    if (name === "title" && this.#title === "") this.#isTitle = true;
    else if (SKIPPED.has(name)) this.#skipped.push(name);
    if (name === "meta" && meta?.toLowerCase() === "description") this.#description ??= content;
    if (name === "br") this.#line += "\n";
    if (name === "td" || name === "th") this.#line += this.#line === "" ? "| " : " | ";
    else if (BLOCKS.has(name)) this.#endBlock();
    if (/^h[1-6]$/.test(name)) this.#prefix = `${"#".repeat(Number(name.slice(1)))} `;
    if (name === "li") this.#prefix = "- ";
    if (name === "pre") this.#isPre = true;
  }

  onclosetag(name: string): void {
    this.#depth--;
    if (name === "title") this.#isTitle = false;
    if (this.#skipped.at(-1) === name) this.#skipped.pop();
    if (name === "tr" && this.#line.startsWith("| ")) this.#line += " |";
    if (BLOCKS.has(name) && name !== "td" && name !== "th") this.#endBlock();
  }

  ontext(text: string): void {
    if (this.#isTitle) this.#title += text;
    else if (this.#skipped.length === 0) this.#line += this.#isPre ? text : oneLine(text);
  }

  result(): Document {
    this.#endBlock();
    const title = oneLine(this.#title).trim();
    return {
      title: title === "" ? undefined : title,
      description: this.#description,
      text: this.#blocks.join("\n\n"),
    };
  }

  #endBlock(): void {
    const [line, prefix, isPre] = [this.#line, this.#prefix, this.#isPre];
    [this.#line, this.#isPre] = ["", false];
    if (isPre && line.trim() !== "") {
      this.#push(`\`\`\`\n${line.replace(/^\n/, "").trimEnd()}\n\`\`\``);
      return;
    }
    // Line by line: a regular expression for trailing blanks is quadratic on a page of blanks.
    const lines = line.split("\n").map((part) => part.replace(/ {2,}/g, " ").trim());
    const text = lines.join("\n").trim();
    if (text === "" || text === "| |") return;
    this.#prefix = "";
    this.#push(prefix + text);
  }

  #push(block: string): void {
    this.#blocks.push(block);
    this.#length += block.length;
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}
