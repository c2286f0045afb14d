// Asks for fields, one to a line, each judged as it is entered.
import { splitFields } from "./split.ts";
import type { Problem } from "@groundwork/plop-engine/plan";
import type { Inquirer } from "@groundwork/plop-engine/inquirer";
import { visible } from "@groundwork/plop-engine/cli/input/quote";

export interface FieldsQuestion {
  /** Names one in the question: `Field`. */
  what: string;
  /** Whether there has to be one. */
  isNeeded: boolean;
  /** What is wrong with all fields so far, the new one last. */
  judge: (fields: readonly string[]) => readonly Problem[];
}

/**
 * Asks for fields until an empty line.
 * @returns each as it was entered
 */
export async function askFields(
  inquirer: Inquirer,
  { what, isNeeded, judge }: FieldsQuestion,
): Promise<string[]> {
  const entered: string[] = [];
  for (;;) {
    const isFirst = entered.length === 0;
    const { text } = await inquirer.prompt<{ text: string }>([
      {
        type: "input",
        name: "text",
        message: isFirst ? `${what}, as name:type (empty when done)` : what,
        validate: (text: string) => {
          if (text.trim() === "") {
            return isFirst && isNeeded ? "There has to be one, such as title:string(1..120)" : true;
          }
          const typed = splitFields(text);
          const wrong = judge([...entered, ...typed]).find(({ arg = "" }) => typed.includes(arg));
          return wrong === undefined ? true : caretText(wrong);
        },
      },
    ]);
    if (text.trim() === "") return entered;
    entered.push(...splitFields(text));
  }
}

/** A problem with its argument again, and a mark under the place. */
export function caretText({ message, arg, at }: Problem): string {
  if (arg === undefined || at === undefined) return message;
  const mark = " ".repeat(visible(arg.slice(0, at)).length);
  return `${message}\n   ${visible(arg)}\n   ${mark}^`;
}
