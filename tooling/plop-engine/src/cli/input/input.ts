// Where the input of a generator is from: the command line, or JSON from a file or stdin.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { GeneratorError } from "../../plan.ts";
import { flagsOf } from "./commands.ts";
import { generatorFlags, helpFlag, jsonFlag, writingFlags } from "../../command.ts";
import type { Generator } from "../../generator.ts";
import type { Request } from "./request.ts";
import { checkShape } from "./check-shape.ts";

/**
 * Reads the input of a generator as far as it was given.
 * @throws GeneratorError (2) for JSON that cannot be read or does not fit, and for JSON beside arguments
 */
export async function readInput(request: Request, generator: Generator): Promise<object> {
  const { from } = request.args.flags;
  if (typeof from !== "string") return generator.fromArguments(request.args);
  refuseBoth(request);
  const value = parseJson(from, await readSource(from, request), request.command.name);
  const problems = checkShape(generator.shape, value);
  if (problems.length > 0) throw new GeneratorError(2, problems);
  return value as object;
}

/** What says how a run goes rather than what it makes, and so may stand beside JSON. */
const BESIDE = [...generatorFlags, ...writingFlags, jsonFlag, helpFlag].map(({ name }) => name);

function refuseBoth({ command, args }: Request): void {
  const given = [
    ...args.positionals,
    ...flagsOf(command)
      .filter(({ name }) => !BESIDE.includes(name) && args.flags[name] !== undefined)
      .map(({ name }) => `--${name}`),
  ];
  if (given.length === 0) return;
  throw new GeneratorError(2, {
    code: "FROM_BOTH",
    arg: given[0]!,
    message: `the input comes from --from, so ${given.join(" ")} says something twice.`,
    fix: "Put it into the JSON, or leave out --from.",
  });
}

async function readSource(from: string, { io }: Request): Promise<string> {
  if (from === "-") return await text(io.stdin);
  try {
    return readFileSync(resolve(io.cwd, from), "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new GeneratorError(2, {
      code: "FROM_FILE",
      arg: from,
      message:
        code === "ENOENT" ? `there is no file "${from}".` : `"${from}" cannot be read (${code}).`,
    });
  }
}

function parseJson(from: string, source: string, command: string): unknown {
  try {
    return JSON.parse(source.replace(/^\ufeff/, ""));
  } catch (error) {
    const what = from === "-" ? "stdin" : `"${from}"`;
    throw new GeneratorError(2, {
      code: "FROM_JSON",
      arg: from,
      message: `${what} is no JSON: ${(error as Error).message}.`,
      fix: `pnpm plop schema ${command}`,
    });
  }
}
