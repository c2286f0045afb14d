// The help texts, made from the same data as the parsing.
import type { Command, Flag } from "../../command.ts";
import { allCommands, flagsOf } from "../input/commands.ts";
import { exitCodes } from "./exit-codes.ts";

/** What `pnpm plop --help` prints: every command with what it does. */
export function generalHelp(): string {
  return [
    "Adds entities and functions that follow the patterns of this repository, and takes them back.",
    "",
    "Usage: pnpm plop <command> [arguments]",
    "",
    "Commands:",
    ...table(allCommands().map(({ name, usage, about }) => [`${name} ${usage}`.trim(), about])),
    "",
    "Without a command, in a terminal, it asks. `pnpm plop <command> --help` has examples.",
    "It never asks without a terminal, with --json, --yes, --from or --check, or in CI.",
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

function flagUsage({ name, kind, value = "" }: Flag): string {
  if (kind === "switch") return `--${name}`;
  return kind === "maybe" ? `--${name}${value}` : `--${name} ${value}`;
}

const LEFT_MAX = 34;

/** Two columns; a left side that is too wide gets a line of its own. */
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
