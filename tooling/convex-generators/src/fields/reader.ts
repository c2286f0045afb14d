// Reads the text of one field from left to right, and collects its problems.
import { type Problem, instead } from "@groundwork/plop-engine/plan";

/** A value with its offset in the text. */
export interface Located<Value> {
  value: Value;
  at: number;
}

export class Reader {
  readonly text: string;
  at = 0;
  readonly problems: Problem[] = [];

  constructor(text: string) {
    this.text = text;
  }

  /** The next character; empty at the end. */
  get next(): string {
    return this.text[this.at] ?? "";
  }

  /** Takes what the expression matches here, which may be nothing. */
  take(expression: RegExp): string {
    const sticky = new RegExp(expression.source, "ys");
    sticky.lastIndex = this.at;
    const [found = ""] = sticky.exec(this.text) ?? [];
    this.at += found.length;
    return found;
  }

  /** Takes the next word: a type, a modifier, values in the bare spelling. */
  word(): string {
    return this.take(/[^:+?[(=\s]*/);
  }

  /** The whole text with another one from an offset to here. */
  replaced(start: number, text: string, end = this.at): string {
    return this.text.slice(0, start) + text + this.text.slice(end);
  }

  /**
   * Adds a problem.
   * @param at its offset
   * @param fix the whole field as it would be right
   */
  problem(code: string, message: string, at: number, fix?: string | null): void {
    const fixed = fix === undefined || fix === null ? {} : instead(fix);
    this.problems.push({ code, arg: this.text, at, message, ...fixed });
  }

  /** Adds a problem that goes away when the field is left out: what it says belongs elsewhere. */
  misplaced(code: string, message: string, at: number): void {
    const fix = `Leave out ${this.text}.`;
    this.problems.push({ code, arg: this.text, at, message, fix, replace: [] });
  }
}
