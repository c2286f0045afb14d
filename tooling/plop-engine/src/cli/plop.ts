// The generators as Plop needs them: each with its questions, and one action for all.
import { type RegisteredGenerator, project } from "../project.ts";
import { mayAsk } from "./questions/interactive.ts";
import { readArguments } from "./input/arguments.ts";
import { answer } from "./answer/answer.ts";
import { findCommand, flagsOf } from "./input/commands.ts";
import { runGenerator } from "./commands/generate.ts";
import type { PlopSession } from "./questions/plop-session.ts";
import type { Request } from "../request.ts";
import type { Inquirer } from "../inquirer.ts";
import type { Io } from "../io.ts";
import { loadGenerator } from "./input/load-generator.ts";
import { CommandError, failure } from "./answer/outcome.ts";
import { confirmPlan } from "./confirm.ts";

export interface Answers {
  request: Request;
  input: object;
}

/**
 * Creates the generators for Plop.
 * @param io the process, for Plop's own command
 * @param session the run that asks; absent when Plop's own command runs the plopfile
 */
export function plopGenerators(io: Io, session?: PlopSession) {
  return {
    welcome: "What do you want to add?",
    generators: project().generators.map(({ command: { name, about } }) => ({
      name,
      description: about,
      prompts: (inquirer: Inquirer) =>
        session === undefined ? readOwnArguments(name, io, inquirer) : ask(name, inquirer, session),
    })),
    async applyPlan({ request, input }: Answers): Promise<string> {
      const generator = await loadGenerator(request.command.name);
      try {
        const envelope = await runGenerator(request, generator, input);
        if (session === undefined) process.exit(await answer(envelope, false, request.io));
        session.envelope = envelope;
      } catch (error) {
        const envelope = failure(request.command.name, error);
        if (session === undefined) process.exit(await answer(envelope, false, request.io));
        session.error = error;
      }
      return request.command.name;
    },
  };
}

async function ask(name: string, inquirer: Inquirer, session: PlopSession): Promise<Answers> {
  const { io, flags } = session;
  const generator = await loadGenerator(name);
  const given = session.given[name] ?? {};
  const input = await registered(name).ask(inquirer, io, given);
  const command = findCommand(name)!;
  const argv = generator.toArguments(input);
  const request = { command, argv, io, args: { positionals: [], flags, problems: [] } };
  await confirmPlan(inquirer, request, generator, input);
  return { request, input };
}

function registered(name: string): RegisteredGenerator {
  return project().generators.find(({ command }) => command.name === name)!;
}

/**
 * Plop's own command ignores unknown arguments and asks again for known ones. So the arguments are parsed
 * here, as strictly as by `pnpm plop`.
 */
async function readOwnArguments(name: string, io: Io, inquirer: Inquirer): Promise<Answers> {
  const command = findCommand(name)!;
  const argv = process.argv.slice(process.argv.indexOf(name) + 1);
  const args = readArguments(command, flagsOf(command), argv);
  const request = { command, argv, io, args };
  try {
    const generator = await loadGenerator(name);
    if (args.problems.length > 0) throw new CommandError(2, args.problems, {});
    const input = generator.fromArguments(args);
    const missing = generator.missing(input);
    if (missing.length === 0) return { request, input };
    if (mayAsk({ ...io, flags: args.flags })) {
      return await ask(name, inquirer, { io, flags: args.flags, given: { [name]: input } });
    }
    throw new CommandError(
      2,
      missing.map(({ problem }) => problem),
      {},
    );
  } catch (error) {
    process.exit(await answer(failure(name, error), false, io));
  }
}
