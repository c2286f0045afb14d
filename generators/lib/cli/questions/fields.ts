// Asks for fields, one to a line, each judged as it is entered.
import type { Field } from "../../fields/field.ts";
import { parseFields } from "../../fields/parse.ts";
import type { NameFault } from "../../identifiers.ts";
import type { Problem } from "../../model.ts";
import type { Inquirer } from "../plop.ts";
import { visible } from "../quote.ts";

/**
 * Asks for fields until an empty line.
 * @param what names one in the question: `Field`
 * @param isNeeded whether there has to be one
 * @param faultOf says what is wrong with a name
 * @returns each as it was entered
 */
export async function askFields(
  inquirer: Inquirer,
  what: string,
  isNeeded: boolean,
  faultOf?: (name: string) => NameFault | null,
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
          const { fields, problems } = parseFields([text], faultOf);
          const twin = fields.find(({ field }) => isTaken(field, entered, faultOf));
          if (twin !== undefined) return `There is a "${twin.field.name}" already`;
          return problems.length === 0 ? true : caretText(problems[0]!);
        },
      },
    ]);
    if (text.trim() === "") return entered;
    entered.push(text.trim());
  }
}

function isTaken(
  { name }: Field,
  entered: readonly string[],
  faultOf?: (name: string) => NameFault | null,
): boolean {
  return parseFields(entered, faultOf).fields.some(
    ({ field }) => field.name.toLowerCase() === name.toLowerCase(),
  );
}

/** A problem with its argument again, and a mark under the place. */
export function caretText({ message, arg, at }: Problem): string {
  if (arg === undefined || at === undefined) return message;
  const mark = " ".repeat(visible(arg.slice(0, at)).length);
  return `${message}\n   ${visible(arg)}\n   ${mark}^`;
}
