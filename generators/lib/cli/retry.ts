// A command that works in place of one that did not: what was typed, with each mistake put right.
import { GeneratorError, type Problem, type Tree } from "../model.ts";
import { type Arguments, readArguments } from "./arguments.ts";
import { flagsOf } from "./commands.ts";
import type { Command } from "./flags.ts";
import type { Generator } from "./generator.ts";
import { commandLine } from "./quote.ts";

/** How often a mended command may turn out to have another mistake. */
const ATTEMPTS = 5;

/**
 * Puts a command line right, as far as the problems say how, and makes sure that the result works.
 * @param problems what was wrong
 * @param added arguments for what was missing
 * @returns the whole command, or undefined when no complete one is known
 */
export function retryOf(
  { command, argv, generator, tree }: Typed,
  problems: readonly Problem[],
  added: readonly string[] = [],
): string | undefined {
  let words = [...argv];
  let left: readonly Problem[] = problems;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    words = left.reduce(mend, words);
    if (attempt === 0) words.push(...added);
    const rest = problemsOf(generator, readArguments(command, flagsOf(command), words), tree);
    if (rest === null) return undefined;
    if (rest.length === 0) {
      const yes = words.includes("--yes") ? [] : ["--yes"];
      return commandLine(["pnpm", "plop", command.name, ...words, ...yes]);
    }
    left = rest;
  }
  return undefined;
}

interface Typed {
  command: Command;
  argv: readonly string[];
  generator: Generator;
  tree: Tree;
}

/** What is still wrong with a command; null when it cannot be told or mended. */
function problemsOf(generator: Generator, args: Arguments, tree: Tree): readonly Problem[] | null {
  if (args.problems.length > 0) return args.problems;
  const input = generator.fromArguments(args);
  if (generator.missing(input).length > 0) return null;
  try {
    generator.plan(input, tree);
    return [];
  } catch (error) {
    return error instanceof GeneratorError && error.exit === 2 ? error.problems : null;
  }
}

/** Writes the fix of one problem in place of what it is about. */
function mend(words: string[], { arg, fix }: Problem): string[] {
  if (arg === undefined || fix === undefined || fix.includes("\n")) return words;
  if (arg.startsWith("--") && fix.startsWith("--")) {
    const at = words.indexOf(arg);
    const mended = fix.split(" ");
    return at === -1
      ? [...words, ...mended]
      : [...words.slice(0, at), ...mended, ...words.slice(at + 1)];
  }
  if (fix.startsWith("--")) return words;
  const whole = words.indexOf(arg);
  if (whole !== -1) return words.with(whole, fix);
  // One of several fields in one quoted argument, or the value of `--flag=value`.
  const part = words.findIndex((word) => word.split(/[\s=]+/).includes(arg));
  return part === -1
    ? words
    : words.with(
        part,
        words[part]!.replace(arg, () => fix),
      );
}
