// The questions of `pnpm plop cron`.
import { defined } from "@groundwork/plop-engine/generator";
import type { Io } from "@groundwork/plop-engine/io";
import { type Inquirer, ask } from "@groundwork/plop-engine/inquirer";
import { problemsOf } from "@groundwork/plop-engine/cli/questions/answer-problems";
import type { Problem } from "@groundwork/plop-engine/plan";
import { diskTree } from "@groundwork/plop-engine/tree";
import { readTables } from "../repository/facts.ts";
import type { CronInput } from "./input.ts";
import { planCron } from "./plan.ts";
import { readTitle } from "./read.ts";
import { type WhenFlag, readWhen, whenFlags } from "./schedule.ts";

/**
 * Asks for what the command line lacks.
 * @param given the input that the command line has; none of it is asked for
 */
export async function askCron(
  inquirer: Inquirer,
  { root }: Io,
  given: Partial<CronInput>,
): Promise<CronInput> {
  const title = given.title ?? (await askTitle(inquirer));
  const isTimed = (Object.keys(whenFlags) as WhenFlag[]).some((flag) => given[flag] !== undefined);
  const when = isTimed ? {} : await askWhen(inquirer, title);
  const runs = given.runs ?? (await askTarget(inquirer));
  const input: CronInput = { ...given, ...when, title, runs };
  return defined({ ...input, ...(await askWork(inquirer, root, input)) });
}

/** Whether an answer is right, and else what is wrong with it. */
function judged(judge: (problems: Problem[]) => unknown): true | string {
  const problems: Problem[] = [];
  judge(problems);
  return problems[0]?.message ?? true;
}

async function askTitle(inquirer: Inquirer): Promise<string> {
  return await ask(inquirer, {
    type: "input",
    message: "What is it called, such as: remove old notes?",
    validate: (text: string) => judged((problems) => readTitle(text, problems)),
  });
}

const whenAbout: Record<WhenFlag, string> = {
  every: "every so often",
  daily: "once a day",
  weekly: "once a week",
  cron: "by a crontab",
};

async function askWhen(inquirer: Inquirer, title: string): Promise<Partial<CronInput>> {
  const flag = await ask<WhenFlag>(inquirer, {
    type: "list",
    message: "When does it run?",
    choices: (Object.keys(whenFlags) as WhenFlag[]).map((value) => ({
      name: `${whenAbout[value]}, such as ${whenFlags[value]}`,
      value,
    })),
  });
  const text = await ask<string>(inquirer, {
    type: "input",
    message: `When, in UTC, such as ${whenFlags[flag]}?`,
    validate: (text: string) => judged((problems) => readWhen(flag, text.trim(), title, problems)),
  });
  return { [flag]: text.trim() };
}

async function askTarget(inquirer: Inquirer): Promise<string> {
  return await ask(inquirer, {
    type: "input",
    message: "Which internal mutation does it call, as module.name (an existing or a new one)?",
    validate: (text: string) => /^[\w/]+\.\w+$/.test(text) || "Write module.name: notes.removeOld",
  });
}

/** What a new mutation does, or what an existing one takes. */
async function askWork(
  inquirer: Inquirer,
  root: string,
  input: CronInput,
): Promise<Partial<CronInput>> {
  const tree = diskTree(root);
  const problems = problemsOf(() => planCron(input, tree));
  if (problems.some(({ code }) => code === "RUNS_ARGS")) {
    const args = await ask<string>(inquirer, {
      type: "input",
      message: "Which arguments does it get, as JSON?",
      validate: (args: string) =>
        problemsOf(() => planCron({ ...input, args }, tree))[0]?.message ?? true,
    });
    return { args };
  }
  if (!problems.some(({ code }) => code === "RUNS_UNKNOWN")) return {};
  const work = await ask<"removes" | "each">(inquirer, {
    type: "list",
    message: "What does the new mutation do?",
    choices: [
      { name: "removes rows of a table once they are old", value: "removes" },
      { name: "goes through all rows of a table, page by page", value: "each" },
    ],
  });
  const table = await ask<string>(inquirer, {
    type: "list",
    message: "Of which table?",
    choices: readTables(tree).map((value) => ({ value })),
  });
  if (work === "each") return { each: table };
  const age = await ask<string>(inquirer, {
    type: "input",
    message: "How old are rows when they go, such as 30d or 12h?",
    validate: (age: string) =>
      problemsOf(() => planCron({ ...input, removes: `${table}:${age}` }, tree))[0]?.message ??
      true,
  });
  return { removes: `${table}:${age}` };
}
