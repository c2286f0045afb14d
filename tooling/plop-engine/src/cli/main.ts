// The entry of `pnpm plop`: from a command line to an exit code.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { didYouMean } from "../did-you-mean.ts";
import { answer, print } from "./answer/answer.ts";
import { readArguments } from "./input/arguments.ts";
import { allCommands, findCommand, flagsOf } from "./input/commands.ts";
import type { Envelope } from "./answer/envelope.ts";
import { handle } from "./commands/handlers.ts";
import { commandHelp, generalHelp } from "./answer/help.ts";
import { mayAsk } from "./questions/interactive.ts";
import type { Io } from "../io.ts";
import type * as plop from "./plop.ts";
import { failure } from "./answer/outcome.ts";
import { visible } from "./input/quote.ts";

export { processIo } from "../io.ts";

/** The generators that `plopfile.mjs` registers with Plop. */
export async function plopGenerators(
  ...args: Parameters<typeof plop.plopGenerators>
): Promise<Awaited<ReturnType<typeof plop.plopGenerators>>> {
  return (await import("./plop.ts")).plopGenerators(...args);
}

/**
 * Runs one command.
 * @param argv the arguments after the program's name
 * @param io the repository, the streams and the environment
 * @returns the exit code, after everything is printed
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = argv[0] === "--" ? argv.slice(1) : argv;
  if (isHelp(name)) return await help(rest[0], io);
  if (name === "--version" || name === "-v") return await print(io.stdout, versionOf(io), 0);
  const command = name === undefined ? undefined : findCommand(name);
  if (command === undefined) {
    return await answer(await withoutCommand(name, io), argv.includes("--json"), io);
  }
  const beforeDashes = rest.slice(0, rest.includes("--") ? rest.indexOf("--") : undefined);
  if (beforeDashes.some((arg) => arg === "--help" || arg === "-h")) {
    return await print(io.stdout, commandHelp(command), 0);
  }
  const args = readArguments(command, flagsOf(command), rest);
  let envelope: Envelope;
  try {
    envelope = await handle({ command, args, argv: rest, io });
  } catch (error) {
    envelope = failure(command.name, error);
  }
  // With --json even a refused command line gets a JSON answer.
  return await answer(envelope, beforeDashes.some(isJson), io);
}

function versionOf({ home }: Io): string {
  const text = readFileSync(join(home, "package.json"), "utf8");
  return `${(JSON.parse(text) as { version: string }).version}\n`;
}

function isJson(arg: string): boolean {
  return arg === "--json" || arg.startsWith("--json=");
}

function isHelp(name: string | undefined): boolean {
  return name === "help" || name === "--help" || name === "-h";
}

async function help(of: string | undefined, io: Io): Promise<number> {
  const command = of === undefined ? undefined : findCommand(of);
  if (of !== undefined && command === undefined) {
    return await answer(await withoutCommand(of, io), false, io);
  }
  return await print(io.stdout, command ? commandHelp(command) : generalHelp(), 0);
}

/** Handles a missing or unknown command. In a terminal, a missing command leads to the list of generators. */
async function withoutCommand(name: string | undefined, io: Io): Promise<Envelope> {
  if (name === undefined && mayAsk({ ...io, flags: {} })) {
    try {
      const { askForGenerator } = await import("./questions/ask.ts");
      return await askForGenerator(io);
    } catch (error) {
      return failure("", error);
    }
  }
  const names = allCommands().map((command) => command.name);
  const isName = name !== undefined && !name.startsWith("-");
  const guess = isName ? didYouMean(name, names) : null;
  const problem = isName
    ? {
        code: "COMMAND_UNKNOWN",
        arg: name,
        message: `there is no command "${visible(name)}".${guess?.sentence ?? ""}`,
        fix: guess === null ? "pnpm plop --help" : `pnpm plop ${guess.word}`,
      }
    : {
        code: "COMMAND_MISSING",
        message: `a command is missing: ${names.join(", ")}.`,
        fix: "pnpm plop --help",
      };
  return { ok: false, command: name ?? "", exit: 2, run: null, errors: [problem] };
}
