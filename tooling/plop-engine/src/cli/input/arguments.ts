// Parses the command line strictly: unknown flags are refused, with a suggestion.
import { parseArgs, type ParseArgsConfig } from "node:util";
import { type Problem, instead } from "../../plan.ts";
import { didYouMean } from "../../did-you-mean.ts";
import type { Arguments, Command, Flag, FlagValue } from "../../command.ts";
import { visible } from "./quote.ts";

/**
 * Parses the arguments of one command.
 * @param command what it takes
 * @param flags every flag it takes, including the shared ones
 * @param args the words after its name
 * @returns the arguments, and a problem for each that is unknown, lacks its value or has an unexpected one
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

/** In `--args --json` the value is missing: the second word is still read as a flag. */
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
  // The next word may be its value or a positional argument, so it is unclear what to drop.
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
      message: `${name} needs a value; "${visible(token.value)}" is the placeholder from the help.`,
    };
  }
  // A word with a leading dash is more likely a flag than a value.
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

/** Positional arguments, without unexpected ones and flags after `--`. */
function readPositionals(command: Command, given: string[], problems: Problem[]) {
  for (const flag of given.filter((positional) => /^-./.test(positional))) {
    problems.push({
      code: "FLAG_AFTER_DASHES",
      arg: flag,
      message: `${visible(flag)} comes after "--", where nothing is read as a flag.`,
      fix: `Leave out "--": pnpm passes flags through.`,
    });
  }
  const positionals = given.filter((positional) => !/^-./.test(positional));
  for (const extra of positionals.slice(command.positionals)) {
    problems.push({
      code: "ARGUMENT_EXTRA",
      arg: extra,
      message: `${command.name} takes ${countOf(command)}; "${visible(extra)}" is unexpected.`,
      fix: `pnpm plop ${command.name} --help`,
    });
  }
  return { positionals: positionals.slice(0, command.positionals) };
}

function countOf({ positionals, usage }: Command): string {
  return positionals === 0 ? "no arguments" : usage;
}
