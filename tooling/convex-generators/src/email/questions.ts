// The questions of `pnpm plop email`.
import { problemsOf } from "@groundwork/plop-engine/cli/questions/answer-problems";
import { defined } from "@groundwork/plop-engine/generator";
import { type Inquirer, ask } from "@groundwork/plop-engine/inquirer";
import type { Io } from "@groundwork/plop-engine/io";
import type { Problem } from "@groundwork/plop-engine/plan";
import { diskTree } from "@groundwork/plop-engine/tree";
import { readAppPaths } from "./app-paths.ts";
import type { EmailInput } from "./input.ts";
import { planEmail } from "./plan.ts";
import { readName } from "./read.ts";

/**
 * Asks for what the command line lacks.
 * @param given the input that the command line has; none of it is asked for
 */
export async function askEmail(
  inquirer: Inquirer,
  { root }: Io,
  given: Partial<EmailInput>,
): Promise<EmailInput> {
  const tree = diskTree(root);
  const name = given.name ?? (await askName(inquirer));
  const judged = (change: Partial<EmailInput>) =>
    problemsOf(() => planEmail({ ...given, name, ...change }, tree))[0]?.message ?? true;
  const isEmpty =
    given.values === undefined && given.subject === undefined && given.text === undefined;
  if (!isEmpty) return { ...given, name };
  const values = await askMany(
    inquirer,
    "Value, such as number:string(1..40) (empty: no more)",
    (all) => judged({ values: all }),
  );
  const subject = await askText(
    inquirer,
    "The subject, with values in braces (empty: the name)",
    (text) => judged({ values, ...(text !== "" && { subject: text }) }),
  );
  const text = await askMany(inquirer, "Paragraph, with values in braces (empty: no more)", (all) =>
    judged({ values, text: all }),
  );
  const link = given.link ?? (await askLink(inquirer, Object.keys(readAppPaths(tree))));
  const optional = given.optional ?? (await askOptional(inquirer));
  return defined({
    ...given,
    name,
    ...(values.length > 0 && { values }),
    ...(subject !== "" && { subject }),
    ...(text.length > 0 && { text }),
    ...(link !== "" && { link }),
    ...(optional && { optional }),
  });
}

async function askText(
  inquirer: Inquirer,
  message: string,
  validate: (text: string) => true | string,
): Promise<string> {
  return (await ask<string>(inquirer, { type: "input", message, validate })).trim();
}

async function askName(inquirer: Inquirer): Promise<string> {
  return await askText(inquirer, "What is the e-mail about, such as order-shipped?", (text) => {
    const problems: Problem[] = [];
    readName(text, problems);
    return problems[0]?.message ?? true;
  });
}

/** Asks until an answer is empty. */
async function askMany(
  inquirer: Inquirer,
  message: string,
  validate: (all: string[]) => true | string,
): Promise<string[]> {
  const all: string[] = [];
  for (;;) {
    const text = await askText(inquirer, message, (one) =>
      one.trim() === "" ? true : validate([...all, one.trim()]),
    );
    if (text === "") return all;
    all.push(text);
  }
}

async function askLink(inquirer: Inquirer, pages: readonly string[]): Promise<string> {
  const choices = [
    { name: "no page", value: "" },
    ...pages.map((page) => ({ name: page, value: page })),
  ];
  return await ask(inquirer, { type: "list", message: "Which page does it link to?", choices });
}

async function askOptional(inquirer: Inquirer): Promise<boolean> {
  const message = "Can users turn it off?";
  return await ask(inquirer, { type: "confirm", message, default: false });
}
