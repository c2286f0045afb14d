// The questions of `pnpm plop init`.
import type { Inquirer } from "@groundwork/plop-engine/inquirer";
import type { Io } from "@groundwork/plop-engine/io";
import { problemsOf } from "@groundwork/plop-engine/cli/questions/judge";
import { ask } from "../entity/questions.ts";
import { type InitInput, readNames, titleOf } from "./input.ts";

/**
 * Asks for the names that were not given.
 * @param given the input so far; nothing of it is asked again
 */
export async function askInit(
  inquirer: Inquirer,
  _io: Io,
  given: Partial<InitInput>,
): Promise<InitInput> {
  const names: InitInput = { ...given, name: given.name ?? "" };
  const askText = async (key: keyof InitInput, message: string, suggested?: string) => {
    if (given[key] !== undefined) return;
    const validate = (answer: string) =>
      problemsOf(() => readNames({ ...names, [key]: answer }))[0]?.message ?? true;
    names[key] = await ask<string>(inquirer, {
      type: "input",
      message,
      ...(suggested !== undefined && { default: suggested }),
      validate,
    });
  };
  await askText("name", "Name of the project, such as acme-desk?");
  await askText("title", "Title of the app?", titleOf(names.name));
  await askText("scope", "Scope of the packages?", `@${names.name}`);
  await askText("holder", "Holder of the copyright?", `The ${names.title} authors`);
  return names;
}
