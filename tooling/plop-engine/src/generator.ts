// What the command line needs of a generator: its input from and to a command line, and its plan.
import type { Plan, Problem, Tree } from "./plan.ts";
import type { Io } from "./io.ts";
import type { Arguments } from "./command.ts";
import type { Shape } from "./shape.ts";

export interface Generator<Input extends object = object> {
  command: string;
  /** What it takes as JSON. */
  shape: Shape;
  /** The input as far as a command line says it. */
  fromArguments(args: Arguments): Partial<Input>;
  /** What a command line has to say, and does not yet. */
  missing(input: Partial<Input>): Missing[];
  /** The command line of an input, without the program. */
  toArguments(input: Input): string[];
  plan(input: Input, tree: Tree): Plan;
  /**
   * Adds to a plan that is about to be written what takes tools and time, such as packages that are built.
   * It says on `stderr` what it does.
   */
  complete?(plan: Plan, io: Io): Promise<Plan>;
  /** Codes of problems that an answer to a question may still solve. */
  answerable: readonly string[];
}

/** Something that was not said. */
export interface Missing {
  problem: Problem;
  /** Arguments that would say it. */
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
