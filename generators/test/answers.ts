// What a case of bad input is told.
import { visible } from "@groundwork/plop-engine/cli/input/quote";
import { problemLines } from "@groundwork/plop-engine/cli/answer/report";
import type { Printed } from "./command.ts";

/** Nothing wrong, or the exit and the codes in their order. */
export type Expected = "fine" | `${number} ${string}`;

/** What a run was told. */
export function told({ exit, json }: Printed): Expected {
  if (exit === 0) return "fine";
  return `${exit} ${json.errors!.map(({ code }) => code).join(" ")}`;
}

/** All that bad input was told, as a person reads it: what was typed, code and message, and what to do. */
export class Answers {
  readonly #parts: string[] = [];

  /** Notes an answer that is a refusal. */
  add(what: string, printed: Printed): void {
    if (printed.exit === 0) return;
    const { exit, json } = printed;
    const told = [
      ...json.errors!.flatMap((problem) => problemLines(problem)),
      ...(json.retry === undefined ? [] : [`Run: ${json.retry}`]),
    ];
    const lines = told.map((line) => `  ${shortened(line)}`.trimEnd());
    this.#parts.push([`${shortened(visible(what))}  [${exit}]`, ...lines].join("\n"));
  }

  get text(): string {
    return `${[...new Set(this.#parts)].join("\n\n")}\n`;
  }
}

const LONGEST = 240;

/** A line as it is kept: short, and without where in a file of this repository something is, which changes. */
function shortened(text: string): string {
  const line = text.replace(/\bline \d+/g, "line N");
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
