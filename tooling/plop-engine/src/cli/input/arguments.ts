// The command line, read strictly: what a command does not know is refused, with the nearest it does know.
import { parseArgs, type ParseArgsConfig } from "node:util";
import { type Problem, instead } from "../../plan.ts";
import { didYouMean } from "../../did-you-mean.ts";
import type { Arguments, Command, Flag, FlagValue } from "../../command.ts";
import { visible } from "./quote.ts";

/**
 * Reads the arguments of one command.
 * @param command what it takes
 * @param flags every flag it takes, the shared ones included
 * @param args what was typed after its name
 * @returns the arguments, and a problem for each that is unknown, lacks a value or has one too many
 */
export function readArguments(
  command: Command,
  flags: readonly Flag[],
  args: readonly string[],
): Arguments {
  const known = new Map(flags.map((flag) => [flag.name, flag]));
  const read: Record<string, FlagValue> = {};
  const positionals: string[] = [];
  const problems: Problem[] = [];
  let meantAsValue = -1;
  for (const token of tokensOf(flags, withoutSwallowing(known, args))) {
    if (token.kind === "option-terminator" || token.index === meantAsValue) continue;
    if (token.kind === "positional") {
      positionals.push(token.value);
      continue;
    }
    const flag = known.get(token.name);
    if (flag === undefined) {
      const next = token.inlineValue ? undefined : args[token.index + 1];
      const { problem, takesValue } = unknownFlag(token, next, command, flags);
      problems.push(problem);
      if (takesValue && !token.inlineValue) meantAsValue = token.index + 1;
      continue;
    }
    const problem = misused(flag, token);
    if (problem !== null) {
      problems.push(problem);
      continue;
    }
    if (flag.kind === "many") {
      read[flag.name] = [...((read[flag.name] ?? []) as string[]), token.value ?? ""];
      continue;
    }
    const isSaidTwice = flag.kind !== "switch" && Object.hasOwn(read, flag.name);
    if (isSaidTwice) problems.push(givenTwice(flag));
    read[flag.name] = flag.kind === "switch" ? true : (token.value ?? true);
  }
  return {
    ...readPositionals(command, positionals, problems),
    flags: read,
    problems,
  };
}

type Token = NonNullable<ReturnType<typeof parseArgs>["tokens"]>[number];
type OptionToken = Extract<Token, { kind: "option" }>;

function tokensOf(flags: readonly Flag[], args: readonly string[]): Token[] {
  const options: NonNullable<ParseArgsConfig["options"]> = Object.fromEntries(
    flags.map(({ name, kind }) => [
      name,
      { type: kind === "text" || kind === "many" ? "string" : "boolean" },
    ]),
  );
  return parseArgs({ args: [...args], options, strict: false, tokens: true }).tokens;
}

/** `--args --json` is a forgotten value: the second is read as the flag that it is. */
function withoutSwallowing(known: ReadonlyMap<string, Flag>, args: readonly string[]): string[] {
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  const flagOf = (arg: string) =>
    arg.startsWith("--") ? known.get(arg.slice(2).split("=")[0]!) : undefined;
  return args.map((arg, index) => {
    const kind = arg.includes("=") ? undefined : flagOf(arg)?.kind;
    const takesValue = kind === "text" || kind === "many";
    const isForgotten = takesValue && index + 1 < end && flagOf(args[index + 1]!) !== undefined;
    return isForgotten ? `${arg}=` : arg;
  });
}

function unknownFlag(
  token: OptionToken,
  next: string | undefined,
  command: Command,
  flags: readonly Flag[],
) {
  const names = flags.map(({ name }) => `--${name}`);
  const typed = token.rawName;
  const guess = didYouMean(typed, names);
  const meant = flags.find(({ name }) => `--${name}` === guess?.word);
  // A word after it may be its value or an argument of its own: then there is no telling what to drop.
  const isAlone = next === undefined || /^-|:/.test(next);
  const problem: Problem = {
    code: "FLAG_UNKNOWN",
    arg: typed,
    message: `${command.name} has no flag ${visible(typed)}.${guess?.sentence ?? ""}`,
    ...(guess ? instead(guess.word) : { fix: `pnpm plop ${command.name} --help` }),
    ...(!guess && isAlone && { replace: [] }),
  };
  return { problem, takesValue: meant?.kind === "text" || meant?.kind === "many" };
}

function misused(flag: Flag, token: OptionToken): Problem | null {
  const name = `--${flag.name}`;
  if (flag.kind === "switch" && token.value !== undefined) {
    return {
      code: "FLAG_VALUE",
      arg: `${name}=${token.value}`,
      message: `${name} takes no value.`,
      ...switchFix(name, token.value),
    };
  }
  if (flag.kind !== "text" && flag.kind !== "many") return null;
  if (token.value === undefined || token.value === "") {
    return {
      code: "FLAG_VALUE",
      arg: name,
      message: `${name} needs a value.`,
      fix: `${name} ${flag.value}`,
    };
  }
  if (/^<[^<>]*>$/.test(token.value)) {
    return {
      code: "FLAG_VALUE",
      arg: name,
      message: `${name} needs a value, and "${visible(token.value)}" stands for one in the help.`,
    };
  }
  // A flag is meant far more often than a value that starts with a dash.
  if (!token.inlineValue && /^-./.test(token.value)) {
    return {
      code: "FLAG_VALUE",
      arg: `${name} ${token.value}`,
      message: `${name} needs a value, and ${visible(token.value)} looks like a flag.`,
      fix: `${name}=${token.value}`,
    };
  }
  return null;
}

function switchFix(name: string, value: string): Pick<Problem, "fix" | "replace"> {
  if (/^(true|yes|on|1)$/i.test(value)) return instead(name);
  const isOff = /^(false|no|off|0)$/i.test(value);
  return { fix: `${name}, or leave it out.`, ...(isOff && { replace: [] }) };
}

function givenTwice(flag: Flag): Problem {
  const name = `--${flag.name}`;
  const message = `${name} is given twice.`;
  return { code: "FLAG_TWICE", arg: name, message, fix: "Leave out one of them." };
}

/** Positional arguments, without those that are too many and flags that came after `--`. */
function readPositionals(command: Command, given: string[], problems: Problem[]) {
  for (const flag of given.filter((positional) => /^-./.test(positional))) {
    problems.push({
      code: "FLAG_AFTER_DASHES",
      arg: flag,
      message: `${visible(flag)} stands after "--", where nothing is read as a flag.`,
      fix: `Leave out "--": pnpm passes flags on by itself.`,
    });
  }
  const positionals = given.filter((positional) => !/^-./.test(positional));
  for (const extra of positionals.slice(command.positionals)) {
    problems.push({
      code: "ARGUMENT_EXTRA",
      arg: extra,
      message: `${command.name} takes ${countOf(command)}; "${visible(extra)}" is one too many.`,
      fix: `pnpm plop ${command.name} --help`,
    });
  }
  return { positionals: positionals.slice(0, command.positionals) };
}

function countOf({ positionals, usage }: Command): string {
  return positionals === 0 ? "no arguments" : usage;
}
