// The help texts, made from the same data as the parsing.
import type { Command, Flag } from "./flags.ts";
import { commands, flagsOf } from "./commands.ts";

/** What `pnpm plop --help` prints: every command with what it does. */
export function generalHelp(): string {
  return [
    "Adds entities and functions that follow the patterns of this repository, and takes them back.",
    "",
    "Usage: pnpm plop <command> [arguments]",
    "",
    "Commands:",
    ...table(commands.map(({ name, usage, about }) => [`${name} ${usage}`.trim(), about])),
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

/** What each exit code means. The tree is unchanged, or as it was before, with every one but 0. */
export const exitCodes: readonly { code: number; about: string }[] = [
  { code: 0, about: "done, or nothing to do" },
  { code: 1, about: "a fault of the generator or of the machine" },
  { code: 2, about: "bad input, or a missing value" },
  { code: 3, about: "a conflict: something exists, or was edited since it was written" },
  { code: 4, about: "a file whose shape cannot be edited; the lines to paste are printed" },
  { code: 5, about: "a check failed afterwards; everything was rolled back" },
  { code: 6, about: "--check found something to write" },
  { code: 7, about: "another run has the lock, or a file has changes that are not committed" },
  { code: 130, about: "cancelled" },
];

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
