// Where in a design the problem of a generator is.
import type { Problem } from "@groundwork/plop-engine/plan";
import { type DesignFile, type DesignPath, placeText } from "../file/design-file.ts";
import type { Item } from "./items.ts";

/**
 * Gives the problems of a generator their places in a design.
 * @param file the design
 * @param item whose input has the problems
 * @param problems as the generator says them: `arg` is what was given, or the flag that gives it
 * @returns the same; the `arg` of each is `path:line:column`
 */
export function problemsAt(file: DesignFile, item: Item, problems: readonly Problem[]): Problem[] {
  return problems.map(({ arg, at, replace: _, ...problem }) => {
    if (arg?.startsWith(`${file.path}:`)) return { ...problem, arg };
    const { path, offset, isKey } = placeIn(file, item, arg, at);
    const place = isKey ? file.keyPlaceOf(path) : file.placeOf(path, offset);
    return { ...problem, arg: placeText(file.path, place) };
  });
}

interface Found {
  path: DesignPath;
  offset?: number;
  isKey?: true;
}

function placeIn(file: DesignFile, item: Item, arg = "", at = 0): Found {
  const flag = /^--([a-z-]+)/.exec(arg)?.[1];
  const whole = valueAt(file.design, item.at);
  if (flag !== undefined) {
    const key = flag.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    return { path: [...item.at, key] };
  }
  const isItem = arg === item.at.at(-1);
  return found(whole, item.at, arg, at) ?? { path: item.at, ...(isItem && { isKey: true }) };
}

function valueAt(value: unknown, at: DesignPath): unknown {
  return at.reduce<unknown>(
    (inner, key) => (inner as Record<string | number, unknown> | undefined)?.[key],
    value,
  );
}

/** The text that an argument is, or a part of; of a field, its type. */
function found(value: unknown, path: DesignPath, arg: string, at: number): Found | null {
  if (arg === "") return null;
  if (typeof value === "string") {
    const key = String(path.at(-1));
    if (value === arg) return { path, offset: at };
    if (arg === key) return { path, isKey: true };
    if (arg === `${key}:${value}`) return { path, offset: Math.max(0, at - key.length - 1) };
    const start = wordIn(value, arg);
    return start === -1 ? null : { path, offset: start + at };
  }
  if (typeof value !== "object" || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const next = [...path, Array.isArray(value) ? Number(key) : key];
    const place = found(inner, next, arg, at);
    if (place !== null) return place;
    if (key === arg) return { path: next, isKey: true };
  }
  return null;
}

/** Where a text has another as whole words; -1 where it has not. */
function wordIn(text: string, word: string): number {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const isWord = (character = " ") => /\w/.test(character);
    if (!isWord(text[at - 1]) && !isWord(text[at + word.length])) return at;
  }
  return -1;
}
