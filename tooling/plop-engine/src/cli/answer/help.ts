// Help texts, built from the data that the parser uses.
import type { Command, Flag } from "../../command.ts";
import { allCommands, flagsOf } from "../input/commands.ts";
import { exitCodes } from "./exit-codes.ts";

/** What `pnpm plop --help` prints: every command with what it does. */
export function generalHelp(): string {
  return [
    "Adds entities and functions that follow the patterns of this repository, and undoes them.",
    "",
    "Usage: pnpm plop <command> [arguments]",
    "",
    "Commands:",
    ...table(allCommands().map(({ name, usage, about }) => [`${name} ${usage}`.trim(), about])),
    "",
    "Run it in a terminal without a command to be asked for everything.",
    "`pnpm plop <command> --help` shows the flags and examples of a command.",
    "It does not ask with --json, --yes, --from or --check, in CI, or without a terminal.",
    "",
    "Exit codes:",
    ...table(exitCodes.map(({ code, about }) => [String(code), about])),
    "",
  ].join("\n");
}

/** What `pnpm plop <command> --help` prints. */
export function commandHelp(command: Command): string {
  return [
    sentence(command.about),
    "",
    `Usage: pnpm plop ${`${command.name} ${command.usage}`.trim()} [flags]`,
    "",
    ...(command.details ? [command.details, ""] : []),
    "Flags:",
    ...table(flagsOf(command).map((flag) => [flagUsage(flag), flag.about])),
    "",
    "Examples:",
    ...command.examples.flatMap(({ line, about }) => [`  ${line}`, `      ${about}`]),
    "",
  ].join("\n");
}

/**
 * What `pnpm plop design` prints: the commands that start with a word.
 * @param commands those, in the order of the help
 */
export function groupHelp(word: string, commands: readonly Command[]): string[] {
  return [
    `Usage: pnpm plop ${word} <command> [flags]`,
    "",
    "Commands:",
    ...table(commands.map(({ name, usage, about }) => [`${name} ${usage}`.trim(), about])),
    "",
    "Examples:",
    ...commands.flatMap(({ examples }) =>
      examples.slice(0, 1).flatMap(({ line, about }) => [`  ${line}`, `      ${about}`]),
    ),
  ];
}

function flagUsage({ name, kind, value = "" }: Flag): string {
  if (kind === "switch") return `--${name}`;
  return kind === "maybe" ? `--${name}${value}` : `--${name} ${value}`;
}

const LEFT_MAX = 34;

/** Two columns; a left cell that is too wide gets its own line. */
function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.min(LEFT_MAX, Math.max(...rows.map(([left]) => left.length)));
  return rows.flatMap(([left, right]) =>
    left.length > width
      ? [`  ${left}`, `  ${" ".repeat(width)}  ${right}`]
      : [`  ${left.padEnd(width)}  ${right}`],
  );
}

function sentence(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}
