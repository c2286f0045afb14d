// Splits an argument into fields: one quoted argument may hold several.

/**
 * Splits an argument at the white space between fields. White space in brackets, in quotes and in a
 * default that goes on belongs to its field: a new one starts only where a name and a colon follow.
 * @param text an argument as the shell handed it over
 * @returns the texts of the fields, without the space around them
 */
export function splitFields(text: string): string[] {
  const fields: string[] = [];
  let start = 0;
  let depth = 0;
  let quote: string | null = null;
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (quote !== null) {
      if (char === "\\") at++;
      else if (char === quote) quote = null;
    } else if (char === '"' && text[at - 1] === "=") {
      quote = char;
    } else if (char === "(" || char === "[") {
      depth++;
    } else if (char === ")" || char === "]") {
      depth = Math.max(0, depth - 1);
    } else if (depth === 0 && /\s/.test(char) && startsField(text, start, at)) {
      fields.push(text.slice(start, at));
      start = at + 1;
    }
  }
  fields.push(text.slice(start));
  return fields.map((field) => field.trim()).filter((field) => field !== "");
}

/** Whether the white space at this place ends one field and starts the next. */
function startsField(text: string, start: number, at: number): boolean {
  const hasType = text.slice(start, at).trim() === "" || text.slice(start, at).includes(":");
  return hasType && /^\s+([^\s:="]+:|$)/.test(text.slice(at));
}
