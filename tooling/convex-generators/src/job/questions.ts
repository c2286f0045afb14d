// The questions of `pnpm plop job`.
import { defined } from "@groundwork/plop-engine/generator";
import type { Io } from "@groundwork/plop-engine/io";
import { type Inquirer, ask } from "@groundwork/plop-engine/inquirer";
import type { Problem } from "@groundwork/plop-engine/plan";
import { diskTree } from "@groundwork/plop-engine/tree";
import { askAccess, askLimit } from "../function/questions.ts";
import { readTables } from "../repository/facts.ts";
import { readVariable } from "../repository/variables.ts";
import type { JobInput } from "./input.ts";

/**
 * Asks for what the command line lacks.
 * @param given the input that the command line has; none of it is asked for
 */
export async function askJob(
  inquirer: Inquirer,
  io: Io,
  given: Partial<JobInput>,
): Promise<JobInput> {
  const name = given.name ?? (await askName(inquirer));
  const of = given.of ?? (await askTable(inquirer, io));
  const calls = given.calls ?? (await askVariable(inquirer, name));
  const isOpen = given.access !== undefined || (await askWhoStarts(inquirer));
  const access =
    given.access ?? (isOpen ? await askAccess(inquirer, io, { isPublic: false }) : undefined);
  const rateLimit = given.rateLimit ?? (isOpen ? await askLimit(inquirer, io, access) : undefined);
  return defined({ ...given, name, of, calls, access, rateLimit });
}

async function askName(inquirer: Inquirer): Promise<string> {
  return await ask(inquirer, {
    type: "input",
    message: "Which module gets the job, such as thumbnails?",
    validate: (text: string) => /^[a-z][\w/]*$/.test(text) || "Write a module: thumbnails",
  });
}

async function askTable(inquirer: Inquirer, { root }: Io): Promise<string> {
  return await ask(inquirer, {
    type: "list",
    message: "It is about a row of which table?",
    choices: readTables(diskTree(root)).map((value) => ({ value })),
  });
}

async function askVariable(inquirer: Inquirer, name: string): Promise<string> {
  return await ask(inquirer, {
    type: "input",
    message: "Which environment variable has the address of its service?",
    default: `${name
      .replace(/\W+/g, "_")
      .replace(/([a-z])([A-Z])/g, "$1_$2")
      .toUpperCase()}_URL`,
    validate: (text: string) => {
      const problems: Problem[] = [];
      readVariable(text, problems);
      return problems[0]?.message ?? true;
    },
  });
}

async function askWhoStarts(inquirer: Inquirer): Promise<boolean> {
  return await ask(inquirer, {
    type: "list",
    message: "Who starts it?",
    choices: [
      { name: "other functions", value: false },
      { name: "clients, who see its status", value: true },
    ],
  });
}
