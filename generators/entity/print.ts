// Lays code out as the formatter does: on one line where it fits, else a line for each part.

/** The width of the formatter. */
export const WIDTH = 100;

/**
 * Sets parts between brackets.
 * @param before what stands before the parts, with the opening bracket, on a line that is indented already
 * @param parts separated by commas
 * @param after what closes, and what follows it on the line
 * @param indent how far the line is indented
 * @param pad what stands between the brackets and the parts on one line: a space for objects
 */
export function bracketed(
  before: string,
  parts: readonly string[],
  after: string,
  { indent = 0, pad = "", follow = 0 }: { indent?: number; pad?: string; follow?: number } = {},
): string {
  const inside = parts.length === 0 ? "" : pad + parts.join(", ") + pad;
  const line = before + inside + after;
  const isOneLine = !line.includes("\n") && indent + line.length + follow <= WIDTH;
  if (isOneLine) return line;
  return [before, ...parts.map((part) => indented(part, 2) + ","), after].join("\n");
}

/** An array of arrays: from two rows on, the formatter gives each a line of its own. */
export function table(before: string, rows: readonly string[], after: string, indent = 0): string {
  if (rows.length === 1) return bracketed(`${before}[`, rows, `]${after}`, { indent });
  return [`${before}[`, ...rows.map((row) => `  ${row},`), `]${after}`].join("\n");
}

/** An object: `{ a, b }`. */
export function object(
  before: string,
  parts: readonly string[],
  after: string,
  indent = 0,
): string {
  return bracketed(`${before}{`, parts, `}${after}`, { indent, pad: " " });
}

/** A chain of calls: on one line where it fits, else a line for each call. */
export function chain(
  before: string,
  head: string,
  calls: readonly string[],
  after: string,
  indent = 0,
): string {
  const line = before + head + calls.join("") + after;
  const isOneLine = !line.includes("\n") && indent + line.length <= WIDTH;
  if (isOneLine || calls.length < 2) return line;
  return [before + head, ...calls.map((call) => indented(call, 2))].join("\n") + after;
}

/** An import of names, sorted as they are given. */
export function importLine(names: readonly string[], from: string): string {
  return bracketed("import {", names, `} from "${from}";`, { pad: " " });
}

/** Compares the modules of imports: packages come before our own files, each in the order of their names. */
export function byModule(one: string, other: string): number {
  const place = (module: string) => (module.startsWith(".") ? "1" : "0") + module;
  return place(one) < place(other) ? -1 : 1;
}

/** Moves every line but empty ones to the right. */
export function indented(text: string, by: number): string {
  const space = " ".repeat(by);
  return text.replace(/^(?=.)/gm, space);
}

/** Joins paragraphs of code with one empty line between them; absent ones are left out. */
export function paragraphs(...parts: (string | null | false | undefined)[]): string {
  return parts.filter((part) => typeof part === "string" && part !== "").join("\n\n");
}

/** A text as code, in the quotes that the formatter picks: those that it holds fewer of. */
export function quoted(text: string): string {
  const double = JSON.stringify(text)
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
  const count = (mark: string) => text.split(mark).length - 1;
  if (count('"') <= count("'")) return double;
  return `'${double.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** A number as code: thousands are set apart from five digits on. */
export function numeral(value: number): string {
  const [whole = "", fraction] = String(value).split(".");
  if (!/^-?\d+$/.test(whole)) return String(value);
  const grouped =
    whole.replace("-", "").length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, "_") : whole;
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
