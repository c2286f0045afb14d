// Types of values with parts, which fields have not: what an entity says instead.
import { capital } from "@groundwork/plop-engine/names/words";
import type { Reader } from "./reader.ts";

/**
 * Refuses a type of values with parts: `address:object(street:string,zip:string)`.
 * @param reader stands behind the type
 * @returns false for any other type
 */
export function refuseComposite(
  reader: Reader,
  { name, word, at }: { name: string; word: string; at: number },
): boolean {
  const type = word.toLowerCase();
  if (type !== "object" && type !== "record") return false;
  const { inside, after } = bracketsAt(reader.text, reader.at);
  const isMany = type === "record" || /^[^=]*(\[|:list\b)/.test(after);
  if (isMany) {
    const what = type === "record" ? "values by key" : "a list of values with parts";
    const message =
      `${what} ("${word}") are rows of an entity of their own: leave "${name}" out, and give that entity ` +
      `a reference to this one with +cascade, and a field for each part.`;
    reader.misplaced("TYPE_UNKNOWN", message, at);
    return true;
  }
  const parts = splitParts(inside);
  const ending = /^(\?|:optional\b)/.test(after) ? ":optional" : "";
  const fields = parts.map((part) => `${name}${capital(part)}${part.includes("=") ? "" : ending}`);
  const isWhole = fields.length > 0 && parts.every((part) => /^[A-Za-z]\w*:\S/.test(part));
  const written = isWhole ? fields.join(" ") : `${name}Street:string ${name}City:string`;
  const message = `there is no type for values with parts ("${word}"): give each part a field of its own, such as ${written}.`;
  reader.problem("TYPE_UNKNOWN", message, at, isWhole ? written : null);
  return true;
}

/**
 * The fields that say together which row of several tables is meant.
 * @param name of the reference that names several tables
 * @param tables the tables
 */
export function oneOfSeveral(name: string, tables: readonly string[]): string {
  const stem = name.replace(/(?<=[a-z])Id$/, "");
  return tables.map((table) => `${stem}In${capital(table)}:ref(${table})?+clear`).join(" ");
}

/** What stands in the brackets at a place, and behind them. */
function bracketsAt(text: string, start: number): { inside: string; after: string } {
  if (text[start] !== "(") return { inside: "", after: text.slice(start) };
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === "(") depth++;
    if (text[at] === ")" && --depth === 0)
      return { inside: text.slice(start + 1, at), after: text.slice(at + 1) };
  }
  return { inside: text.slice(start + 1), after: "" };
}

/** Splits parts at the commas that stand in no bracket of a part. */
function splitParts(text: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const char of text) {
    if ("([".includes(char)) depth++;
    if (")]".includes(char)) depth--;
    if (char === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += char;
  }
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}
