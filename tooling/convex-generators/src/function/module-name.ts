// The name of a function: `notes.archive`, `admin/reports.revenue`. What it may not be, and what its module says
// against it.
import { singularName } from "@groundwork/plop-engine/names/words";
import {
  type NameFault,
  faultOfIdentifier,
  faultOfMember,
  isDevice,
  isKeyword,
} from "../fields/identifiers.ts";
import { baseOf, foldersOf, whyTaken } from "../repository/backend-modules.ts";
import { parseModule, type Source } from "@groundwork/plop-engine/edit/source";
import { namesIn } from "@groundwork/plop-engine/edit/module-names";
import { layout } from "../repository/layout.ts";
import { GeneratorError, type Problem, type Tree, instead } from "@groundwork/plop-engine/plan";
import type { Reading } from "./reading.ts";

/** Names that the module of a function imports. */
const OWN_NAMES = [
  ...["z", "zid", "query", "mutation", "action", "internalQuery", "internalMutation"],
  ...["internalAction", "getOrThrow", "pageOf", "clamp", "paginationOpts"],
  ...["notImplemented", "publicAccess", "emailAddress", "webAddress", "timestamp"],
  ...["calendarDay", "durationInSeconds", "int64", "moneyIn", "timeOfDay"],
];

/** A function's own name, and its module's path from `convex/`, without ".ts". */
export interface FunctionName {
  module: string;
  name: string;
}

/**
 * Reads the name of a function, and adds what is wrong with it to the problems.
 * @param typed such as `admin/reports.revenue`
 * @param tree the repository
 */
export function readName(typed: string, tree: Tree, problems: Problem[]): FunctionName {
  const found = partsOf(typed);
  const meant = meantBy(typed);
  if (found === null || (meant !== null && meant !== typed)) {
    problems.push({
      code: "FUNCTION_NAME",
      arg: typed,
      message: `"${typed}" is not <module>.<function>: notes.archive, or admin/reports.total for a module in a folder.`,
      ...(meant !== null && instead(meant)),
    });
    return { module: "", name: "" };
  }
  const { module, name } = found;
  const faults = faultsOf(found);
  const fixed = faults.reduce((text, { word, fix }) => text.replace(word, fix ?? word), typed);
  for (const { code, at, message, fix } of faults) {
    problems.push({ code, arg: typed, at, message, ...(fix !== undefined && instead(fixed)) });
  }
  if (faults.length > 0) return found;
  const device = module.split("/").find(isDevice);
  if (device !== undefined) {
    const message = `Windows reserves the file name "${device}" for a device.`;
    problems.push({ code: "NAME_RESERVED", arg: typed, at: module.indexOf(device), message });
    return found;
  }
  const taken = whyTaken(tree, module);
  if (taken !== null) {
    const message = `"${module}" ${taken}.`;
    const free = freeModule(tree, found);
    problems.push({
      ...{ code: "NAME_RESERVED", arg: typed, at: 0, message },
      ...(free !== null && instead(`${free}.${name}`)),
    });
  }
  const reserved = whyReserved(name);
  if (reserved !== null) {
    const message = `"${name}" ${reserved}.`;
    problems.push({ code: "NAME_RESERVED", arg: typed, at: module.length + 1, message });
  }
  return found;
}

/** Splits at the last dot, where nothing but folders stands before the module. */
function partsOf(typed: string): FunctionName | null {
  const [, module, name] = /^([^.]+)\.([^./]+)$/.exec(typed) ?? [];
  if (module === undefined || name === undefined) return null;
  return module.split("/").every((part) => part !== "") ? { module, name } : null;
}

/** What stands for a function elsewhere: in code `api.admin.reports.total`, for the CLI `admin/reports:total`. */
function meantBy(typed: string): string | null {
  const words = typed
    .replace(/^(\.\/)?(packages\/backend\/)?convex\//, "")
    .replace(/^(api|internal)\./, "")
    .split(/[./:]/);
  if (words.length < 2 || words.some((word) => faultOfMember(word, "module") !== null)) return null;
  return `${words.slice(0, -1).join("/")}.${words.at(-1)}`;
}

/** What is wrong with each word of the name. */
function faultsOf({ module, name }: FunctionName): (NameFault & { word: string })[] {
  const parts = module.split("/");
  const words = [
    ...parts.slice(0, -1).map((word) => ({ word, what: "folder" })),
    { word: parts.at(-1)!, what: "module" },
    { word: name, what: "function" },
  ];
  let start = 0;
  return words.flatMap(({ word, what }) => {
    const fault = faultOfMember(word, what);
    const at = start + (fault?.at ?? 0);
    start += word.length + 1;
    return fault === null ? [] : [{ ...fault, at, word }];
  });
}

/** A module for functions of a like name: the name without its folders, else one that nothing has. */
function freeModule(tree: Tree, { module, name }: FunctionName): string | null {
  const base = baseOf(module);
  const isFree = (other: string) => {
    if (whyTaken(tree, other) !== null) return false;
    const path = layout.backendModule(other);
    const text = tree.read(path);
    return text === null || !namesIn(parseModule(path, text)).taken.has(name);
  };
  return [base, `${base}Functions`].find((other) => other !== module && isFree(other)) ?? null;
}

function whyReserved(name: string): string | null {
  if (isKeyword(name)) return "is a word of JavaScript, so no function can be exported under it";
  // An import waits for what has a "then", and would do so for ever.
  if (name === "then") return "makes a promise of the module that exports it, which never settles";
  if (!OWN_NAMES.includes(name)) return null;
  return "names something else in the module, which a function of that name would hide";
}

/** What is known of a function before its module is looked at. */
type Named = Pick<Reading, "tree" | "module" | "name" | "isInternal" | "call" | "problems"> & {
  input: Pick<Reading["input"], "name" | "kind">;
};

/** What the module that is there, if one is, has to say against the function. */
export function checkModule(reading: Named): void {
  const { tree, module, input, isInternal, call, problems } = reading;
  if (module.split("/").some((part) => faultOfIdentifier(part, "module") !== null)) return;
  const isTwin = checkTwins(reading);
  const path = layout.backendModule(module);
  const text = tree.read(path);
  if (text === null) {
    const folder = path.slice(0, path.lastIndexOf("/"));
    const meant = sameWord(baseOf(module), tree.list(folder));
    if (meant !== null && !isTwin) {
      const message = `there is no module "${module}" yet, but one of the same word. Did you mean "${meant}"?`;
      const fixed = [...foldersOf(module).slice(-1), meant].join("/");
      problems.push({
        ...{ code: "MODULE_NEAR", arg: input.name, at: 0, message },
        ...instead(`${fixed}.${reading.name}`),
      });
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

/** Files and folders whose names differ from those of the module in their case only. */
function checkTwins({ tree, module, input, problems }: Named): boolean {
  const names = [...foldersOf(module).map((folder) => `${folder}/`), `${module}.ts`];
  const found = names.flatMap((path) => {
    const parts = path.split("/").filter((part) => part !== "");
    const name = parts.at(-1)! + (path.endsWith("/") ? "/" : "");
    const there = tree.list([layout.convex, ...parts.slice(0, -1)].join("/"));
    const twin = there.find(
      (other) => other !== name && other.toLowerCase() === name.toLowerCase(),
    );
    return twin === undefined ? [] : [{ twin, name, at: path.length - name.length }];
  });
  for (const { twin, name, at } of found) {
    const what = name.endsWith("/") ? "folder" : "module";
    const message = `there is a ${what} ${twin}, which some machines cannot tell from ${name}.`;
    problems.push({ code: "NAME_TWIN", arg: input.name, at, message });
  }
  return found.length > 0;
}

/** The module of the same noun, of one or of many: two side by side would be taken for each other. */
function sameWord(module: string, names: readonly string[]): string | null {
  const modules = names.filter((name) => /^\w+\.ts$/.test(name)).map((name) => name.slice(0, -3));
  return modules.find((other) => singularName(other) === singularName(module)) ?? null;
}

function isNodeModule({ program }: Source): boolean {
  return program.body.some((node) => "directive" in node && node.directive === "use node");
}

/**
 * Makes sure that nothing else has the function's name, in its module or in the API.
 * @throws NAME_TAKEN (3)
 */
export function assertNameFree({ module, name }: FunctionName, tree: Tree): void {
  const refuse = (message: string) =>
    new GeneratorError(3, {
      code: "NAME_TAKEN",
      arg: `${module}.${name}`,
      message,
      fix: "Give the function another name.",
    });
  const path = layout.backendModule(module);
  const { exported, taken } = namesOfModule(tree, module);
  if (taken.has(name) && !exported.has(name))
    throw refuse(`${path} has another "${name}" already.`);
  // `api.admin.reports` is either a function of `admin.ts` or a module in `admin/`.
  const inside = tree.list(`${layout.convex}/${module}`).find((other) => {
    return other === `${name}/` || other === `${name}.ts`;
  });
  if (inside !== undefined) {
    throw refuse(`${layout.convex}/${module}/${inside} has the name "${name}" in the API already.`);
  }
  for (const folder of foldersOf(module)) {
    const next = module.slice(folder.length + 1).split("/")[0]!;
    if (!namesOfModule(tree, folder).exported.has(next)) continue;
    const parent = layout.backendModule(folder);
    throw refuse(
      `${parent} exports "${next}", which has the name of "${folder}/${next}" in the API.`,
    );
  }
}

function namesOfModule(tree: Tree, module: string): ReturnType<typeof namesIn> {
  const path = layout.backendModule(module);
  const text = tree.read(path);
  return text === null
    ? { exported: new Set(), taken: new Set() }
    : namesIn(parseModule(path, text));
}
