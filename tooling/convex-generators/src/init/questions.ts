// The questions of `pnpm plop init`.
import { basename } from "node:path";
import { type Inquirer, ask } from "@groundwork/plop-engine/inquirer";
import type { Io } from "@groundwork/plop-engine/io";
import { problemsOf } from "@groundwork/plop-engine/cli/questions/answer-problems";
import { diskTree } from "@groundwork/plop-engine/tree";
import { readFeatures } from "../remove/features.ts";
import { type InitInput, type Names, nameOf, readChoices, titleOf } from "./input.ts";
import type { ToolingKind } from "./tooling.ts";

/**
 * Asks for what was not given. The name of the folder suggests the others.
 * @param given the input so far; nothing of it is asked again
 */
export async function askInit(
  inquirer: Inquirer,
  { root }: Io,
  given: Partial<InitInput>,
): Promise<InitInput> {
  const input: InitInput = { ...given, name: given.name ?? "" };
  const askText = async (key: keyof Names, message: string, suggested?: string) => {
    if (given[key] !== undefined) return;
    const validate = (answer: string) =>
      problemsOf(() => readChoices({ ...input, [key]: answer }))[0]?.message ?? true;
    input[key] = await ask<string>(inquirer, {
      type: "input",
      message,
      ...(suggested !== undefined && { default: suggested }),
      validate,
    });
  };
  await askText("name", "Name of the project?", nameOf(basename(root)));
  await askText("title", "Title of the app?", titleOf(input.name));
  await askText("scope", "Scope of the packages?", `@${input.name}`);
  await askText("holder", "Holder of the copyright?", `The ${input.title} authors`);
  input.tooling ??= await ask<ToolingKind>(inquirer, {
    type: "list",
    message: "Tooling (embedded backend, pnpm dev, engine of the generators)?",
    choices: [
      { name: "packed into vendor/, so that nothing has to be published", value: "vendor" },
      { name: "a version of the registry", value: "npm" },
      { name: "as source in tooling/, to change it", value: "source" },
    ],
  });
  input.without ??= await ask<string[]>(inquirer, {
    type: "checkbox",
    message: "Which optional features do you leave out?",
    choices: readFeatures(diskTree(root)).map(({ name }) => name),
  });
  return input;
}
