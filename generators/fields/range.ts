// Bounds as one writes them: `1..120`, `..80`, `0..`.
import type { FieldType, Range } from "./field.ts";
import type { Reader } from "./reader.ts";

/** A value with the place where it is written. */
export interface Located<Value> {
  value: Value;
  at: number;
}

/** Characters that fit a row of 1 MiB, whatever they are. */
const LONGEST_TEXT = 200_000;

/** Items that Convex takes in one array. */
const LONGEST_LIST = 8192;

type Bounded = FieldType | "list";

/**
 * Reads a range.
 * @param reader keeps what is wrong with it
 * @param text what is written
 * @param at where it is written
 * @param of the type that it bounds, or the list
 * @returns the range, or null when it is none
 */
export function readRange(
  reader: Reader,
  text: string,
  at: number,
  of: Bounded,
): Located<Range> | null {
  const found = /^(?<min>[^.]*(?:\.\d+)?)\s*\.\.\s*(?<max>.*)$/s.exec(text)?.groups;
  if (found === undefined || text === "..") {
    const isNumber = /^\d+$/.test(text);
    const message = `"${text}" is no range. Write min..max, and leave out a side that is open.`;
    const fixed = reader.text.slice(0, at) + `..${text}` + reader.text.slice(at + text.length);
    reader.problem("RANGE", message, { at, ...(isNumber ? { fix: fixed } : {}) });
    return null;
  }
  const range: Range = {};
  for (const side of ["min", "max"] as const) {
    const written = found[side]!.trim();
    if (written === "") continue;
    const wrong = whatIsWrong(written, of);
    if (wrong !== null) {
      reader.problem("RANGE", `range ${text}: ${wrong}`, { at });
      return null;
    }
    range[side] = Number(written);
  }
  if (range.min !== undefined && range.max !== undefined && range.min > range.max) {
    reader.problem("RANGE", `range ${text} is empty: min is greater than max.`, { at });
    return null;
  }
  return { value: range, at };
}

function whatIsWrong(written: string, of: Bounded): string | null {
  if (!/^-?\d+(\.\d+)?$/.test(written)) return `"${written}" is no number.`;
  const value = Number(written);
  if (of !== "number" && !Number.isInteger(value)) return `"${written}" is no whole number.`;
  if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    return `${written} is more than a number holds exactly.`;
  }
  if (of === "int" || of === "number") return null;
  if (value < 0) return `a length is not negative, got ${written}.`;
  const longest = of === "list" ? LONGEST_LIST : LONGEST_TEXT;
  if (value <= longest) return null;
  const what = of === "list" ? "items in an array" : "characters in a row";
  return `Convex takes at most ${longest} ${what}, got ${written}.`;
}
