// The questions of `pnpm plop component`.
import { defined } from "@groundwork/plop-engine/generator";
import { type Inquirer, ask } from "@groundwork/plop-engine/inquirer";
import type { ComponentInput } from "./input.ts";
import { official } from "./official.ts";
import { isMountName } from "./read.ts";

/**
 * Asks for what the command line lacks.
 * @param given the input that the command line has; none of it is asked for
 */
export async function askComponent(
  inquirer: Inquirer,
  given: Partial<ComponentInput>,
): Promise<ComponentInput> {
  const component = given.component ?? (await askWhich(inquirer));
  const own = official.find(({ name }) => name === component)?.mountedAs;
  const name = given.name ?? (own === undefined ? undefined : await askName(inquirer, own));
  return defined({ ...given, component, name: name === own ? undefined : name }) as ComponentInput;
}

async function askWhich(inquirer: Inquirer): Promise<string> {
  return await ask(inquirer, {
    type: "list",
    message: "Which component?",
    choices: official.map(({ name, about }) => ({ name: `${name}: ${about}`, value: name })),
  });
}

async function askName(inquirer: Inquirer, own: string): Promise<string> {
  return await ask(inquirer, {
    type: "input",
    message: "What is it called in the app?",
    default: own,
    validate: (text: string) => isMountName(text) || "Write a name in camelCase: likes",
  });
}
