// Every command of `pnpm plop`, with its arguments, flags and examples.
import {
  type Command,
  type Flag,
  generatorFlags,
  helpFlag,
  jsonFlag,
  writingFlags,
} from "../../command.ts";
import { project } from "../../project.ts";

const runCommands: readonly Command[] = [
  {
    name: "undo",
    writes: true,
    usage: "[run]",
    positionals: 1,
    about: "undo the latest run, or the one with this id or number",
    details:
      "Undoing the latest run restores every file byte for byte. Undoing an older run removes only what it\n" +
      "added. If that code was edited since, the undo is refused.",
    flags: [
      { name: "dry-run", kind: "switch", about: "show what would change, and write nothing" },
      {
        name: "no-checks",
        kind: "switch",
        about: "skip the type check after undoing an older run",
      },
    ],
    examples: [
      { line: "pnpm plop undo", about: "undoes the latest run" },
      {
        line: "pnpm plop undo 0007",
        about: "undoes one run; `pnpm plop history` lists the numbers",
      },
    ],
  },
  {
    name: "history",
    writes: false,
    usage: "",
    positionals: 0,
    about: "list the recorded runs, newest first",
    flags: [],
    examples: [{ line: "pnpm plop history --json", about: "lists them as JSON" }],
  },
];

const readingCommands = (): readonly Command[] => [
  {
    name: "list",
    writes: false,
    usage: "",
    positionals: 0,
    about: "list the commands with their flags",
    flags: [],
    examples: [{ line: "pnpm plop list --json", about: "describes every command as JSON" }],
  },
  {
    name: "schema",
    writes: false,
    usage: "<command>",
    positionals: 2,
    about: "print the JSON Schema of the input that --from reads",
    flags: [],
    examples: [
      ...generatorCommands().map(({ name }) => ({
        line: `pnpm plop schema ${name}`,
        about: `describes the input of \`${name} --from\``,
      })),
      ...Object.keys(project().schemas ?? {}).map((name) => ({
        line: `pnpm plop schema ${name}`,
        about: `describes the file of a ${name}`,
      })),
    ],
  },
  {
    name: "explain",
    writes: false,
    usage: "[code]",
    positionals: 1,
    about: "explain an error code; without one, list all codes",
    flags: [],
    examples: [{ line: "pnpm plop explain FILE_EDITED", about: "explains one code" }],
  },
  {
    name: "doctor",
    writes: false,
    usage: "",
    positionals: 0,
    about: "check that the generators can still edit the files that they extend",
    flags: [],
    examples: [{ line: "pnpm plop doctor", about: "lists each file with its problems" }],
  },
];

/** Every command, in the order of the help. */
export function allCommands(): readonly Command[] {
  const registered = (project().commands ?? []).map(({ command }) => command);
  return [...generatorCommands(), ...registered, ...runCommands, ...readingCommands()];
}

function generatorCommands(): readonly Command[] {
  return project().generators.map(({ command }) => command);
}

/** The command with that name, or undefined. */
export function findCommand(name: string): Command | undefined {
  return allCommands().find((command) => command.name === name);
}

/**
 * Finds the command that a command line starts with: the one whose name has the most words.
 * @param words what was typed after the program
 * @returns the command and the words after its name; undefined when no command is called so
 */
export function commandAt(
  words: readonly string[],
): { command: Command; rest: readonly string[] } | undefined {
  for (const length of [2, 1]) {
    if (words.length < length) continue;
    const command = findCommand(words.slice(0, length).join(" "));
    if (command !== undefined) return { command, rest: words.slice(length) };
  }
  return undefined;
}

/** The commands whose names start with a word, such as those of `design`; none for a command of one word. */
export function commandsOf(word: string): readonly Command[] {
  return allCommands().filter(({ name }) => name.startsWith(`${word} `));
}

/** Whether a command belongs to a generator. */
export function isGenerator(command: Command): boolean {
  return generatorCommands().includes(command);
}

/** Every flag of a command: its own, then the shared ones. */
export function flagsOf(command: Command): readonly Flag[] {
  return [
    ...command.flags,
    ...(isGenerator(command) ? [...generatorFlags, ...writingFlagsOf(command)] : []),
    jsonFlag,
    helpFlag,
  ];
}

function writingFlagsOf({ wholeProject }: Command): readonly Flag[] {
  return wholeProject ? writingFlags.filter(({ name }) => name === "allow-dirty") : writingFlags;
}
