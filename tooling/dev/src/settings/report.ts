// What `pnpm dev` writes to the terminal: its own steps, and the lines of its parts behind a name.

import { styleText } from "node:util";

export interface Report {
  /** A step of the start. */
  step: (text: string) => void;
  /** Something that went wrong, with what to do about it. */
  problem: (text: string) => void;
  /** A line of a part's own output. */
  line: (part: string, text: string) => void;
  /** Text as it is. */
  plain: (text: string) => void;
}

/** Writes to `output`, in colours where it is a terminal. Never throws when the reader is gone. */
export function createReport(output: NodeJS.WriteStream): Report {
  output.on("error", () => undefined);
  const write = (text: string) => void output.write(`${text}\n`);
  const style = (format: Parameters<typeof styleText>[0], text: string) =>
    output.isTTY && !process.env.NO_COLOR ? styleText(format, text) : text;
  return {
    step: (text) => write(`${style("cyan", "›")} ${text}`),
    problem: (text) => write(`${style("red", "✗")} ${text}`),
    line: (part, text) => write(`${style("dim", `[${part}]`)} ${text}`),
    plain: write,
  };
}
