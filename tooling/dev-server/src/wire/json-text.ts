// JSON from any client is parsed on the thread that serves all of them. A few megabytes of empty
// arrays take it seconds, so their number is counted in the text before it is parsed.

/** Values in one request or message; at most about half a second's work. */
export const MAX_JSON_VALUES = 1_000_000;

const QUOTE = 0x22;
const COMMA = 0x2c;
const BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const BRACE = 0x7b;

/** Whether a JSON text holds more values than may be parsed. Any text will do. */
export function hasTooManyValues(text: string, max: number = MAX_JSON_VALUES): boolean {
  // Each counts for at least one character.
  if (text.length <= max) return false;
  let count = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isInString) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) isInString = false;
    } else if (code === QUOTE) isInString = true;
    else if (code === COMMA || code === BRACKET || code === BRACE) {
      count += 1;
      if (count > max) return true;
    }
  }
  return false;
}

/** What is said of such a text. */
export const TOO_MANY_VALUES = `it holds more than ${MAX_JSON_VALUES} values`;
