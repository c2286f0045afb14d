// Plans a function: its module, its test, its limit, and the types that clients see.
import { apiModuleFragment } from "../repository/api-modules.ts";
import { readFragment } from "@groundwork/plop-engine/edit/fragments";
import { planEdits } from "@groundwork/plop-engine/edit/plan";
import { isSameCode } from "@groundwork/plop-engine/edit/same-code";
import { testOf } from "../repository/backend-modules.ts";
import { layout } from "../repository/layout.ts";
import { rateLimitFragments } from "../repository/rate.ts";
import {
  type Fragment,
  GeneratorError,
  type Plan,
  type PlannedFile,
  type Tree,
} from "@groundwork/plop-engine/plan";
import type { RenderedFile } from "@groundwork/plop-engine/templates/render";
import { REFERENCE_COMMAND, SNAPSHOT_COMMAND } from "../repository/pages.ts";
import type { FunctionInput } from "./input.ts";
import type { FunctionModel } from "./model.ts";
import { assertNameFree } from "./module-name.ts";
import { readFunction } from "./read.ts";
import { fragmentsOf, renderFunction } from "./render.ts";
import { setUpOf } from "./set-up.ts";

/**
 * Plans a function.
 * @param input what was asked for
 * @param tree the repository
 * @returns the plan; without files that change when all of it already exists
 * @throws GeneratorError (2) with everything that is wrong with the input, (3) when the name is taken by
 *   something else, (4) for a file that cannot be edited
 */
export function planFunction(input: FunctionInput, tree: Tree): Plan {
  const model = readFunction(input, tree);
  assertNameFree(model, tree);
  const { module } = renderFunction(model, { path: testOf(tree, model.module), setUp: null });
  const isThere = assertSameOrNew(model, module, tree);
  const files = [
    ...planRendered(tree, module, "functionExport", model.name),
    ...planEdits(tree, [{ path: layout.apiTypes, fragments: [apiModuleFragment(model.module)] }]),
    ...planTest(model, tree),
    ...planLimit(model, tree),
    ...planApart(model, tree),
  ];
  // Made by something else than this generator, which leaves neither its test nor its reason behind.
  if (isThere && files.length > 0) throw taken(model, `a "${model.name}"`);
  return {
    command: "function",
    subject: `${model.module}.${model.name}`,
    input: normalised(input, model),
    files,
    next: files.length === 0 ? [] : nextOf(model),
    notes: [],
  };
}

function nextOf({ module, name, isWritten }: FunctionModel): string[] {
  const write = `Write ${module}.${name}, which throws NOT_IMPLEMENTED until then: its test waits as test.todo.`;
  return [...(isWritten ? [] : [write]), REFERENCE_COMMAND, SNAPSHOT_COMMAND];
}

function normalised(input: FunctionInput, { about }: FunctionModel): FunctionInput {
  return { ...input, ...(input.about !== undefined && about !== null && { about }) };
}

/**
 * The function may be there already, as it would be written; something else under its name is a conflict.
 * @returns whether it is there
 */
function assertSameOrNew(model: FunctionModel, { path, text }: RenderedFile, tree: Tree): boolean {
  const written = tree.read(path);
  const statement = fragmentsOf({ path, text }, "functionExport", model.name).at(-1)!;
  const current = written === null ? null : readFragment(path, written, statement);
  if (current === null) return false;
  if (isSameCode(current, statement.text, (code) => code)) return true;
  throw taken(model, `another "${model.name}"`);
}

function taken({ module, name }: FunctionModel, what: string): GeneratorError {
  return new GeneratorError(3, {
    code: "EXPORT_TAKEN",
    arg: `${module}.${name}`,
    message: `${layout.backendModule(module)} exports ${what} already.`,
    fix: "Edit that one, or give the new function another name.",
  });
}

/** The lint's bound on a test file, less what a person may add. */
const TEST_LINES_MAX = 480;

function planTest(model: FunctionModel, tree: Tree): PlannedFile[] {
  const shared = testOf(tree, model.module);
  const own = shared.replace(/\.test\.ts$/, `.${model.name}.test.ts`);
  const text = tree.read(shared);
  const inShared = renderFunction(model, {
    path: shared,
    setUp: text === null ? null : setUpOf(shared, text),
  }).test;
  const hasOwn = tree.read(own) !== null || (text !== null && isFull(model, inShared, text));
  const test = hasOwn ? renderFunction(model, { path: own, setUp: null }).test : inShared;
  const planned = planRendered(tree, test, "testBlock", model.name);
  return planned.map((file) => (file.before === null ? { ...file, protected: true } : file));
}

/** Whether the tests of a module have no room for those of the function, which are not there yet. */
function isFull({ name }: FunctionModel, { path, text }: RenderedFile, shared: string): boolean {
  const block = fragmentsOf({ path, text }, "testBlock", name).at(-1)!;
  const lines = [shared, block.text].flatMap((text) => text.split("\n"));
  const count = lines.filter((line) => line.trim() !== "").length;
  return count > TEST_LINES_MAX && readFragment(path, shared, block) === null;
}

/** Adds to a file that is there, or writes a new one that has only this. */
function planRendered(tree: Tree, file: RenderedFile, kind: string, key: string): PlannedFile[] {
  const { path, text } = file;
  if (tree.read(path) === null) return [{ path, before: null, after: text, fragments: [] }];
  return planEdits(tree, [{ path, fragments: fragmentsOf(file, kind, key) }]);
}

/** The flows call every public function of the modules that they touch, or say why not. */
function planApart({ module, name, isInternal }: FunctionModel, tree: Tree): PlannedFile[] {
  if (isInternal || !isInFlows(module, tree)) return [];
  const key = `${module}:${name}`;
  const text = `${JSON.stringify(key)}: "no page calls it yet"`;
  const fragment: Fragment = { kind: "uncovered", key, text };
  const flows = planEdits(tree, [{ path: layout.flows, fragments: [fragment] }]);
  return flows.filter(({ before, after }) => before !== after);
}

function isInFlows(module: string, tree: Tree): boolean {
  const folder = layout.flows.slice(0, layout.flows.lastIndexOf("/"));
  const member = module.replaceAll("/", "\\.");
  const uses = new RegExp(`\\bapi\\.${member}\\.|"${module}:`);
  return tree.list(folder).some((file) => {
    return /^\w+\.ts$/.test(file) && uses.test(tree.read(`${folder}/${file}`) ?? "");
  });
}

function planLimit({ rateLimit }: FunctionModel, tree: Tree): PlannedFile[] {
  if (rateLimit?.added == null) return [];
  const { name, added } = rateLimit;
  const path = layout.rateLimits;
  const fragments = rateLimitFragments([name], added);
  const { text } = fragments.at(-1)!;
  const current = tree.read(path);
  const there = current === null ? null : readFragment(path, current, fragments.at(-1)!);
  if (there !== null && !isSameCode(there, text, (code) => `({ ${code} });`)) {
    throw new GeneratorError(3, {
      code: "RATE_LIMIT_TAKEN",
      arg: name,
      message: `${path} has another limit "${name}" already.`,
      fix: `--rate-limit ${name}`,
    });
  }
  return planEdits(tree, [{ path, fragments }]);
}
