// The options of an enum: a value that is stored, and the words that a person reads for it.
import { withoutAccents } from "@groundwork/plop-engine/names/words";

/** An option as it is written: `in-progress="In progress"`, or without quotes `in-progress/In_progress`. */
export interface Option {
  value: string;
  /** Null where the words follow from the value. */
  label: string | null;
}

/** Reads an option. */
export function readOption(text: string): Option {
  const [, value = text, sign, words = ""] = /^([^=/]*?)\s*([=/])\s*(.*)$/s.exec(text) ?? [];
  if (sign === undefined) return { value, label: null };
  return { value, label: sign === "/" ? words.replaceAll("_", " ") : unquoted(words) };
}

/** Splits what brackets hold at its commas, but for those in quotes. */
export function splitOptions(text: string): string[] {
  return [...text.matchAll(/((?:"(?:[^"\\]|\\.)*"|[^,])*)(?:,|$)/gs)]
    .slice(0, text === "" ? 1 : -1)
    .map(([, part = ""]) => part.trim());
}

/** Writes an option in brackets. */
export function optionText({ value, label }: Option): string {
  return label === null ? value : `${value}=${JSON.stringify(label)}`;
}

/** The text of an enum whose odd values have become words; null when no values are left. */
export function withLabels(text: string, options: readonly Option[]): string | null {
  const fixed = options.map(({ value, label }) => {
    const name = withoutAccents(value)
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "");
    return name === value ? { value, label } : { value: name, label: label ?? value };
  });
  if (fixed.some(({ value, label }) => value === "" || label === "")) return null;
  const brackets = /enum\((?:"(?:[^"\\]|\\.)*"|[^)])*\)/s;
  const written = `enum(${fixed.map(optionText).join(",")})`;
  if (!brackets.test(text)) return null;
  const named = (word: string) => {
    const at = options.findIndex(({ value }) => value === word);
    return at === -1 ? word : fixed[at]!.value;
  };
  return text
    .replace(brackets, () => written)
    .replace(/(?<=\)[^=]*=)[^=)]*$/, (value) => named(value));
}

function unquoted(words: string): string {
  if (!/^".*"$/s.test(words)) return words;
  try {
    return (JSON.parse(words) as string).trim();
  } catch {
    return words;
  }
}
