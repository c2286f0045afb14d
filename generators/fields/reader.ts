// Walks along one field's text, and keeps what is wrong with it.
import { type Problem, instead } from "@groundwork/plop-engine/plan";

/** A place in the text of one field. */
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

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** Takes what the expression finds here, which may be nothing. */
  take(expression: RegExp): string {
    const sticky = new RegExp(expression.source, "y");
    sticky.lastIndex = this.at;
    const [found = ""] = sticky.exec(this.text) ?? [];
    this.at += found.length;
    return found;
  }

  /** Takes the rest. */
  rest(): string {
    const found = this.text.slice(this.at);
    this.at = this.text.length;
    return found;
  }

  /**
   * Notes that something is wrong, at a place: that of the reader unless told.
   * A fix is the whole field as it would be right.
   */
  problem(
    code: string,
    message: string,
    { at = this.at, fix }: { at?: number; fix?: string } = {},
  ) {
    this.problems.push({
      code,
      arg: this.text,
      at,
      message,
      ...(fix === undefined ? {} : instead(fix)),
    });
  }
}
