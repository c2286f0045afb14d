// Entries of a YAML file that pnpm keeps: maps in maps, two spaces for each level, entries in the order of their keys. Its
// lists and texts are never looked into. An entry is its key, with all lines below it that are indented further.
import type { Fragment } from "@groundwork/plop-engine/plan";
import type { FragmentEditor } from "@groundwork/plop-engine/fragment-editor";
import { GeneratorError } from "@groundwork/plop-engine/plan";

const BETWEEN = " > ";
const KEY = /^( *)("[^"]*"|'[^']*'|[^\s"'#-][^:]*):(?: |$)/;

/** An entry by the keys that lead to it: `catalog > "@convex-dev/workpool"`, without their quotes. */
export function blockKey(...path: readonly string[]): string {
  return path.join(BETWEEN);
}

interface Entry {
  name: string;
  /** Its lines: from `start`, up to `end`, without empty ones at the end. */
  start: number;
  end: number;
}

/** The entries of a map, which are as deep as the map has keys that lead to it. */
function entriesIn(lines: readonly string[], from: number, to: number, depth: number): Entry[] {
  const entries: Entry[] = [];
  for (let at = from; at < to; at++) {
    const [, indent = "", key = ""] = KEY.exec(lines[at]!) ?? [];
    if (key === "" || indent.length !== depth * 2) continue;
    entries.push({ name: unquoted(key), start: at, end: at + 1 });
  }
  return entries.map((entry, index) => {
    let end = entries[index + 1]?.start ?? to;
    // Remarks and empty lines above the next entry belong to that one.
    while (end > entry.start + 1 && isBetween(lines[end - 1]!, depth)) end--;
    return { ...entry, end };
  });
}

function isBetween(line: string, depth: number): boolean {
  return line.trim() === "" || (/^ *#/.test(line) && line.search(/\S/) <= depth * 2);
}

function unquoted(key: string): string {
  return /^["']/.test(key) ? key.slice(1, -1) : key;
}

interface Place {
  lines: string[];
  /** Of the map that the entry is in. */
  entries: Entry[];
  /** Where the map's own line is. */
  head: number;
  name: string;
  found: Entry | undefined;
}

function locate(path: string, text: string, key: string): Place {
  const lines = text.split("\n");
  const keys = key.split(BETWEEN);
  const name = keys.pop()!;
  let [from, to, head] = [0, lines.length, -1];
  for (const [depth, outer] of keys.entries()) {
    const entry = entriesIn(lines, from, to, depth).find((one) => one.name === outer);
    if (entry === undefined) throw unsupported(path, keys.slice(0, depth + 1));
    [head, from, to] = [entry.start, entry.start + 1, entry.end];
  }
  const entries = entriesIn(lines, from, to, keys.length);
  return { lines, entries, head, name, found: entries.find((one) => one.name === name) };
}

function unsupported(path: string, keys: readonly string[]): GeneratorError {
  return new GeneratorError(4, {
    code: "SHAPE_UNSUPPORTED",
    arg: path,
    message: `cannot edit ${path}: it has no entry ${keys.join(BETWEEN)}.`,
    fix: `Give it the shape it had: git log -p -- ${path}`,
  });
}

/** The texts of all entries that are as deep as one of the patterns of keys, where "*" stands for any. */
export function blocksOf(
  text: string,
  patterns: readonly (readonly string[])[],
): Map<string, string> {
  const lines = text.split("\n");
  const found = new Map<string, string>();
  const visit = (pattern: readonly string[], path: string[], from: number, to: number) => {
    const [wanted, ...rest] = pattern;
    for (const { name, start, end } of entriesIn(lines, from, to, path.length)) {
      if (wanted !== "*" && wanted !== name) continue;
      const inner = [...path, name];
      if (rest.length > 0) visit(rest, inner, start + 1, end);
      else found.set(blockKey(...inner), outdented(lines.slice(start, end)));
    }
  };
  for (const pattern of patterns) visit(pattern, [], 0, lines.length);
  return found;
}

function outdented(lines: readonly string[]): string {
  const indent = lines[0]!.search(/\S/);
  return lines.map((line) => line.slice(indent)).join("\n");
}

/** An entry of a file of pnpm's. Key: as `blockKey` makes it; text: its lines from column 0. */
export const yamlBlockEditor: FragmentEditor = {
  isSame: (one, other) => one.trim() === other.trim(),

  has: (path, text, { key }) => locate(path, text, key).found !== undefined,

  add(path, text, { key, text: added }: Fragment) {
    const { lines, entries, head, name } = locate(path, text, key);
    const next = entries.findIndex((entry) => entry.name > name);
    const before = entries.at(next === -1 ? -1 : next - 1);
    const isFirst = entries.length === 0 || next === 0;
    const at = isFirst || before === undefined ? head + 1 : before.end;
    const indent = " ".repeat(2 * (key.split(BETWEEN).length - 1));
    const block = added.split("\n").map((line) => (line === "" ? line : indent + line));
    // Some maps have an empty line before each entry.
    const isLoose = entries.length > 0 && lines[entries[0]!.start - 1] === "";
    lines.splice(at, 0, ...(isLoose ? [""] : []), ...block);
    return lines.join("\n");
  },

  read(path, text, { key }) {
    const { lines, found } = locate(path, text, key);
    return found === undefined ? null : outdented(lines.slice(found.start, found.end));
  },

  remove(path, text, { key }) {
    const { lines, found } = locate(path, text, key);
    if (found === undefined) return text;
    const space = lines[found.start - 1] === "" && lines[found.end] === "" ? 1 : 0;
    lines.splice(found.start - space, found.end - found.start + space);
    return lines.join("\n");
  },
};
