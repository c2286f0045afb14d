// Reads the input of a job: the result is its model, or every problem of the input.
import { GeneratorError, type Problem, type Tree, instead } from "@groundwork/plop-engine/plan";
import type { FunctionModel } from "../function/model.ts";
import { readFunction } from "../function/read.ts";
import { readVariable } from "../repository/variables.ts";
import type { JobInput } from "./input.ts";

export interface JobModel {
  /** The mutation that starts it, with who may. */
  start: FunctionModel;
  table: string;
  variable: string;
  /** Null for the usual ones. */
  attempts: number | null;
  timeoutMs: number | null;
}

/** As `jobLimits.maxAttempts` of the validators has it. */
const ATTEMPTS_MAX = 20;

/**
 * Reads the input of a job.
 * @throws GeneratorError (2) with all problems; (4) for a file that cannot be read
 */
export function readJob(input: JobInput, tree: Tree): JobModel {
  const problems: Problem[] = [];
  readVariable(input.calls, problems);
  const attempts = readAttempts(input.attempts, problems);
  const timeoutMs = readTimeout(input.timeout, problems);
  const start = readStart(input, tree, problems);
  if (problems.length > 0) throw new GeneratorError(2, problems);
  return { start: start!, table: input.of, variable: input.calls, attempts, timeoutMs };
}

/** The mutation `start` is a function of the module like any other, so it is read as one. */
function readStart(input: JobInput, tree: Tree, problems: Problem[]): FunctionModel | null {
  const { name, of, access, rateLimit } = input;
  if (access?.startsWith("public")) {
    problems.push({
      code: "JOB_PUBLIC",
      arg: access,
      message: "a job of a row is started by somebody who may see the row: not by everybody.",
      fix: "--access signedIn, or a permission",
    });
    return null;
  }
  const given = { name: `${name}.start`, args: [`id:ref(${of})`] };
  try {
    return access === undefined
      ? readFunction({ ...given, kind: "internalMutation", ...(rateLimit && { rateLimit }) }, tree)
      : readFunction({ ...given, kind: "mutation", access, ...(rateLimit && { rateLimit }) }, tree);
  } catch (error) {
    if (!(error instanceof GeneratorError) || error.exit !== 2) throw error;
    problems.push(...error.problems.map((problem) => asTyped(problem, input)));
    return null;
  }
}

/** A problem of `start`, in the words that were typed. */
function asTyped(problem: Problem, { name, of }: JobInput): Problem {
  const { arg, replace } = problem;
  const typed = (word: string) => word.replace(/^id:ref\((.*)\)$/, "$1").replace(/\.start$/, "");
  const isOfTable = arg === `id:ref(${of})`;
  const { at: _, fix: __, ...rest } = problem;
  if (arg !== `${name}.start` && !isOfTable) return problem;
  const message = problem.message.replace(`ref(${of}): `, "").replaceAll(`${name}.start`, name);
  return {
    ...rest,
    arg: isOfTable ? of : name,
    message,
    ...(replace !== undefined && instead(...replace.map(typed))),
  };
}

function readAttempts(text: string | undefined, problems: Problem[]): number | null {
  if (text === undefined) return null;
  const attempts = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (attempts >= 1 && attempts <= ATTEMPTS_MAX) return attempts;
  const message = `"${text}" is no number of attempts: 1 to ${ATTEMPTS_MAX}.`;
  problems.push({ code: "ATTEMPTS", arg: text, message, ...instead("5") });
  return null;
}

/** An action may run for ten minutes. */
const TIMEOUT_MAX_MS = 10 * 60 * 1000;

function readTimeout(text: string | undefined, problems: Problem[]): number | null {
  if (text === undefined) return null;
  const [, number = "", unit] = /^(\d{1,3})([sm])$/.exec(text) ?? [];
  const timeoutMs = Number(number) * (unit === "m" ? 60_000 : 1000);
  if (timeoutMs > 0 && timeoutMs <= TIMEOUT_MAX_MS) return timeoutMs;
  const message = `"${text}" is no time of at most ten minutes: write 30s or 5m.`;
  problems.push({ code: "TIMEOUT", arg: text, message, ...instead("5m") });
  return null;
}
