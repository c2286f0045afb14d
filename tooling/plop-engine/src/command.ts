// What a command accepts, as data for the parser, the help and the JSON description.
import type { Problem } from "./plan.ts";

/**
 * `switch` takes no value · `text` takes one · `maybe` takes one only as `--flag=value` ·
 * `many` takes one and may be repeated.
 */
export type FlagKind = "switch" | "text" | "maybe" | "many";

export interface Flag {
  /** Without the dashes. */
  name: string;
  kind: FlagKind;
  /** The placeholder of the value in help: `<path>`. */
  value?: string;
  /** One line for help. */
  about: string;
  /** Examples of its value. */
  values?: readonly string[];
}

/** One command of `pnpm plop`. */
export interface Command {
  /** One word, or two for one of several that belong together: `design apply`. */
  name: string;
  /** Whether it writes files, so that it takes the flags of writing commands. */
  writes: boolean;
  /** Whether what it plans has `wholeProject`, so that there are no checks to choose from. */
  wholeProject?: boolean;
  /**
   * Whether the plan for the input of an earlier run, in a tree without what that run wrote, is what the run would
   * write today, so that `update` can render it again.
   */
  rendersAgain?: boolean;
  /** Whether writing asks a registry of packages: without one, only the plan can be had. */
  usesRegistry?: boolean;
  /** The positional arguments for help: `<name> <field…>`. */
  usage: string;
  /** How many positional arguments it takes at most. */
  positionals: number;
  /** One line for the list of commands. */
  about: string;
  /** Paragraphs for its own help, between usage and flags. */
  details?: string;
  flags: readonly Flag[];
  /** Command lines, each with what it does. */
  examples: readonly { line: string; about: string }[];
}

/** A flag's value: true for a switch, a list for one that may be repeated. */
export type FlagValue = true | string | readonly string[];

/** The parsed words after the name of a command. */
export interface Arguments {
  positionals: string[];
  flags: Readonly<Record<string, FlagValue>>;
  /** Everything that is wrong; the rest is parsed as far as possible. */
  problems: Problem[];
}

export const helpFlag: Flag = { name: "help", kind: "switch", about: "print this help" };

export const jsonFlag: Flag = {
  name: "json",
  kind: "switch",
  about: "print one JSON document on stdout",
};

/** Flags of every generator: where the input comes from, and whether to write. */
export const generatorFlags: readonly Flag[] = [
  {
    name: "from",
    kind: "text",
    value: "<file|->",
    about: "read the input as JSON from a file or stdin; `schema` describes it",
  },
  { name: "dry-run", kind: "switch", about: "show what would be written, and write nothing" },
  {
    name: "diff",
    kind: "maybe",
    value: "[=path]",
    about: "print the changes, or those of one file, and write nothing",
  },
  {
    name: "check",
    kind: "switch",
    about: "write nothing; exit with 6 if something would be written",
  },
  { name: "yes", kind: "switch", about: "ask nothing" },
];

/** Flags of every command that changes files. */
export const writingFlags: readonly Flag[] = [
  { name: "no-checks", kind: "switch", about: "skip types, tests and lint afterwards" },
  {
    name: "checks",
    kind: "text",
    value: "<names>",
    about: "which of types,tests,lint to run afterwards; default: all",
  },
  { name: "keep-failed", kind: "switch", about: "keep the files when a check fails" },
  {
    name: "allow-dirty",
    kind: "switch",
    about: "edit files that have uncommitted changes",
  },
];
