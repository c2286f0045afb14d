// From what was asked for to the model of a function, or to everything that is wrong with it.
import { parseModule, type Source } from "../lib/edit/source.ts";
import type { Access } from "../lib/facts.ts";
import { namesIn, readAccess, readRateLimits, readTables } from "../lib/facts.ts";
import type { Field } from "../lib/fields/field.ts";
import { type NameFault, faultOfIdentifier, faultOfMember, wordsOf } from "../lib/identifiers.ts";
import { layout } from "../lib/layout.ts";
import { GeneratorError, type Problem, type Tree, instead } from "../lib/model.ts";
import { isDevice, isKeyword, singularOf } from "../lib/names.ts";
import { didYouMean } from "../lib/nearest.ts";
import { readAccessOf } from "./access.ts";
import { readArgs } from "./args.ts";
import { type FunctionInput, functionKinds } from "./input.ts";
import type { FunctionModel, Returns } from "./model.ts";
import { readRateLimit } from "./rate-limit.ts";
import { readReads } from "./reads.ts";
import { readReturns } from "./returns.ts";

/** What the parts of the reading share. */
export interface Reading {
  input: FunctionInput;
  tree: Tree;
  module: string;
  name: string;
  call: FunctionModel["call"];
  isInternal: boolean;
  access: Access;
  tables: string[];
  rateLimits: string[];
  /** Collects what is wrong. */
  problems: Problem[];
}

/**
 * Reads the input of a function.
 * @param input what was asked for
 * @param tree the repository
 * @returns the model
 * @throws GeneratorError (2) with all problems; (3) when the name is taken; (4) for a file that cannot be read
 */
export function readFunction(input: FunctionInput, tree: Tree): FunctionModel {
  const problems: Problem[] = [];
  const { module, name } = readName(input.name, problems);
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

/** Whether all that was said of it can be written down: an answer of rows that no argument chooses among. */
function isWritten(returns: Returns, args: readonly Field[]): boolean {
  if (returns.kind === "row") return args.length === 1;
  return returns.kind === "page" && args.length === 0;
}

function callOf(kind: string): FunctionModel["call"] {
  const word = kind.replace(/^internal/, "").toLowerCase();
  return word === "mutation" || word === "action" ? word : "query";
}

/** Modules that hold no functions of the app: their names are taken. */
const OWN_MODULES = [
  ...[
    "access",
    "auth",
    "authCodes",
    "checks",
    "crons",
    "errors",
    "functions",
    "http",
    "migrations",
  ],
  ...[
    "model",
    "pagination",
    "rateLimits",
    "references",
    "removals",
    "rows",
    "schema",
    "seed",
    "writes",
  ],
  ...["convex", "api", "internal", "components", "fullApi"],
];

/** Names that the module of a function imports. */
const OWN_NAMES = [
  ...["z", "zid", "query", "mutation", "action", "internalQuery", "internalMutation"],
  ...["internalAction", "getOrThrow", "pageOf", "clamp", "paginationOpts"],
  ...["notImplemented", "publicAccess", "emailAddress", "webAddress", "timestamp"],
];

function readName(typed: string, problems: Problem[]): { module: string; name: string } {
  const parts = typed.split(".");
  const [module = "", name = ""] = parts;
  if (parts.length !== 2 || module === "" || name === "") {
    problems.push({
      code: "FUNCTION_NAME",
      arg: typed,
      message: `"${typed}" is not <module>.<function>, for example notes.archive.`,
    });
    return { module, name };
  }
  const faults: [NameFault | null, string, number][] = [
    [faultOfMember(module, "module"), `.${name}`, 0],
    [faultOfMember(name, "function"), "", module.length + 1],
  ];
  for (const [fault, rest, offset] of faults) {
    if (fault === null) continue;
    const { code, at, message, fix } = fault;
    const fixed = fix && (offset === 0 ? fix + rest : `${module}.${fix}`);
    problems.push({ code, arg: typed, at: at + offset, message, ...(fixed && instead(fixed)) });
  }
  if (OWN_MODULES.some((own) => own.toLowerCase() === module.toLowerCase())) {
    const message = `the module "${module}" is the template's own, and holds no functions of the app.`;
    problems.push({ code: "NAME_RESERVED", arg: typed, at: 0, message });
  }
  if (isDevice(module)) {
    const message = `Windows keeps the file name "${module}" for a device.`;
    problems.push({ code: "NAME_RESERVED", arg: typed, at: 0, message });
  }
  const reserved = whyReserved(name);
  if (reserved !== null) {
    const message = `"${name}" ${reserved}.`;
    problems.push({ code: "NAME_RESERVED", arg: typed, at: module.length + 1, message });
  }
  return { module, name };
}

function whyReserved(name: string): string | null {
  if (isKeyword(name)) return "is a word of JavaScript, so no function can be exported under it";
  // An import waits for what has a "then", and would do so for ever.
  if (name === "then") return "makes a promise of the module that exports it, which never settles";
  if (!OWN_NAMES.includes(name)) return null;
  return "names something else in the module, which a function of that name would hide";
}

/** What was said of it, else what its answer says of it; a name alone says nothing that is not there. */
function aboutOf({ about }: FunctionInput, module: string, returns: Returns): string | null {
  if (about === undefined) return aboutAnswer(module, returns);
  const text = about.replace(/\s+/g, " ").replaceAll("*/", "* /").trim();
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

function aboutAnswer(module: string, returns: Returns): string | null {
  const words = (name: string) => wordsOf(name).join(" ");
  if (returns.kind === "row") return `One ${words(singularOf(module))}.`;
  if (returns.kind !== "page") return null;
  const many = words(module);
  const whose = {
    own: `The caller's ${many}`,
    either: `The ${many} that the caller may see`,
    all: `All ${many}`,
  };
  return `${whose[returns.scope]}, the newest first, a page at a time.`;
}

/** A client that calls an action waits for it, and nothing tries it again: that takes a reason. */
function checkReason({ input: { kind, because }, problems }: Reading): void {
  const isReason = because !== undefined && !/^(|<.*>)$/.test(because.trim());
  if (kind === "action" && !isReason) problems.push(reasonMissing());
  if (kind !== "action" && because !== undefined) {
    problems.push({
      code: "BECAUSE_HERE",
      arg: because,
      message: "only an action that clients call says why it is one.",
      fix: "Leave out --because.",
    });
  }
}

/** What an action without a reason is told. */
export function reasonMissing(): Problem {
  return {
    code: "BECAUSE_MISSING",
    arg: "--because",
    message:
      "an action that clients call says why a mutation that schedules an internal action does not do.",
    fix: "--because '<why a mutation does not do>'",
  };
}

/** What the module that is there, if one is, has to say against the function. */
function checkModule({ tree, module, input, isInternal, call, problems }: Reading): void {
  if (faultOfIdentifier(module, "module") !== null) return;
  const path = layout.backendModule(module);
  const folder = path.slice(0, path.lastIndexOf("/"));
  const file = `${module}.ts`;
  const twin = tree
    .list(folder)
    .find((other) => other !== file && other.toLowerCase() === file.toLowerCase());
  if (twin !== undefined) {
    const message = `there is a module ${twin}, which some machines cannot tell from ${file}.`;
    problems.push({ code: "NAME_TWIN", arg: input.name, at: 0, message });
  }
  const text = tree.read(path);
  if (text === null) {
    const meant = sameWord(module, tree.list(folder));
    if (meant !== null && twin === undefined) {
      const message = `there is no module "${module}" yet, but one of the same word. Did you mean "${meant}"?`;
      const fixed = instead(input.name.replace(module, meant));
      problems.push({ code: "MODULE_NEAR", arg: input.name, at: 0, message, ...fixed });
    }
    return;
  }
  const source = parseModule(path, text);
  if (isNodeModule(source) && call !== "action") {
    const message = `${path} says "use node", and only actions run there.`;
    problems.push({
      code: "KIND_NODE",
      arg: input.kind,
      message,
      ...instead(isInternal ? "internalAction" : "action"),
    });
  }
}

/** The module of the same noun, of one or of many: two side by side would be taken for each other. */
function sameWord(module: string, names: readonly string[]): string | null {
  const modules = names.filter((name) => /^\w+\.ts$/.test(name)).map((name) => name.slice(0, -3));
  return modules.find((other) => singularOf(other) === singularOf(module)) ?? null;
}

function isNodeModule({ program }: Source): boolean {
  return program.body.some((node) => "directive" in node && node.directive === "use node");
}

/**
 * Says whether the module has something under the function's name that is not exported.
 * @throws NAME_TAKEN (3)
 */
export function assertNameFree({ module, name }: FunctionModel, tree: Tree): void {
  const path = layout.backendModule(module);
  const text = tree.read(path);
  if (text === null) return;
  const { exported, taken } = namesIn(parseModule(path, text));
  if (!taken.has(name) || exported.has(name)) return;
  throw new GeneratorError(3, {
    code: "NAME_TAKEN",
    arg: `${module}.${name}`,
    message: `${path} has another "${name}" already.`,
    fix: "Give the function another name.",
  });
}
