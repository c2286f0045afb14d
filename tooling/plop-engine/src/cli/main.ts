// The entry of `pnpm plop`: from a command line to an exit code.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "../command.ts";
import { didYouMean } from "../did-you-mean.ts";
import { answer, print } from "./answer/answer.ts";
import { readArguments } from "./input/arguments.ts";
import { allCommands, commandAt, commandsOf, flagsOf } from "./input/commands.ts";
import type { Envelope } from "../envelope.ts";
import { handle } from "./commands/handlers.ts";
import { commandHelp, generalHelp, groupHelp } from "./answer/help.ts";
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
  const words = argv[0] === "--" ? argv.slice(1) : argv;
  const [name] = words;
  if (isHelp(name)) return await help(words.slice(1), io);
  if (name === "--version" || name === "-v") return await print(io.stdout, versionOf(io), 0);
  const found = commandAt(words);
  if (found === undefined) {
    return await answer(await withoutCommand(words, io), words.some(isJson), io);
  }
  const { command, rest } = found;
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

async function help(words: readonly string[], io: Io): Promise<number> {
  if (words.length === 0) return await print(io.stdout, generalHelp(), 0);
  const found = commandAt(words);
  if (found === undefined) return await answer(await withoutCommand(words, io), false, io);
  return await print(io.stdout, commandHelp(found.command), 0);
}

/** Handles a missing or unknown command. In a terminal, a missing command leads to the list of generators. */
async function withoutCommand(words: readonly string[], io: Io): Promise<Envelope> {
  const [name] = words;
  const group = name === undefined ? [] : commandsOf(name);
  if (name !== undefined && group.length > 0) return inGroup(name, words[1], group);
  if (name === undefined && mayAsk({ ...io, flags: {} })) {
    try {
      const { askForGenerator } = await import("./questions/ask.ts");
      return await askForGenerator(io);
    } catch (error) {
      return failure("", error);
    }
  }
  const all = allCommands().map((command) => command.name);
  const names = [...new Set(all.map((one) => one.split(" ")[0]!))];
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

/** Handles the first word of commands that belong together, such as `design`, without one of them. */
function inGroup(word: string, verb: string | undefined, commands: readonly Command[]): Envelope {
  const base = { command: word, run: null };
  if (verb === undefined || verb.startsWith("-")) {
    const data = {
      commands: commands.map(({ name, about, examples }) => ({ name, about, examples })),
    };
    return { ...base, ok: true, exit: 0, data, text: groupHelp(word, commands) };
  }
  const verbs = commands.map(({ name }) => name.slice(word.length + 1));
  const guess = didYouMean(verb, verbs);
  const problem = {
    code: "COMMAND_UNKNOWN",
    arg: verb,
    message: `there is no command "${word} ${visible(verb)}".${guess?.sentence ?? ` There are: ${verbs.join(", ")}.`}`,
    fix: `pnpm plop ${word}${guess === null ? "" : ` ${guess.word}`}`,
  };
  return { ...base, ok: false, exit: 2, errors: [problem] };
}
