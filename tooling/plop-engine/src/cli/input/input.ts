// Reads the input of a generator: from the command line, or as JSON from a file or stdin.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { GeneratorError } from "../../plan.ts";
import { flagsOf } from "./commands.ts";
import { generatorFlags, helpFlag, jsonFlag, writingFlags } from "../../command.ts";
import type { Generator } from "../../generator.ts";
import type { Request } from "../../request.ts";
import { checkShape } from "./check-shape.ts";

/**
 * Reads the given part of a generator's input.
 * @throws GeneratorError (2) for JSON that cannot be read or has the wrong shape, and for JSON together with arguments
 */
export async function readInput(request: Request, generator: Generator): Promise<object> {
  const { from } = request.args.flags;
  if (typeof from !== "string") return generator.fromArguments(request.args);
  if (generator.fromText !== undefined) {
    const given = generator.fromArguments(request.args);
    return await generator.fromText(await readSource(from, request), given, request.io);
  }
  refuseBoth(request);
  const value = parseJson(from, await readSource(from, request), request.command.name);
  const problems = checkShape(generator.shape, value);
  if (problems.length > 0) throw new GeneratorError(2, problems);
  return value as object;
}

/** Flags that control the run rather than the result, so that they are allowed with --from. */
const RUN_FLAGS = [...generatorFlags, ...writingFlags, jsonFlag, helpFlag].map(({ name }) => name);

function refuseBoth({ command, args }: Request): void {
  const given = [
    ...args.positionals,
    ...flagsOf(command)
      .filter(({ name }) => !RUN_FLAGS.includes(name) && args.flags[name] !== undefined)
      .map(({ name }) => `--${name}`),
  ];
  if (given.length === 0) return;
  throw new GeneratorError(2, {
    code: "FROM_BOTH",
    arg: given[0]!,
    message: `--from provides the whole input, so ${given.join(" ")} is not allowed.`,
    fix: "Add it to the JSON, or leave out --from.",
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
      message: `${what} is not valid JSON: ${(error as Error).message}.`,
      fix: `pnpm plop schema ${command}`,
    });
  }
}
