// What a command takes on its command line, as data: it is parsed, printed and described from here.
import type { Problem } from "./plan.ts";

/**
 * `switch` stands alone · `text` takes a value · `maybe` takes one only as `--flag=value` ·
 * `many` takes a value and may be repeated.
 */
export type FlagKind = "switch" | "text" | "maybe" | "many";

export interface Flag {
  /** Without the dashes. */
  name: string;
  kind: FlagKind;
  /** What stands for the value in help: `<path>`. */
  value?: string;
  /** One line for help. */
  about: string;
}

/** One command of `pnpm plop`. */
export interface Command {
  name: string;
  /** Whether it writes, and so takes the flags of every command that does. */
  writes: boolean;
  /** Whether what it plans has `wholeProject`, so that there are no checks to choose from. */
  wholeProject?: boolean;
  /** The positional arguments for help: `<name> <field…>`. */
  usage: string;
  /** How many positional arguments it takes at most. */
  positionals: number;
  /** One line for the list of commands. */
  about: string;
  /** Paragraphs for its own help, between usage and flags. */
  details?: string;
  flags: readonly Flag[];
  /** Command lines as one types them, each with what it does. */
  examples: readonly { line: string; about: string }[];
}

/** A flag's value: true for a switch, a list for one that may be repeated. */
export type FlagValue = true | string | readonly string[];

/** What was typed after the name of a command. */
export interface Arguments {
  positionals: string[];
  flags: Readonly<Record<string, FlagValue>>;
  /** Everything that is wrong; the rest is read as well as it can be. */
  problems: Problem[];
}

export const helpFlag: Flag = { name: "help", kind: "switch", about: "print this" };

export const jsonFlag: Flag = {
  name: "json",
  kind: "switch",
  about: "answer with one JSON document on stdout",
};

/** Of every generator: where the input is from, and how far a run goes. */
export const generatorFlags: readonly Flag[] = [
  {
    name: "from",
    kind: "text",
    value: "<file|->",
    about: "read the input as JSON from a file, or from stdin (see `schema`)",
  },
  { name: "dry-run", kind: "switch", about: "say what would be written, and write nothing" },
  {
    name: "diff",
    kind: "maybe",
    value: "[=path]",
    about: "print the changes, of one file if named, and write nothing",
  },
  {
    name: "check",
    kind: "switch",
    about: "write nothing; exit 6 when there is something to write",
  },
  { name: "yes", kind: "switch", about: "ask nothing" },
];

/** Of every command that changes files. */
export const writingFlags: readonly Flag[] = [
  { name: "no-checks", kind: "switch", about: "leave out types, lint and tests afterwards" },
  {
    name: "checks",
    kind: "text",
    value: "<names>",
    about: "which of types,tests,lint to run afterwards; default: all",
  },
  { name: "keep-failed", kind: "switch", about: "leave the files in place when a check fails" },
  {
    name: "allow-dirty",
    kind: "switch",
    about: "edit files that have changes which are not committed",
  },
];
