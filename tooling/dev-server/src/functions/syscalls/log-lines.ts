// Log lines of one execution: formatted, counted and cut as Convex does.

import { inspect } from "node:util";
import type { LogLine } from "../../kernel/function-types.ts";
import { LIMITS } from "../../kernel/limits.ts";
import type { LogLevel } from "../realm/host.ts";

const MAX_LINES = LIMITS.logLines.value;
const MAX_LINE_BYTES = LIMITS.logLineBytes.value;
const TRUNCATED = " (truncated due to length)";

/** Values as `console.log` shows them: strings in single quotes, joined by a space. */
export function formatValues(values: unknown[]): string {
  return values.map(formatValue).join(" ");
}

function formatValue(value: unknown): string {
  try {
    return inspect(value, {
      depth: 4,
      customInspect: false,
      maxStringLength: null,
      sorted: false,
      breakLength: 80,
    });
  } catch {
    return "[value that cannot be shown]";
  }
}

export class LogLines {
  readonly lines: LogLine[] = [];
  readonly #now: () => number;
  readonly #onLine: ((line: LogLine) => void) | undefined;
  #isOverflowing = false;

  /** @param now ms  @param onLine receives each line as it is added */
  constructor(now: () => number, onLine?: (line: LogLine) => void) {
    this.#now = now;
    this.#onLine = onLine;
  }

  /** Adds one line for one call of `console.…`. */
  log(
    level: LogLevel,
    text: string,
    origin: { componentPath?: string; udfPath?: string } = {},
  ): void {
    if (this.lines.length >= MAX_LINES) return this.#overflow();
    const cut = truncate(text);
    this.#add({
      messages: [cut],
      level,
      timestamp: this.#now(),
      isTruncated: cut !== text,
      ...origin,
    });
  }

  /** Adds a line that is ours, not user code's. */
  system(level: LogLevel, text: string, code: string): void {
    this.#add({
      messages: [text],
      level,
      timestamp: this.#now(),
      isTruncated: false,
      systemMetadata: { code },
    });
  }

  #overflow(): void {
    if (this.#isOverflowing) return;
    this.#isOverflowing = true;
    const text = `Log overflow (maximum ${MAX_LINES}). Remaining log lines omitted.`;
    this.system("WARN", text, "warning:logOverflow");
  }

  #add(line: LogLine): void {
    this.lines.push(line);
    this.#onLine?.(line);
  }
}

function truncate(text: string): string {
  if (text.length <= MAX_LINE_BYTES / 3 || Buffer.byteLength(text) <= MAX_LINE_BYTES) return text;
  const room = MAX_LINE_BYTES - TRUNCATED.length;
  // Cutting bytes may split a character; decoding turns the rest of it into U+FFFD.
  return (
    Buffer.from(text)
      .subarray(0, room)
      .toString()
      .replace(/\uFFFD$/, "") + TRUNCATED
  );
}
