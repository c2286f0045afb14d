// What the command line needs of a generator: its input from and to a command line, and its plan.
import type { Plan, Problem, Tree } from "./plan.ts";
import type { Io } from "./io.ts";
import type { Arguments } from "./command.ts";
import type { Shape } from "./shape.ts";

export interface Generator<Input extends object = object> {
  command: string;
  /** What it takes as JSON. */
  shape: Shape;
  /** The part of the input that a command line gives. */
  fromArguments(args: Arguments): Partial<Input>;
  /** The required values that are missing. */
  missing(input: Partial<Input>): Missing[];
  /** The command line of an input, without the program. */
  toArguments(input: Input): string[];
  plan(input: Input, tree: Tree): Plan;
  /**
   * Adds to a plan that is about to be written what takes tools and time, such as packages that are built.
   * It says on `stderr` what it does.
   */
  complete?(plan: Plan, io: Io): Promise<Plan>;
  /** Codes of problems that an answer to a question can still solve. */
  answerable: readonly string[];
}

/** A missing value. */
export interface Missing {
  problem: Problem;
  /** Example arguments that give it. */
  example: readonly string[];
}

/** The value of a flag that takes one; absent when it was not given. */
export function textFlag({ flags }: Arguments, name: string): string | undefined {
  const value = flags[name];
  return typeof value === "string" ? value : undefined;
}

/** The values of a flag that may be repeated; absent when it was not given. */
export function manyFlag({ flags }: Arguments, name: string): string[] | undefined {
  const value = flags[name];
  return Array.isArray(value) ? value : undefined;
}

/** An object without what is undefined. */
export function defined<Of extends object>(object: Of): Of {
  return Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== undefined),
  ) as Of;
}
