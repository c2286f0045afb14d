// Bounds as they are written: `1..120`, `..80`, `0..`.
import { type FieldType, type Range, typeOf } from "./field.ts";
import type { Located, Reader } from "./reader.ts";

/** Characters that fit a row of 1 MiB, whatever they are. */
const LONGEST_TEXT = 200_000;

/** Items that Convex takes in one array. */
const LONGEST_LIST = 8192;

/**
 * Reads a range.
 * @param reader collects its problems
 * @param written the text, with its offset
 * @param of the type that it bounds, or the list
 * @returns the range, or null when it is wrong
 */
export function readRange(
  reader: Reader,
  { value: text, at }: Located<string>,
  of: FieldType | "list",
): Located<Range> | null {
  const refuse = (message: string, fix?: string) => {
    reader.problem("RANGE", message, at, fix);
    return null;
  };
  const found = /^([^.]*(?:\.\d+)?)\s*\.\.\s*(.*)$/s.exec(text);
  if (found === null || text === "..") {
    const message = `"${text}" is no range. Write min..max, and leave out a side that is open.`;
    const fix = reader.replaced(at, `..${text}`, at + text.length);
    return /^\d+$/.test(text) ? refuse(message, fix) : refuse(message);
  }
  const [min, max] = found.slice(1).map((side) => side.trim());
  for (const side of [min, max]) {
    const fault = side ? faultOf(side, of) : null;
    if (fault !== null) return refuse(`range ${text}: ${fault}`);
  }
  const range = { ...(min && { min: Number(min) }), ...(max && { max: Number(max) }) };
  if (min && max && Number(min) > Number(max))
    return refuse(`range ${text} is empty: min is greater than max.`);
  return { value: range, at };
}

function faultOf(side: string, of: FieldType | "list"): string | null {
  if (!/^-?\d+(\.\d+)?$/.test(side)) return `"${side}" is no number.`;
  const value = Number(side);
  const bounded = of === "list" ? "length" : typeOf(of).range;
  if (bounded !== "number" && !Number.isInteger(value)) return `"${side}" is no whole number.`;
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER)
    return `${side} is more than a number holds exactly.`;
  if (value < 0 && (bounded === "length" || of === "duration"))
    return `a ${of === "duration" ? "duration" : "length"} is not negative, got ${side}.`;
  if (bounded !== "length") return null;
  const [longest, what] =
    of === "list" ? [LONGEST_LIST, "items in an array"] : [LONGEST_TEXT, "characters in a row"];
  return value > longest ? `Convex takes at most ${longest} ${what}, got ${side}.` : null;
}
