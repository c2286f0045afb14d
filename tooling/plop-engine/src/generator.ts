// What the command line needs of a generator: its input from and to a command line, and its plan.
import type { Plan, Problem, Tree } from "./plan.ts";
import type { Io } from "./io.ts";
import type { Arguments, Command, Flag } from "./command.ts";
import type { ObjectShape, Shape } from "./shape.ts";

export interface Generator<Input extends object = object> {
  command: string;
  /** What it takes as JSON. */
  shape: Shape;
  /** The part of the input that a command line gives. */
  fromArguments(args: Arguments): Partial<Input>;
  /**
   * Reads what `--from` gives, where that may be a draft in words rather than the whole input as JSON. In a terminal,
   * the rest is asked for.
   * @param given what the other arguments say
   * @throws GeneratorError (2)
   */
  fromText?(text: string, given: Partial<Input>, io: Io): Promise<Partial<Input>>;
  /** The required values that are missing. */
  missing(input: Partial<Input>): Missing[];
  /** The command line of an input, without the program. */
  toArguments(input: Input): string[];
  /** Where a run is rendered again, `earlier` has the paths of the files that it wrote: what it has stays in those. */
  plan(input: Input, tree: Tree, earlier?: readonly string[]): Plan;
  /** Adds to a plan what needs the formatter. Unlike `complete`, it is also called where nothing is written. */
  refine?(plan: Plan, io: Io): Promise<Plan>;
  /**
   * Adds to a plan that is about to be written what takes tools and time, such as packages that are built.
   * It says on `stderr` what it does.
   */
  complete?(plan: Plan, io: Io): Promise<Plan>;
  /** What a person has to know once a run with this input is undone, as sentences. */
  undone?(input: Input): string[];
  /**
   * Makes the tree work once the plan is written, before its checks, such as by linking packages. It says on `stderr`
   * what it does; after a GeneratorError (5) of its own the run is rolled back.
   */
  settle?(plan: Plan, io: Io): Promise<void>;
  /** Codes of problems that an answer to a question can still solve. */
  answerable: readonly string[];
}

/** A missing value. */
export interface Missing {
  problem: Problem;
  /** Example arguments that give it. */
  example: readonly string[];
}

/**
 * Describes a required value that is missing.
 * @param arg its place on the command line: `<name>`, `--kind`
 * @param message why the generator needs it
 * @param example arguments that give it
 */
export function argumentMissing(arg: string, message: string, ...example: string[]): Missing {
  return { problem: { code: "ARGUMENT_MISSING", arg, message }, example };
}

/**
 * Collects the required values that are missing.
 * @param values each with whether it is missing, and what describes it
 */
export function missingValues(
  ...values: readonly [isMissing: boolean, ...what: Parameters<typeof argumentMissing>][]
): Missing[] {
  return values.flatMap(([isMissing, ...what]) => (isMissing ? [argumentMissing(...what)] : []));
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

/** The property of an input that holds a flag: `rate-limit` is `rateLimit`. */
function keyOf({ name }: Flag): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * Reads the flags of a generator.
 * @param command declares them
 * @param args what was typed
 * @returns the input as far as flags give it: a text, a list, or true
 */
function inputOf<Input extends object>(command: Command, args: Arguments): Partial<Input> {
  const given = command.flags.map((flag) => [keyOf(flag), args.flags[flag.name]]);
  return defined(Object.fromEntries(given) as Partial<Input>);
}

/**
 * Writes an input as flags.
 * @returns the arguments, in the order of the command's flags; a list repeats its flag
 */
function flagArguments({ flags }: Command, input: object): string[] {
  const values = input as Record<string, unknown>;
  return flags.flatMap((flag) => {
    const value = values[keyOf(flag)];
    if (value === undefined || value === false) return [];
    if (value === true) return [`--${flag.name}`];
    return [value].flat().flatMap((one) => [`--${flag.name}`, String(one)]);
  });
}

/** A property of an input; `...fields` takes all the arguments that follow. */
type Positional<Input> = (keyof Input & string) | `...${keyof Input & string}`;

/**
 * Reads and writes an input as a command line: positional arguments, then flags.
 * @param command declares the flags
 * @param names the properties that the positional arguments give, in their order
 */
export function commandLineOf<Input extends object>(
  command: Command,
  ...names: Positional<Input>[]
): Pick<Generator<Input>, "command" | "fromArguments" | "toArguments"> {
  const keys = names.map((name) => name.replace("...", ""));
  const valueAt = (positionals: readonly string[], at: number) => {
    if (!names[at]!.startsWith("...")) return positionals[at];
    return positionals.length > at ? positionals.slice(at) : undefined;
  };
  return {
    command: command.name,
    fromArguments(args) {
      const given = keys.map((key, at) => [key, valueAt(args.positionals, at)]);
      const positional = defined(Object.fromEntries(given) as Partial<Input>);
      return { ...positional, ...inputOf<Input>(command, args) };
    },
    toArguments(input) {
      const values = input as Record<string, string | readonly string[] | undefined>;
      return [...keys.flatMap((key) => values[key] ?? []), ...flagArguments(command, input)];
    },
  };
}

/**
 * Describes the input of a generator as JSON.
 * @param command its flags are optional properties, but for those among the required
 * @param description what the input stands for
 * @param required what it cannot do without: its positional arguments, and flags that it needs
 * @param more positional arguments that it can do without
 */
export function shapeOf(
  command: Command,
  description: string,
  required: Readonly<Record<string, Shape>>,
  more: Readonly<Record<string, Shape>> = {},
): ObjectShape {
  const optional = command.flags
    .filter((flag) => !Object.hasOwn(required, keyOf(flag)))
    .map((flag) => [keyOf(flag), shapeOfFlag(flag)]);
  return {
    type: "object",
    description,
    properties: { ...required, ...more, ...Object.fromEntries(optional) },
    required: Object.keys(required),
    additionalProperties: false,
  };
}

function shapeOfFlag({ kind, about, values }: Flag): Shape {
  if (kind === "switch") return { type: "boolean", description: about };
  const text: Shape = { type: "string", description: about, ...(values && { examples: values }) };
  return kind === "many" ? { type: "array", description: about, items: text } : text;
}
