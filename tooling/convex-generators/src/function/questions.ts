// The questions of `pnpm plop function`.
import { choicesOf } from "./access.ts";
import { type FunctionInput, type FunctionKind, functionKinds } from "./input.ts";
import { planFunction } from "./plan.ts";
import { readFunction } from "./read.ts";
import { readAccess, readRateLimits } from "../repository/facts.ts";
import { readRate } from "../repository/rate.ts";
import { diskTree } from "@groundwork/plop-engine/tree";
import { defined } from "@groundwork/plop-engine/generator";
import type { Io } from "@groundwork/plop-engine/io";
import { type Inquirer, ask } from "@groundwork/plop-engine/inquirer";
import { askFields } from "../fields/questions.ts";
import { problemsOf } from "@groundwork/plop-engine/cli/questions/answer-problems";

/**
 * Asks for what the command line lacks.
 * @param given the input that the command line has; none of it is asked for
 */
export async function askFunction(
  inquirer: Inquirer,
  io: Io,
  given: Partial<FunctionInput>,
): Promise<FunctionInput> {
  const name = given.name ?? (await askName(inquirer, io));
  const kind = given.kind ?? (await askKind(inquirer));
  const tree = diskTree(io.root);
  const judge = (args: readonly string[]) => {
    const access = kind.startsWith("internal") ? {} : { access: "signedIn" };
    return problemsOf(() => readFunction({ name, kind, args: [...args], ...access }, tree));
  };
  const args =
    given.args ?? (await askFields(inquirer, { what: "Argument", isNeeded: false, judge }));
  const returns = given.returns ?? (await askReturns(inquirer));
  const isInternal = kind.startsWith("internal");
  const access = isInternal ? undefined : (given.access ?? (await askAccess(inquirer, io)));
  const isLimited = !isInternal && kind !== "query";
  const rateLimit =
    given.rateLimit ?? (isLimited ? await askLimit(inquirer, io, access) : undefined);
  const because = given.because ?? (kind === "action" ? await askReason(inquirer) : undefined);
  const about = given.about ?? (await askAbout(inquirer));
  return defined({
    name,
    kind,
    args: args.length > 0 ? args : undefined,
    returns: returns === "null" ? undefined : returns,
    access,
    rateLimit,
    because,
    about: about === "" ? undefined : about,
  });
}

async function askName(inquirer: Inquirer, { root }: Io): Promise<string> {
  const tree = diskTree(root);
  return await ask(inquirer, {
    type: "input",
    message: "Which function, as module.name?",
    validate: (name: string) => {
      const input = { name, kind: "internalAction" } as const;
      const wrong = problemsOf(() => planFunction(input, tree)).find(({ arg }) => arg === name);
      return wrong?.message ?? true;
    },
  });
}

async function askKind(inquirer: Inquirer): Promise<FunctionKind> {
  return await ask(inquirer, {
    type: "list",
    message: "What kind?",
    choices: functionKinds.map((value) => ({ name: `${value}: ${kindAbout[value]}`, value })),
  });
}

const kindAbout: Record<FunctionKind, string> = {
  query: "reads, live for every client that shows it",
  mutation: "writes, in one transaction",
  action: "calls the outside world",
  internalQuery: "a query for other functions only",
  internalMutation: "a mutation for other functions and schedules only",
  internalAction: "an action for other functions and schedules only",
};

async function askReturns(inquirer: Inquirer): Promise<string> {
  return await ask(inquirer, {
    type: "input",
    message: "What does it return (null, row, page, or a type such as int)?",
    default: "null",
  });
}

/**
 * Asks who may call a function.
 * @param options.isPublic whether everybody may
 * @returns a permission, `signedIn` or `public:<why>`
 */
export async function askAccess(
  inquirer: Inquirer,
  { root }: Io,
  { isPublic = true }: { isPublic?: boolean } = {},
): Promise<string> {
  const access = readAccess(diskTree(root));
  const choices = choicesOf({ access }).filter((one) => isPublic || !one.startsWith("public"));
  const choice = await ask<string>(inquirer, {
    type: "list",
    message: "Who may call it?",
    choices: choices.map((value) => ({ value })),
  });
  if (!choice.startsWith("public")) return choice;
  const why = await ask<string>(inquirer, {
    type: "input",
    message: "Why is it safe to let everybody call it?",
    validate: (text: string) => text.trim() !== "" || "The list of functions shows the reason",
  });
  return `public:${why.trim()}`;
}

/**
 * Asks how often one caller may call a mutation or an action.
 * @param access who may call it, which decides whether a limit is needed
 */
export async function askLimit(
  inquirer: Inquirer,
  { root }: Io,
  access: string | undefined,
): Promise<string | undefined> {
  const isNeeded = /^public:|^signedIn$|\.create$/.test(access ?? "");
  const limits = readRateLimits(diskTree(root));
  const text = await ask<string>(inquirer, {
    type: "input",
    message: `How often may one caller call it, such as 30/minute${isNeeded ? "" : " (empty for no limit)"}?`,
    validate: (text: string) => {
      if (text.trim() === "")
        return !isNeeded || "A function that many users may call needs a limit";
      const isLimit = limits.includes(text) || readRate(text, []) !== null;
      return isLimit || `Write <times>/<second|minute|hour|day>, or one of ${limits.join(", ")}`;
    },
  });
  return text.trim() === "" ? undefined : text.trim();
}

async function askReason(inquirer: Inquirer): Promise<string> {
  const why = await ask<string>(inquirer, {
    type: "input",
    message: "Why is a mutation that schedules an internal action not enough?",
    validate: (text: string) =>
      text.trim() !== "" || "A client waits for the action it calls: give the reason",
  });
  return why.trim();
}

async function askAbout(inquirer: Inquirer): Promise<string> {
  return (
    await ask<string>(inquirer, {
      type: "input",
      message: "What does it do, in one sentence (its comment; empty for none)?",
    })
  ).trim();
}
