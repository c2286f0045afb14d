// Every command of `pnpm plop`: what is typed, what it does, and how one uses it.
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
    about: "take back the latest run, or the one that is named",
    details:
      "The latest run is taken back byte for byte. Of an older one only what it added goes, found in the\n" +
      "syntax of each file. Code that was edited since is never removed: the undo is refused instead.",
    flags: [
      { name: "dry-run", kind: "switch", about: "say what would change, and write nothing" },
      { name: "no-checks", kind: "switch", about: "do not check the types after an older run" },
    ],
    examples: [
      { line: "pnpm plop undo", about: "takes back the latest run" },
      { line: "pnpm plop undo 0007", about: "takes back one run; the numbers are in the history" },
    ],
  },
  {
    name: "history",
    writes: false,
    usage: "",
    positionals: 0,
    about: "list the runs that are in the tree, the newest first",
    flags: [],
    examples: [{ line: "pnpm plop history --json", about: "lists them for a program" }],
  },
];

const tellingCommands = (): readonly Command[] => [
  {
    name: "list",
    writes: false,
    usage: "",
    positionals: 0,
    about: "list the commands with their flags",
    flags: [],
    examples: [{ line: "pnpm plop list --json", about: "describes every command to a program" }],
  },
  {
    name: "schema",
    writes: false,
    usage: "<command>",
    positionals: 1,
    about: "print the JSON Schema of what a generator takes with --from",
    flags: [],
    examples: generatorCommands().map(({ name }) => ({
      line: `pnpm plop schema ${name}`,
      about: `describes the input of \`${name} --from\``,
    })),
  },
  {
    name: "explain",
    writes: false,
    usage: "[code]",
    positionals: 1,
    about: "tell what an error code means and what to do; without one, list them",
    flags: [],
    examples: [{ line: "pnpm plop explain FILE_EDITED", about: "tells about one code" }],
  },
  {
    name: "doctor",
    writes: false,
    usage: "",
    positionals: 0,
    about: "check that the files which the generators edit still have a shape they can edit",
    flags: [],
    examples: [{ line: "pnpm plop doctor", about: "names each file, and what is wrong with it" }],
  },
];

/** Every command, in the order of the help. */
export function allCommands(): readonly Command[] {
  return [...generatorCommands(), ...runCommands, ...tellingCommands()];
}

function generatorCommands(): readonly Command[] {
  return project().generators.map(({ command }) => command);
}

/** The command of that name, or undefined. */
export function findCommand(name: string): Command | undefined {
  return allCommands().find((command) => command.name === name);
}

/** Whether a command adds code, rather than tell about it or take it back. */
export function isGenerator(command: Command): boolean {
  return generatorCommands().includes(command);
}

/** Every flag of a command: its own, then those it shares with others. */
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
