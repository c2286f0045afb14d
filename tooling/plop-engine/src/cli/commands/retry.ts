// Corrects a command that was refused: the typed words with each mistake replaced.
import { GeneratorError, type Problem, type Tree } from "../../plan.ts";
import { readArguments } from "../input/arguments.ts";
import { flagsOf } from "../input/commands.ts";
import type { Command, Arguments } from "../../command.ts";
import type { Generator } from "../../generator.ts";
import { withChecks } from "./post-checks.ts";
import { commandLine } from "../input/quote.ts";

/** How often a corrected command may turn out to have another mistake. */
const ATTEMPTS = 5;

/**
 * Corrects a command line as far as the problems say how, and verifies the result.
 * @param problems what was wrong
 * @param added arguments for missing values
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
    // The value of an unknown flag would be read as something else.
    if (left.some(({ code, replace }) => code === "FLAG_UNKNOWN" && !replace)) return undefined;
    const corrected = left.reduce(correct, words);
    if (corrected === words && attempt > 0) return undefined;
    words = attempt === 0 ? [...corrected, ...added] : corrected;
    const args = withChecks(readArguments(command, flagsOf(command), words));
    const rest = problemsOf(generator, args, tree);
    if (rest === null) return undefined;
    if (rest.length === 0) {
      const yes = words.includes("--yes") ? [] : ["--yes"];
      return commandLine(["pnpm", "plop", ...command.name.split(" "), ...words, ...yes]);
    }
    left = rest;
  }
  return undefined;
}

/** A command line as typed. */
export interface Typed {
  command: Command;
  argv: readonly string[];
  generator: Generator;
  tree: Tree;
}

/** What is still wrong with a command; null when that is unknown or cannot be corrected. */
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

/** Replaces the argument of one problem; returns the same words when no replacement is known. */
function correct(words: string[], { arg, replace }: Problem): string[] {
  if (arg === undefined || replace === undefined) return words;
  const whole = words.indexOf(arg);
  if (whole !== -1) return words.toSpliced(whole, 1, ...replace);
  if (arg.startsWith("--")) {
    const inline = words.findIndex((word) => word.startsWith(`${arg}=`));
    if (inline === -1) return [...words, ...replace];
    const value = words[inline]!.slice(arg.length);
    return words.toSpliced(inline, 1, ...replace.map((flag) => flag + value));
  }
  // One of several fields in one quoted argument, or the value of `--flag=value`.
  const [right, ...more] = replace;
  if (right === undefined || more.length > 0) return words;
  for (const [index, word] of words.entries()) {
    const at = placeIn(word, arg);
    if (at !== -1) {
      return words.with(index, word.slice(0, at) + right + word.slice(at + arg.length));
    }
  }
  return words;
}

/** The index of a part in a word, between spaces, "=" and the ends; -1 when there is none. */
function placeIn(word: string, part: string): number {
  for (let at = word.indexOf(part); at !== -1; at = word.indexOf(part, at + 1)) {
    const isStart = at === 0 || /[\s=]/.test(word[at - 1]!);
    const end = at + part.length;
    if (isStart && (end === word.length || /\s/.test(word[end]!))) return at;
  }
  return -1;
}
