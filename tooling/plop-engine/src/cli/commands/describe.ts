// The commands that describe the others: `list`, `schema`, `explain`.
import { GeneratorError } from "../../plan.ts";
import { didYouMean } from "../../did-you-mean.ts";
import { project } from "../../project.ts";
import type { Shape } from "../../shape.ts";
import { allCommands, flagsOf, isGenerator } from "../input/commands.ts";
import type { Envelope } from "../../envelope.ts";
import { exitCodes } from "../answer/exit-codes.ts";
import { ownExplanations } from "../answer/explanations.ts";
import { loadGenerator } from "../input/load-generator.ts";
import type { Request } from "../../request.ts";
import { refuseProblems } from "../answer/outcome.ts";
import { visible } from "../input/quote.ts";

export async function list({ args }: Request): Promise<Envelope> {
  refuseProblems(args.problems);
  const data = {
    commands: allCommands().map((command) => ({
      name: command.name,
      usage: `pnpm plop ${command.name} ${command.usage}`.trim(),
      about: command.about,
      writes: command.writes,
      flags: flagsOf(command),
      examples: command.examples,
      ...(isGenerator(command) && { schema: `pnpm plop schema ${command.name}` }),
    })),
    exitCodes,
  };
  const text = data.commands.flatMap(({ usage, about, flags }) => [
    usage,
    `    ${about}`,
    `    ${flags.map(({ name }) => `--${name}`).join(" ")}`,
  ]);
  return { ok: true, command: "list", exit: 0, run: null, data, text };
}

export async function schema({ args }: Request): Promise<Envelope> {
  refuseProblems(args.problems);
  const name = args.positionals.length === 0 ? undefined : args.positionals.join(" ");
  const { schemas = {} } = project();
  const names = [
    ...allCommands()
      .filter(isGenerator)
      .map((command) => command.name),
    ...Object.keys(schemas),
  ];
  if (name === undefined || !names.includes(name)) {
    const guess = name === undefined ? null : didYouMean(name, names);
    throw new GeneratorError(2, {
      code: name === undefined ? "ARGUMENT_MISSING" : "COMMAND_UNKNOWN",
      ...(name !== undefined && { arg: name }),
      message:
        name === undefined
          ? `the name of a generator is missing: ${names.join(", ")}.`
          : `nothing that has a schema is called "${visible(name)}": ${names.join(", ")}.${guess?.sentence ?? ""}`,
      fix: `pnpm plop schema ${guess?.word ?? names[0]}`,
    });
  }
  const shape = await (schemas[name]?.() ?? shapeOf(name));
  const data = { $schema: "https://json-schema.org/draft/2020-12/schema", ...shape };
  const text = [JSON.stringify(data, null, 2)];
  return { ok: true, command: "schema", exit: 0, run: null, data, text };
}

async function shapeOf(generator: string): Promise<Shape> {
  return (await loadGenerator(generator)).shape;
}

export async function explain({ args }: Request): Promise<Envelope> {
  refuseProblems(args.problems);
  const base = { ok: true, command: "explain", exit: 0, run: null } as const;
  const [typed] = args.positionals;
  const explanations = { ...ownExplanations, ...project().explanations };
  const codes = Object.keys(explanations).sort();
  if (typed === undefined) return { ...base, data: explanations, text: codes };
  const code = codes.find((code) => code === typed.toUpperCase());
  if (code === undefined) {
    const guess = didYouMean(typed, codes);
    throw new GeneratorError(2, {
      code: "CODE_UNKNOWN",
      arg: typed,
      message: `there is no code "${visible(typed)}".${guess?.sentence ?? ""}`,
      fix: guess === null ? "pnpm plop explain" : `pnpm plop explain ${guess.word}`,
    });
  }
  const text = explanations[code]!;
  return { ...base, data: { code, text }, text: [`${code}: ${text}`] };
}
