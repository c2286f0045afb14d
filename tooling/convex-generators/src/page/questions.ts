// The questions of `pnpm plop page`.
import { problemsOf } from "@groundwork/plop-engine/cli/questions/answer-problems";
import { defined } from "@groundwork/plop-engine/generator";
import { type Inquirer, ask } from "@groundwork/plop-engine/inquirer";
import type { Io } from "@groundwork/plop-engine/io";
import type { Problem } from "@groundwork/plop-engine/plan";
import { diskTree } from "@groundwork/plop-engine/tree";
import { type PageInput, type Place, places } from "./input.ts";
import { planPage } from "./plan.ts";
import { readPath } from "./read.ts";

const placeAbout: Record<Place, string> = {
  team: "under a team, for its members",
  "signed-in": "for everybody who is signed in",
  admin: "among the pages of administrators",
  public: "for people who are not signed in, too",
};

/**
 * Asks for what the command line lacks.
 * @param given the input that the command line has; none of it is asked for
 */
export async function askPage(
  inquirer: Inquirer,
  { root }: Io,
  given: Partial<PageInput>,
): Promise<PageInput> {
  const path = given.path ?? (await askPath(inquirer));
  const under = given.under ?? (await askPlace(inquirer));
  const judged = (change: Partial<PageInput>) =>
    problemsOf(() => planPage({ ...given, path, under, ...change }, diskTree(root)))[0]?.message ??
    true;
  if (given.query !== undefined || given.mutation !== undefined) return { ...given, path, under };
  const query = await askFunction(
    inquirer,
    "Which query does it show, as module.name (empty: none)?",
    (text) => (text === "" ? true : judged({ query: text })),
  );
  const mutation = await askFunction(
    inquirer,
    `Which mutation does its form call, as module.name${query === "" ? "" : " (empty: none)"}?`,
    (text) => (text === "" && query !== "" ? true : judged({ mutation: text })),
  );
  return defined({
    ...{ ...given, path, under },
    ...(query !== "" && { query }),
    ...(mutation !== "" && { mutation }),
  });
}

async function askPath(inquirer: Inquirer): Promise<string> {
  return await ask(inquirer, {
    type: "input",
    message: "What is the last part of its address, such as sent-mails?",
    validate: (text: string) => {
      const problems: Problem[] = [];
      readPath(text, problems);
      return problems[0]?.message ?? true;
    },
  });
}

async function askPlace(inquirer: Inquirer): Promise<Place> {
  const choices = places.map((value) => ({ name: placeAbout[value], value }));
  return await ask(inquirer, { type: "list", message: "Where is it?", choices });
}

async function askFunction(
  inquirer: Inquirer,
  message: string,
  validate: (text: string) => true | string,
): Promise<string> {
  const check = (text: string) => validate(text.trim());
  return (await ask<string>(inquirer, { type: "input", message, validate: check })).trim();
}
