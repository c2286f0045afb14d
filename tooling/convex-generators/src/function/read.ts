// Reads the input of a function: the result is its model, or every problem of the input.
import { singularName, wordsOf } from "@groundwork/plop-engine/names/words";
import { baseOf } from "../repository/backend-modules.ts";
import { readAccess, readRateLimits, readTables } from "../repository/facts.ts";
import type { Field } from "../fields/field.ts";
import { GeneratorError, type Problem, type Tree, instead } from "@groundwork/plop-engine/plan";
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { readAccessOf } from "./access.ts";
import { readArgs } from "./args.ts";
import { type FunctionInput, functionKinds } from "./input.ts";
import type { FunctionModel, Returns } from "./model.ts";
import { checkModule, readName } from "./module-name.ts";
import { readRateLimit } from "./rate-limit.ts";
import type { Reading } from "./reading.ts";
import { readReads } from "./reads.ts";
import { readReturns } from "./returns.ts";

/**
 * Reads the input of a function.
 * @param input what was asked for
 * @param tree the repository
 * @returns the model
 * @throws GeneratorError (2) with all problems; (3) when the name is taken; (4) for a file that cannot be read
 */
export function readFunction(input: FunctionInput, tree: Tree): FunctionModel {
  const problems: Problem[] = [];
  const { module, name } = readName(input.name, tree, problems);
  if (!functionKinds.includes(input.kind)) {
    const guess = didYouMean(input.kind, functionKinds);
    problems.push({
      code: "KIND_UNKNOWN",
      arg: input.kind,
      message: `there is no kind "${input.kind}".${guess?.sentence ?? ""} Kinds: ${functionKinds.join(", ")}.`,
      ...(guess && instead(guess.word)),
    });
  }
  const isInternal = input.kind.startsWith("internal");
  const reading: Reading = {
    input,
    tree,
    module,
    name,
    call: callOf(input.kind),
    isInternal,
    access: readAccess(tree),
    tables: readTables(tree),
    rateLimits: readRateLimits(tree),
    problems,
  };
  const access = readAccessOf(reading);
  const args = readArgs(reading);
  const returns = readReturns(reading, args, access.allowedRoles);
  const rateLimit = readRateLimit(reading, access.access);
  const reads = readReads(reading, access, args);
  checkReason(reading);
  checkModule(reading);
  if (problems.length > 0) throw new GeneratorError(2, problems);
  return {
    module,
    name,
    kind: input.kind,
    call: reading.call,
    isInternal,
    about: aboutOf(input, module, returns!),
    because: input.kind === "action" ? input.because!.trim() : null,
    args,
    returns: returns!,
    ...access,
    rateLimit,
    reads,
    isWritten: isWritten(returns!, args),
  };
}

/** Whether the input determines the body: it returns rows, and no argument selects among them. */
function isWritten(returns: Returns, args: readonly Field[]): boolean {
  if (returns.kind === "row") return args.length === 1;
  return returns.kind === "page" && args.length === 0;
}

function callOf(kind: string): FunctionModel["call"] {
  const word = kind.replace(/^internal/, "").toLowerCase();
  return word === "mutation" || word === "action" ? word : "query";
}

/** The comment that was given, else one that follows from the return type; null where it would only repeat the name. */
function aboutOf({ about }: FunctionInput, module: string, returns: Returns): string | null {
  if (about === undefined) return aboutAnswer(module, returns);
  const text = about.replace(/\s+/g, " ").replaceAll("*/", "* /").trim();
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

function aboutAnswer(module: string, returns: Returns): string | null {
  const words = (name: string) => wordsOf(name).join(" ");
  const table = baseOf(module);
  if (returns.kind === "row") return `One ${words(singularName(table))}.`;
  if (returns.kind !== "page") return null;
  const many = words(table);
  const whose = {
    own: `The caller's ${many}`,
    either: `The ${many} that the caller may see`,
    all: `All ${many}`,
  };
  return `${whose[returns.scope]}, the newest first, a page at a time.`;
}

/** A client waits for the action it calls, and nothing retries it: that takes a reason. */
function checkReason({ input: { kind, because }, problems }: Reading): void {
  const isReason = because !== undefined && !/^(|<.*>)$/.test(because.trim());
  if (kind === "action" && !isReason) problems.push(reasonMissing());
  if (kind !== "action" && because !== undefined) {
    problems.push({
      code: "BECAUSE_HERE",
      arg: because,
      message: "only an action that clients call gives a reason.",
      fix: "Leave out --because.",
    });
  }
}

/** The problem of an action without a reason. */
export function reasonMissing(): Problem {
  return {
    code: "BECAUSE_MISSING",
    arg: "--because",
    message:
      "an action that clients call gives the reason why a mutation that schedules an internal action is not enough.",
    fix: "--because '<why a mutation is not enough>'",
  };
}
