// The tokens of a module, to check that an edit lost none.
import type { Source } from "./source.ts";
import { walk } from "./syntax.ts";

/**
 * Reads a module into its words: names, marks, texts and comments, in order.
 * Quotes and the space inside a comment's lines do not count; commas before a closing bracket and
 * semicolons are left out, because formatters add and remove them.
 * @param source a parsed module
 */
export function tokensOf(source: Source): string[] {
  const tokens: string[] = [];
  let at = 0;
  for (const { start, end, token } of wholes(source)) {
    if (start < at) continue;
    tokens.push(...words(source.code.slice(at, start)));
    if (token !== "") tokens.push(token);
    at = end;
  }
  tokens.push(...words(source.code.slice(at)));
  return tokens.filter((token, index) => !isOptional(token, tokens[index + 1]));
}

/**
 * Checks whether a text has every token of another one, in the same order.
 * @param all the words that may be more
 * @param part the words that have to be there
 * @returns the first word that is missing, or null
 */
export function missingToken(all: readonly string[], part: readonly string[]): string | null {
  let at = 0;
  for (const token of all) {
    if (token === part[at]) at++;
  }
  return part[at] ?? null;
}

interface Whole {
  start: number;
  end: number;
  token: string;
}

/** The parts of the text that hold any characters: literals, text of templates and of JSX, comments. */
function wholes({ program, comments, code }: Source): Whole[] {
  const found: Whole[] = comments.map(({ type, value, start, end }) => ({
    start,
    end,
    token: `${type === "Line" ? "//" : "/*"}${value.replace(/\s+/g, " ").trim()}`,
  }));
  walk(program, ({ type, start, end, ...node }) => {
    if (type === "Literal") {
      const value = "value" in node ? node.value : null;
      found.push({ start, end, token: literalToken(value, code.slice(start, end)) });
    } else if (type === "TemplateElement") {
      found.push({ start, end, token: code.slice(start, end).replaceAll("\r\n", "\n") });
    } else if (type === "JSXText") {
      const text = code.slice(start, end).replace(/\s+/g, " ").trim();
      found.push({ start, end, token: text && `<>${text}` });
    }
  });
  return found.sort((a, b) => a.start - b.start);
}

/** A property reads the same with and without quotes, any other text the same in either quotes. */
function literalToken(value: unknown, raw: string): string {
  if (typeof value !== "string") return raw;
  return /^[\w$]+$/.test(value) ? value : JSON.stringify(value);
}

/** Names and numbers, and each other character by itself. */
function words(text: string): string[] {
  return text.match(/[\p{L}\p{M}\p{N}_$\u200c\u200d]+|\S/gu) ?? [];
}

function isOptional(token: string, next: string | undefined): boolean {
  if (token === ";") return true;
  return token === "," && next !== undefined && /^[)\]}>]$/.test(next);
}
