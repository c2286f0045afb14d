// The questions of `pnpm plop http`.
import { defined } from "@groundwork/plop-engine/generator";
import type { Io } from "@groundwork/plop-engine/io";
import { type Inquirer, ask } from "@groundwork/plop-engine/inquirer";
import { problemsOf } from "@groundwork/plop-engine/cli/questions/answer-problems";
import type { Problem } from "@groundwork/plop-engine/plan";
import { diskTree } from "@groundwork/plop-engine/tree";
import type { HttpInput } from "./input.ts";
import { planHttp } from "./plan.ts";
import { methods, readPath } from "./read.ts";

/**
 * Asks for what the command line lacks.
 * @param given the input that the command line has; none of it is asked for
 */
export async function askHttp(
  inquirer: Inquirer,
  { root }: Io,
  given: Partial<HttpInput>,
): Promise<HttpInput> {
  const method = given.method ?? (await askMethod(inquirer));
  const path = given.path ?? (await askPath(inquirer));
  const isGiven = given.signature ?? given.auth ?? given.public;
  const caller = isGiven === undefined ? await askCaller(inquirer) : {};
  const input = { ...given, ...caller, method, path };
  const judged = (change: Partial<HttpInput>) =>
    problemsOf(() => planHttp({ ...input, ...change }, diskTree(root)))[0]?.message ?? true;
  if (input.signature !== undefined) {
    const events =
      input.events ??
      (await askText(inquirer, "Which types of events does it use, joined by commas?", (events) =>
        judged({ events }),
      ));
    return defined({ ...input, events });
  }
  const runs =
    input.runs ??
    (await askText(inquirer, "Which function does it call, as module.name?", (runs) =>
      judged({ runs }),
    ));
  return defined({ ...input, runs });
}

async function askText(
  inquirer: Inquirer,
  message: string,
  validate: (text: string) => true | string,
): Promise<string> {
  return await ask(inquirer, { type: "input", message, validate });
}

async function askMethod(inquirer: Inquirer): Promise<string> {
  const choices = methods.map((value) => ({ value }));
  return await ask(inquirer, { type: "list", message: "Which method?", choices });
}

async function askPath(inquirer: Inquirer): Promise<string> {
  return await askText(inquirer, "Which path, such as /webhooks/clerk or /api/notes?", (path) => {
    const problems: Problem[] = [];
    readPath(path, problems);
    return problems[0]?.message ?? true;
  });
}

async function askCaller(inquirer: Inquirer): Promise<Partial<HttpInput>> {
  const kind = await ask<"signature" | "session" | "key" | "public">(inquirer, {
    type: "list",
    message: "Who calls it?",
    choices: [
      { name: "a service that signs its events: a webhook", value: "signature" },
      { name: "people who are signed in", value: "session" },
      { name: "a program with a key", value: "key" },
      { name: "everybody", value: "public" },
    ],
  });
  if (kind === "session") return { auth: "session" };
  if (kind === "public") {
    const isReason = (text: string) => /\w+ \w+/.test(text) || "Give the reason in a few words";
    return {
      public: await askText(inquirer, "Why is it safe to let everybody call it?", isReason),
    };
  }
  const what = kind === "key" ? "the key" : "its secret";
  const variable = await askText(
    inquirer,
    `Which environment variable has ${what}?`,
    (text) => /^[A-Z][A-Z0-9_]*$/.test(text) || "Capitals, digits and _: CLERK_WEBHOOK_SECRET",
  );
  return kind === "key" ? { auth: `key:${variable}` } : { signature: `hmac:${variable}` };
}
